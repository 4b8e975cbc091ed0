//! Who signed in, and the tokens into the store.

use super::{
    Event, LoginError, LoginOptions, LoginOutcome, Step, exchange::Received, prepare::Prepared, walk::Walk,
};
use crate::{
    oauth::{
        discovery::Metadata,
        stored::StoredTokens,
        userinfo::{UserInfo, UserinfoError},
    },
    project::Project,
    system::{System, TokenStore},
    task::{
        kept::{self, Kept},
        userinfo::{self, AccountError},
    },
};
use url::Url;

/// Asks who it was, and keeps the tokens.
#[expect(clippy::too_many_arguments, reason = "where a sign-in ends, all of it comes together")]
pub(super) async fn keep(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    prepared: Prepared<'_>,
    received: Received,
    redirect_uri: Option<Url>,
    options: &LoginOptions,
    walk: &mut Walk<'_>,
) -> Result<LoginOutcome, LoginError> {
    let Prepared { settings, provider, before, mut notes, .. } = prepared;
    let Received { mut tokens, notes: more, outlook } = received;
    notes.extend(more);
    let account = identify(system, &provider, &tokens, walk).await?;
    if tokens.subject.is_none() {
        tokens.subject = account.as_ref().map(|user| user.subject.clone());
    }

    walk.begin(Step::Storing);
    let kept = Kept::new(store, project, settings);
    {
        let _lock = kept.lock(system).await?;
        kept.save(&tokens)?;
    }
    if let Some(secret) = options.client_secret.as_ref().filter(|_| options.keep_client_secret) {
        kept::keep_client_secret(store, project, settings, secret)?;
    }
    walk.done();
    let StoredTokens { subject, scope, expires_at, refresh_token, .. } = tokens;
    let other = |before: StoredTokens| before.subject.filter(|before| Some(before) != subject.as_ref());
    Ok(LoginOutcome {
        steps: Vec::new(),
        replaced: subject.is_some().then(|| before.and_then(other)).flatten(),
        subject,
        account,
        scope,
        expires_at,
        refreshable: refresh_token.is_some(),
        redirect_uri,
        outlook,
        notes,
    })
}

/// Asks who signed in, where there is an endpoint to ask.
async fn identify(
    system: &System,
    provider: &Metadata,
    tokens: &StoredTokens,
    walk: &mut Walk<'_>,
) -> Result<Option<UserInfo>, LoginError> {
    let Some(endpoint) = &provider.userinfo_endpoint else {
        walk.skip(Step::Userinfo);
        return Ok(None);
    };
    walk.begin(Step::Userinfo);
    let account = userinfo::account(system, endpoint, &tokens.access_token, tokens.subject.as_deref()).await;
    match account {
        Ok(account) => {
            walk.done();
            Ok(Some(account))
        }
        Err(AccountError::Userinfo(error @ UserinfoError::OtherSubject { .. })) => {
            Err(LoginError::Account(error))
        }
        Err(error) => {
            walk.missed();
            walk.tell(Event::NoAccount(error));
            Ok(None)
        }
    }
}
