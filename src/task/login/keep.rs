//! Who signed in, and the tokens into the store.

use super::{
    Event, LoginError, LoginOptions, LoginOutcome, Replace, Step, exchange::Received, prepare::Prepared,
    walk::Walk,
};
use crate::{
    oauth::{
        discovery::Metadata,
        stored::StoredTokens,
        userinfo::{UserInfo, UserinfoError},
    },
    project::Project,
    system::{System, TokenStore, Typing},
    task::{
        kept::{self, Kept},
        userinfo::{self, AccountError},
    },
};
use url::Url;

/// The longest answer to a question that is read, in bytes.
const LONGEST_ANSWER: usize = 1024;

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
    let last = replace(system, &kept, &tokens, options.replace, walk).await?;
    if let Some(secret) = options.client_secret.as_ref().filter(|_| options.keep_client_secret) {
        kept::keep_client_secret(store, project, settings, secret)?;
    }
    walk.done();
    let replaced = last.as_ref().and_then(|last| other_account(last, &tokens).map(str::to_owned));
    let StoredTokens { subject, scope, expires_at, refresh_token, .. } = tokens;
    Ok(LoginOutcome {
        steps: Vec::new(),
        replaced,
        overtook: last.as_ref().map(secret_of) != before.as_ref().map(secret_of),
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

/// Keeps the tokens, where they may be kept; returns what they replaced.
///
/// Nobody holds the lock while the user thinks, so what is there is looked at again with it in hand.
async fn replace(
    system: &System,
    kept: &Kept<'_>,
    tokens: &StoredTokens,
    rule: Replace,
    walk: &mut Walk<'_>,
) -> Result<Option<StoredTokens>, LoginError> {
    loop {
        let seen = kept.tokens()?;
        let other = seen.as_ref().and_then(|seen| other_account(seen, tokens));
        if let (Some(before), Some(now)) = (other, &tokens.subject) {
            let (before, now) = (before.to_owned(), now.clone());
            if !is_allowed(system, &before, &now, rule, walk).await {
                return Err(LoginError::OtherAccount { before, now });
            }
        }
        let _lock = kept.lock(system).await?;
        let last = kept.tokens()?;
        if last.as_ref().and_then(|last| other_account(last, tokens)) == other {
            kept.save(tokens)?;
            return Ok(last);
        }
    }
}

async fn is_allowed(system: &System, before: &str, now: &str, rule: Replace, walk: &mut Walk<'_>) -> bool {
    match rule {
        Replace::Never => false,
        Replace::Always => true,
        Replace::Ask => {
            walk.tell(Event::AsksToReplace { before: before.to_owned(), now: now.to_owned() });
            let answer = system.input.line(Typing::Shown, LONGEST_ANSWER).await;
            matches!(answer, Ok(Some(yes)) if matches!(yes.trim().to_lowercase().as_str(), "y" | "yes"))
        }
    }
}

/// Returns whose tokens `before` are, where they are known to be another account's.
fn other_account<'a>(before: &'a StoredTokens, now: &StoredTokens) -> Option<&'a str> {
    let now = now.subject.as_ref()?;
    before.subject.as_deref().filter(|before| before != now)
}

fn secret_of(tokens: &StoredTokens) -> &str {
    tokens.access_token.expose()
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
