//! Who is signed in, until when, and what the provider says about it.

use super::{
    discover::discover,
    kept::Kept,
    session::{self, Access, AccessDoubt, AccessOrigin, SessionError, settings},
    userinfo::{self, AccountError},
};
use crate::{
    oauth::{
        stored::StoredTokens,
        userinfo::{UserInfo, UserinfoError},
        values::{AccessToken, ClientId, Issuer, Scope},
    },
    project::{OAuth, Project},
    system::{System, TokenStore},
};
use jiff::Timestamp;

/// What is known about the session.
#[derive(Debug)]
pub struct StatusOutcome {
    /// The issuer, where the project names one.
    pub issuer: Option<Issuer>,
    /// The client.
    pub client_id: ClientId,
    /// Where the access token comes from.
    pub origin: AccessOrigin,
    /// Who signed in, as it was at the sign-in.
    pub subject: Option<String>,
    /// What the provider says about the account now.
    pub account: Account,
    /// The granted scope; `None` for a token from the environment.
    pub scope: Option<Scope>,
    /// When the access token expires; `None` where nobody said.
    pub expires_at: Option<Timestamp>,
    /// Whether there is a refresh token.
    pub refreshable: bool,
    /// What the user should know about the access token.
    pub doubt: Option<AccessDoubt>,
    /// The time.
    pub now: Timestamp,
}

/// What the provider says about the account.
#[derive(Debug)]
pub enum Account {
    /// Nobody asked.
    NotAsked,
    /// The provider has no Userinfo endpoint.
    NoEndpoint,
    /// This.
    Known(UserInfo),
    /// It would not say.
    Unknown(AccountError),
}

/// Returns the session: from the store alone where `offline`, and otherwise with a token that was
/// refreshed where it had expired, and the account that it speaks for.
///
/// # Errors
///
/// As [`SessionError`].
pub async fn status(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    offline: bool,
) -> Result<StatusOutcome, SessionError> {
    let settings = settings(project)?;
    let kept = Kept::new(store, project, settings);
    if offline {
        let tokens = kept.tokens()?.ok_or(SessionError::NotSignedIn)?;
        return Ok(StatusOutcome {
            issuer: settings.issuer.clone(),
            client_id: settings.client_id.clone(),
            origin: AccessOrigin::Stored,
            subject: tokens.subject,
            account: Account::NotAsked,
            scope: Some(tokens.scope),
            expires_at: tokens.expires_at,
            refreshable: tokens.refresh_token.is_some(),
            doubt: None,
            now: system.clock.now(),
        });
    }
    let access = session::access(system, store, project).await?;
    let seen = Seen::with(system, &kept, settings, access).await?;
    let seen = if seen.is_refused() { seen.renewed(system, store, project, &kept).await? } else { seen };
    Ok(seen.outcome(settings, system.clock.now()))
}

/// What one access token shows.
struct Seen {
    access: Access,
    tokens: Option<StoredTokens>,
    account: Account,
}

impl Seen {
    async fn with(
        system: &System,
        kept: &Kept<'_>,
        settings: &OAuth,
        access: Access,
    ) -> Result<Self, SessionError> {
        let tokens = match access.origin {
            AccessOrigin::Stored | AccessOrigin::Refreshed => kept.tokens()?,
            AccessOrigin::Environment | AccessOrigin::RefreshTokenFromEnvironment => None,
        };
        let subject = tokens.as_ref().and_then(|tokens| tokens.subject.as_deref());
        let account = account(system, settings, &access.token, subject).await;
        Ok(Self { access, tokens, account })
    }

    fn is_refused(&self) -> bool {
        matches!(&self.account, Account::Unknown(AccountError::Userinfo(UserinfoError::TokenRefused(_))))
    }

    /// Asks again with a new token: by the clock here the old one was good, and the provider knows
    /// better.
    async fn renewed(
        self,
        system: &System,
        store: &dyn TokenStore,
        project: &Project,
        kept: &Kept<'_>,
    ) -> Result<Self, SessionError> {
        match session::renew(system, store, project, &self.access.token).await {
            Ok(Some(access)) => Self::with(system, kept, settings(project)?, access).await,
            // Now nobody is signed in any more, and that is the answer.
            Err(error @ (SessionError::RefreshTokenRefused(_) | SessionError::RefreshTokenSpent(_))) => {
                Err(error)
            }
            Ok(None) | Err(_) => Ok(self),
        }
    }

    fn outcome(self, settings: &OAuth, now: Timestamp) -> StatusOutcome {
        let Self { access, tokens, account } = self;
        let has_refresh_token = tokens.as_ref().is_some_and(|tokens| tokens.refresh_token.is_some());
        StatusOutcome {
            issuer: settings.issuer.clone(),
            client_id: settings.client_id.clone(),
            origin: access.origin,
            subject: tokens.as_ref().and_then(|tokens| tokens.subject.clone()),
            account,
            refreshable: match access.origin {
                AccessOrigin::RefreshTokenFromEnvironment => true,
                AccessOrigin::Environment => false,
                AccessOrigin::Stored | AccessOrigin::Refreshed => has_refresh_token,
            },
            scope: tokens.map(|tokens| tokens.scope),
            expires_at: access.expires_at,
            doubt: access.doubt,
            now,
        }
    }
}

async fn account(system: &System, settings: &OAuth, token: &AccessToken, expected: Option<&str>) -> Account {
    let provider = match discover(system, settings).await {
        Ok(provider) => provider,
        Err(error) => return Account::Unknown(error.into()),
    };
    let Some(endpoint) = &provider.userinfo_endpoint else { return Account::NoEndpoint };
    match userinfo::account(system, endpoint, token, expected).await {
        Ok(account) => Account::Known(account),
        Err(error) => Account::Unknown(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        system::fake::{World, run},
        task::fixture::{answer, project, provide, sign_in, store},
    };
    use serde_json::{Value, json};

    fn world(status: u16, me: Value) -> World {
        let world = World::new();
        sign_in(&world, json!({}));
        provide(&world, move |path, _| match path {
            "/me" => answer(status, &me),
            _ => answer(503, &json!({})),
        });
        world
    }

    fn shown(world: &World, offline: bool) -> Result<StatusOutcome, SessionError> {
        run(status(&world.system(), &*store(world), &project(), offline))
    }

    #[test]
    fn the_account_is_asked_for_with_the_stored_token() {
        let world = world(200, json!({ "sub": "u1", "name": "Ada" }));
        let outcome = shown(&world, false).unwrap();
        assert!(matches!(outcome.account, Account::Known(user) if user.claims["name"] == "Ada"));
        assert_eq!(world.requests().last().unwrap().headers()["authorization"], "Bearer at0");
        assert!(outcome.refreshable);
    }

    #[test]
    fn offline_asks_nobody() {
        let world = world(200, json!({}));
        let outcome = shown(&world, true).unwrap();
        assert!(matches!(outcome.account, Account::NotAsked));
        assert_eq!((outcome.subject.as_deref(), world.requests().len()), (Some("u1"), 0));
    }

    #[test]
    fn an_account_that_is_not_told_keeps_the_rest() {
        let refused = shown(&world(401, json!({})), false).unwrap();
        assert!(matches!(
            refused.account,
            Account::Unknown(AccountError::Userinfo(UserinfoError::TokenRefused(_)))
        ));
        let other = shown(&world(200, json!({ "sub": "u2" })), false).unwrap();
        assert!(matches!(
            other.account,
            Account::Unknown(AccountError::Userinfo(UserinfoError::OtherSubject { .. }))
        ));
    }

    #[test]
    fn r16_a_token_that_the_provider_refuses_is_renewed_once() {
        let world = World::new();
        sign_in(&world, json!({}));
        provide(&world, move |path, request| match path {
            "/me" if request.headers()["authorization"] == "Bearer at1" => {
                answer(200, &json!({ "sub": "u1" }))
            }
            "/me" => answer(401, &json!({})),
            _ => answer(200, &json!({ "access_token": "at1", "token_type": "Bearer" })),
        });
        let outcome = shown(&world, false).unwrap();
        assert!(matches!(outcome.account, Account::Known(_)));
        assert_eq!(outcome.origin, AccessOrigin::Refreshed);
    }

    #[test]
    fn r06_a_session_that_the_provider_has_ended_is_no_session() {
        let world = World::new();
        sign_in(&world, json!({}));
        provide(&world, |path, _| match path {
            "/me" => answer(401, &json!({})),
            _ => answer(400, &json!({ "error": "invalid_grant" })),
        });
        assert!(matches!(shown(&world, false), Err(SessionError::RefreshTokenRefused(_))));
    }

    #[test]
    fn a_provider_that_is_down_keeps_the_rest() {
        let world = world(200, json!({}));
        world.answer(|request| Err(crate::system::fake::nobody_answers(request)));
        let outcome = shown(&world, false).unwrap();
        assert!(matches!(outcome.account, Account::Unknown(AccountError::Discover(_))));
        assert_eq!(outcome.subject.as_deref(), Some("u1"));
    }

    #[test]
    fn nobody_signed_in_has_no_status() {
        assert!(matches!(shown(&World::new(), true), Err(SessionError::NotSignedIn)));
    }
}
