//! A sign-in with a redirect URI that is registered at Logto for it alone.

use super::talk::Talk;
use crate::{
    cli::{failure::Failure, logto::leftover, options::GlobalOptions, runtime},
    oauth::values::ClientId,
    project::Project,
    system::{EndSignal, System, TokenStore},
    task::{
        login::{self, FailedLogin, LoginError, LoginOptions, LoginOutcome},
        logto::{
            access,
            apply::Event,
            client::ManagementApi,
            redirects::RedirectUris,
            temporary_redirect::{Temporary, TemporaryError},
        },
    },
};
use futures_util::{Stream, StreamExt};
use std::{cell::RefCell, pin::Pin, pin::pin, time::Duration};

/// How long the redirect URI may take to be removed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a sign-in needs beside its options.
pub(super) struct SignIn<'a> {
    pub(super) system: &'a System,
    pub(super) store: &'a dyn TokenStore,
    pub(super) project: &'a Project,
    pub(super) global: &'a GlobalOptions,
}

impl SignIn<'_> {
    /// Signs in. However that ends, the redirect URI is then removed.
    ///
    /// # Errors
    ///
    /// Where Logto does not let the redirect URI be registered, or a signal ended it.
    pub(super) fn run(
        &self,
        options: LoginOptions,
        talk: &RefCell<Talk<'_>>,
    ) -> Result<Result<LoginOutcome, FailedLogin>, Failure> {
        let settings = self.project.oauth.as_ref().ok_or(LoginError::NoSettings)?;
        let access = access::access(self.system, &self.global.token_store, self.project)?;
        let api = ManagementApi::new(self.system, access);
        runtime::block_on_signals(|signals| self.steps(&api, &settings.client_id, options, talk, signals))
    }

    async fn steps(
        &self,
        api: &ManagementApi<'_>,
        client: &ClientId,
        options: LoginOptions,
        talk: &RefCell<Talk<'_>>,
        mut signals: Pin<Box<dyn Stream<Item = EndSignal>>>,
    ) -> Result<Result<LoginOutcome, FailedLogin>, Failure> {
        let Self { system, store, project, global } = self;
        let (port, uri) = match login::land(system, project, &options).await {
            Ok(landed) => landed,
            Err(failed) => return Ok(Err(failed)),
        };
        let application = client.as_str();
        let redirect_uris = RedirectUris { system, api, choice: &global.token_store, application };
        let mut on = |event: Event<'_>| talk.borrow_mut().at_logto(&event);

        let mut signal = None;
        let mut adding = pin!(async {
            let temporary = Temporary::prepare(system, api, application, &uri).await?;
            let added = temporary.add(&redirect_uris, &mut on).await;
            Ok::<_, TemporaryError>((temporary, added))
        });
        // What is under way is not broken off: nobody could say then what came of it.
        let (temporary, added) = tokio::select! {
            biased;
            Some(ended) = signals.next() => { signal = Some(ended); adding.await }
            added = &mut adding => added,
        }?;
        talk.borrow_mut().registered(&temporary, added.is_ok());

        let mut outcome = None;
        if signal.is_none() && added.is_ok() {
            let mut tell = |event| talk.borrow_mut().tell(event);
            let login = login::login_on(port, system, *store, project, options, &mut tell);
            tokio::select! {
                biased;
                Some(ended) = signals.next() => signal = Some(ended),
                ended = login => outcome = Some(ended),
            }
        }

        if signal.is_some() {
            talk.borrow_mut().break_off();
        }
        self.remove(temporary, &redirect_uris, talk, &mut signals).await;
        match (signal, added, outcome) {
            (Some(signal), ..) => Err(Failure::ended_by(signal)),
            (None, Err(error), _) => Err(error.into()),
            (None, Ok(()), outcome) => outcome.ok_or_else(|| Failure::usage("nobody signed in")),
        }
    }

    /// Removes the redirect URI. Whoever asks twice to end is not kept waiting: what is left is found
    /// the next time.
    async fn remove(
        &self,
        temporary: Temporary,
        redirect_uris: &RedirectUris<'_>,
        talk: &RefCell<Talk<'_>>,
        signals: &mut Pin<Box<dyn Stream<Item = EndSignal>>>,
    ) {
        if !temporary.is_temporary() {
            return;
        }
        let uri = temporary.redirect_uri().to_owned();
        let mut on = |event: Event<'_>| talk.borrow_mut().at_logto(&event);
        let removed = tokio::select! {
            removed = temporary.remove(redirect_uris, &mut on) => Some(removed),
            Some(_) = signals.next() => None,
            () = self.system.clock.sleep(PATIENCE) => None,
        };
        let mut talk = talk.borrow_mut();
        match removed {
            Some(Ok(())) => talk.removed(&uri),
            Some(Err(error)) => talk.warn(&leftover::left(&uri, Some(&error))),
            None => talk.warn(&leftover::left(&uri, None)),
        }
    }
}
