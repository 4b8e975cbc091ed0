//! The requests of a rehearsal, each as a step: what was sent, and what the platform makes of the
//! answer.

use super::{Act, RehearseError, Remark, Step, TokenUsed, Turn};
use crate::{
    invoke::{bind::BoundCall, signature::Signature},
    oauth::{
        client_auth::Client,
        discovery::Metadata,
        outlook::Prospect,
        revocation::{self, Revocable},
        stored::StoredTokens,
        token::{self, TokenError, TokenSet},
        values::{AccessToken, RefreshToken},
    },
    platform::Reactions,
    project::{OAuth, Project},
    providers::{self, Provider, STANDARD},
    scenario::{self, Check},
    system::{StoreLock, System, TokenStore},
    task::{
        action::{Action, TokenSource},
        call::{self, Credentials as Carried},
        credentials::{Credentials, Given},
        discover::{self, send_small},
        kept::Kept,
        session::{SessionError, check_id_token, may_have_spent, merged, settings},
        test::forged_token,
    },
};
use http::StatusCode;
use jiff::Timestamp;
use std::cell::Cell;

/// Where a rehearsal takes place.
pub(super) struct Stage<'a> {
    pub(super) system: &'a System,
    project: &'a Project,
    store: &'a dyn TokenStore,
    action: &'a Action,
    provider: Cell<&'static Provider>,
}

/// The provider as it is asked for tokens.
pub(super) struct TokenEndpoint {
    metadata: Metadata,
    credentials: Credentials,
}

/// What came of a refresh.
pub(super) struct Refreshed {
    pub(super) step: Step,
    pub(super) prospect: Prospect,
    /// What is kept now.
    pub(super) tokens: Result<StoredTokens, TokenError>,
}

impl Refreshed {
    /// Returns whether the provider does not know the refresh token any more.
    pub(super) fn is_refused(&self) -> bool {
        matches!(&self.tokens, Err(TokenError::Refused(refusal)) if refusal.error == "invalid_grant")
    }
}

impl<'a> Stage<'a> {
    pub(super) fn new(
        system: &'a System,
        action: &'a Action,
        project: &'a Project,
        store: &'a dyn TokenStore,
    ) -> Self {
        Self { system, project, store, action, provider: Cell::new(&STANDARD) }
    }

    fn settings(&self) -> Result<&'a OAuth, SessionError> {
        settings(self.project)
    }

    /// Returns the place where the session is kept.
    pub(super) fn kept(&self) -> Result<Kept<'a>, SessionError> {
        Ok(Kept::new(self.store, self.project, self.settings()?))
    }

    pub(super) fn reactions(&self) -> &'static Reactions {
        &self.action.target.reactions
    }

    /// Returns whose provider it is, as far as its answers have shown.
    pub(super) fn provider(&self) -> &'static Provider {
        self.provider.get()
    }

    /// Returns whether the platform would take the status for a missing or expired token.
    pub(super) fn is_sign_in(&self, status: StatusCode) -> bool {
        status.as_u16() == self.action.target.call.sign_in_status.value
    }

    /// Returns whether some operation can be called.
    pub(super) fn has_call(&self) -> bool {
        self.operation().is_some()
    }

    /// The first operation that asks for a token and needs nothing made up.
    fn operation(&self) -> Option<(&Signature, BoundCall)> {
        let plan = scenario::plan(&self.action.signatures, true);
        let steps = plan.steps.iter().filter(|step| step.check == Check::Answers);
        let signatures = steps.map(|step| (&self.action.signatures[step.operation], step));
        let mut asking = signatures.filter(|(signature, _)| !signature.public);
        asking.find_map(|(signature, step)| Some((signature, step.call(signature)?)))
    }

    /// Calls that operation with `token`.
    pub(super) async fn call(
        &self,
        token: Option<&AccessToken>,
        used: TokenUsed,
    ) -> Result<Step, RehearseError> {
        let (signature, bound) = self.operation().ok_or_else(|| RehearseError::NothingToCall {
            document: self.action.document.display().to_string(),
        })?;
        let (tokens, carried) = match (token, used) {
            (None, _) => (TokenSource::NotNeeded, Carried::Withheld),
            (Some(token), TokenUsed::Forged) => (TokenSource::NotNeeded, Carried::Forged(token)),
            (Some(token), _) => (TokenSource::Given(token.clone()), Carried::Own),
        };
        let bound = (signature, &bound);
        let outcome = call::call(self.system, self.action, &tokens, bound, carried).await?;
        Ok(Step {
            act: Act::Call {
                operation: outcome.operation,
                method: outcome.method,
                url: outcome.url,
                token: used,
            },
            status: outcome.status,
            took: outcome.duration,
            remark: None,
            shown: None,
            statements: Vec::new(),
        })
    }

    /// Calls with the stored access token where it has expired, and else with one that nobody issued:
    /// an API cannot take either.
    pub(super) async fn call_expired(&self, tokens: &StoredTokens) -> Result<Step, RehearseError> {
        if tokens.expires_at.is_some_and(|at| at <= self.system.clock.now()) {
            return self.call(Some(&tokens.access_token), TokenUsed::Expired).await;
        }
        let forged = forged_token(self.system).map_err(RehearseError::from)?;
        self.call(Some(&forged), TokenUsed::Forged).await
    }

    /// Learns where refresh tokens are exchanged and revoked, and who asks.
    pub(super) async fn token_endpoint(&self) -> Result<TokenEndpoint, RehearseError> {
        let settings = self.settings()?;
        let given = Given::default();
        let credentials = Credentials::of(self.system, self.store, self.project, settings, &given)
            .map_err(SessionError::from)?;
        let metadata = discover::discover(self.system, settings).await.map_err(SessionError::from)?;
        if metadata.token_endpoint.is_none() {
            return Err(SessionError::NoTokenEndpoint.into());
        }
        Ok(TokenEndpoint { metadata, credentials })
    }

    /// Returns the client, ready for one request.
    fn client(&self, at: &TokenEndpoint) -> Result<Client, SessionError> {
        Ok(at.credentials.client(self.system, &at.metadata)?)
    }

    /// Sends a refresh as the platform does, and keeps at once what it brings.
    pub(super) async fn refresh(
        &self,
        at: &TokenEndpoint,
        lock: &dyn StoreLock,
        old: &StoredTokens,
        refresh_token: &RefreshToken,
        turn: Turn,
    ) -> Result<Refreshed, RehearseError> {
        let endpoint = at.metadata.token_endpoint.as_ref().ok_or(SessionError::NoTokenEndpoint)?;
        let shape = &self.action.target.token.value;
        // The platform names no resource.
        let (request, pending) =
            token::refresh(endpoint, &self.client(at)?, refresh_token, &old.scope, &[], shape);
        let (asked_at, started) = (self.system.clock.now(), self.system.clock.elapsed());
        lock.begin();
        let response = self.system.http.send(request).await.map_err(|error| {
            let error = SessionError::from(error);
            if !may_have_spent(&error) {
                lock.settle();
            }
            error
        })?;
        let took = self.system.clock.elapsed().saturating_sub(started);
        if self.provider.get().is_unknown() {
            self.provider.set(providers::recognise(None, &[response.headers()]));
        }

        let outlook = pending.outlook(self.reactions(), endpoint, &response);
        let (tokens, remark) = match pending.judge(&response) {
            Ok(new) => {
                let remark = fate(&new, refresh_token);
                let tokens = self.keep(old, new, asked_at).await?;
                lock.settle();
                (Ok(tokens), Some(remark))
            }
            Err(error @ TokenError::Refused(_)) => {
                lock.settle();
                (Err(error), None)
            }
            Err(error) => (Err(error), (outlook.prospect == Prospect::GoesOn).then_some(Remark::Unusable)),
        };
        Ok(Refreshed {
            // What we cannot go on with is no proof that the platform can.
            prospect: if remark == Some(Remark::Unusable) { Prospect::NotKnown } else { outlook.prospect },
            step: Step {
                act: Act::Refresh { endpoint: endpoint.clone(), turn },
                status: outlook.status,
                took,
                remark,
                shown: outlook.shown,
                statements: outlook.statements,
            },
            tokens,
        })
    }

    async fn keep(
        &self,
        old: &StoredTokens,
        new: TokenSet,
        asked_at: Timestamp,
    ) -> Result<StoredTokens, SessionError> {
        check_id_token(self.system, self.settings()?, old, &new).await?;
        let (tokens, _) = merged(old.clone(), new, asked_at);
        self.kept()?.save(&tokens)?;
        Ok(tokens)
    }

    /// Revokes the refresh token, and with it, at most providers, the grant (RFC 7009 §2.1).
    pub(super) async fn revoke(
        &self,
        at: &TokenEndpoint,
        refresh_token: &RefreshToken,
    ) -> Result<Step, RehearseError> {
        let endpoint = at.metadata.revocation_endpoint.as_ref().ok_or(RehearseError::NoRevocationEndpoint)?;
        let (client, token) = (self.client(at)?, Revocable::Refresh(refresh_token));
        let started = self.system.clock.elapsed();
        let response = send_small(self.system, revocation::request(endpoint, &client, token))
            .await
            .map_err(RehearseError::RevocationUnreached)?;
        let took = self.system.clock.elapsed().saturating_sub(started);
        revocation::judge(&response, &client, token)?;
        Ok(Step {
            act: Act::Revoke { endpoint: endpoint.clone() },
            status: response.status(),
            took,
            remark: None,
            shown: None,
            statements: Vec::new(),
        })
    }
}

fn fate(new: &TokenSet, old: &RefreshToken) -> Remark {
    match &new.refresh_token {
        Some(new) if new.expose() != old.expose() => Remark::RotatedRefreshToken,
        _ => Remark::SameRefreshToken,
    }
}
