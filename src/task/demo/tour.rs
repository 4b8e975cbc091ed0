//! The tour: every command's work once, in order, against the demo's servers.

use super::{
    servers::{About, Servers, ServersError},
    visitor::{self, VisitError},
};
use crate::{
    demo::{self, fault::Faults},
    invoke::{
        bind::{self, Arguments, BindError},
        outcome::CallOutcome,
    },
    oauth::values::{ClientAuthMethod, ClientId, Scope},
    project::Project,
    system::{BoundPort, LoopbackHost, StoreChoice, StoreError, System, TokenStore},
    task::{
        action::{self, Action, ActionError, Selection, TokenSource},
        call::{self, CallError, Credentials},
        check::{self, CheckError, CheckOutcome},
        init::{self, InitError, InitOutcome},
        kept,
        login::{self, FailedLogin, LoginOptions, LoginOutcome, Way},
        logout::{self, LogoutError, LogoutOutcome},
        project::{self, OpenError},
        refresh::{self, RefreshOutcome},
        session::SessionError,
        test::{self, Pace, Seen, Setup, StepOutcome, TestError, TestOutcome, User, Wish},
    },
    template::{self, Answers, Client, Environment, Template},
};
use futures_util::stream;
use http::StatusCode;
use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::sync::oneshot;
use url::Url;

/// The environment of the project that points at the demo's servers.
pub const ENVIRONMENT: &str = "demo";

/// What happens on the tour, as it happens.
pub enum Scene<'a> {
    /// The servers are up.
    Servers(&'a About),
    /// The project is written.
    Written(&'a InitOutcome),
    /// The document is checked.
    Checked(&'a CheckOutcome),
    /// An operation was called without a token and refused.
    Refused(&'a CallOutcome),
    /// The sign-in begins.
    SignsIn {
        /// The demo user's name.
        username: &'a str,
    },
    /// A step of the sign-in.
    SignIn(login::Event),
    /// The user is signed in.
    SignedIn(&'a LoginOutcome),
    /// The calls begin.
    Calls,
    /// An operation was called with the token.
    Called(&'a CallOutcome),
    /// The tokens are refreshed.
    Refreshed(&'a RefreshOutcome),
    /// The smoke test begins.
    Tests,
    /// A step of the smoke test.
    TestStep(&'a StepOutcome),
    /// The smoke test is over.
    Tested(&'a TestOutcome),
    /// The tokens are revoked and forgotten.
    SignedOut(&'a LogoutOutcome),
}

/// What came of the tour.
#[derive(Debug)]
pub struct TourOutcome {
    /// How long it took.
    pub took: Duration,
    /// The project, where it was kept.
    pub kept: Option<PathBuf>,
}

/// Why the tour ended early.
#[derive(Debug, thiserror::Error)]
pub enum TourError {
    /// The servers.
    #[error(transparent)]
    Servers(#[from] ServersError),
    /// No folder for the project.
    #[error("no folder for the project")]
    Folder(#[source] io::Error),
    /// Writing the project.
    #[error(transparent)]
    Init(#[from] InitError),
    /// Reading it back.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Checking the document.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The token store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Signing in.
    #[error(transparent)]
    Login(#[from] FailedLogin),
    /// The scripted person at the sign-in page.
    #[error(transparent)]
    Visit(#[from] VisitError),
    /// Finding an operation.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// Binding its arguments.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// Calling it.
    #[error(transparent)]
    Call(#[from] CallError),
    /// Refreshing.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The smoke test.
    #[error(transparent)]
    Test(#[from] TestError),
    /// Signing out.
    #[error(transparent)]
    Logout(#[from] LogoutError),
    /// Everything could be done, and one thing did not turn out as it must.
    #[error("{what}")]
    Unexpected {
        /// What did not.
        what: String,
    },
}

/// Takes the tour; the project goes into `keep`, or into a folder that is gone afterwards.
///
/// # Errors
///
/// As [`TourError`]: every step must really succeed.
pub async fn tour(
    system: &System,
    keep: Option<&Path>,
    on: &mut dyn FnMut(Scene<'_>),
) -> Result<TourOutcome, TourError> {
    let start = system.clock.elapsed();
    let folder = Folder::new(system, keep)?;
    let servers = Servers::bind(system, 0, Faults::default())?;
    let about = servers.about().clone();
    let port = system.loopback.bind(LoopbackHost::V4, 0);
    let port = port.map_err(|source| ServersError::Bind { port: 0, source })?;
    let redirect_uri = demo::address::redirect_uri(port.port());
    servers.register_redirect_uri(&redirect_uri)?;
    let visit = Visit { system, about: &about, folder: folder.path.as_path() };
    let mut unheard = |_| ();
    // The servers are up as long as somebody is on the tour.
    tokio::select! {
        stopped = servers.serve(&*system.clock, &mut unheard) => {
            stopped?;
            return Err(unexpected("the demo servers stopped"));
        }
        seen = visit.go(port, redirect_uri, on) => seen?,
    }
    let took = system.clock.elapsed().saturating_sub(start);
    Ok(TourOutcome { took, kept: keep.map(Path::to_owned) })
}

/// Somebody on the tour.
struct Visit<'a> {
    system: &'a System,
    about: &'a About,
    folder: &'a Path,
}

impl Visit<'_> {
    async fn go(
        &self,
        port: Box<dyn BoundPort>,
        redirect_uri: Url,
        on: &mut dyn FnMut(Scene<'_>),
    ) -> Result<(), TourError> {
        on(Scene::Servers(self.about));
        on(Scene::Written(&init::init(self.system, self.folder, &self.answers(redirect_uri), None, false)?));
        let project = self.folder.join(crate::project::FILE_NAME);
        on(Scene::Checked(&self.check(&project)?));

        let selection =
            Selection { project: Some(&project), environment: Some(ENVIRONMENT), ..Selection::default() };
        let action = action::open(self.system, selection)?;
        let choice = StoreChoice::Files(Some(self.folder.join(".gptauth")));
        let mut tokens = action.tokens(self.system, &choice);
        on(Scene::Refused(&self.refused(&action, &mut tokens).await?));

        let project = project::open(self.system, Some(&project), Some(ENVIRONMENT))?;
        let store = kept::open(self.system, &choice, &project)?;
        self.sign_in(port, &*store, &project, on).await?;
        on(Scene::Calls);
        self.calls(&action, &mut tokens, on).await?;
        on(Scene::Refreshed(&refresh::refresh(self.system, &*store, &project).await?));

        on(Scene::Tests);
        let tokens = action.tokens(self.system, &choice);
        let plan = test::plan(&action, &tokens, Wish::default())?;
        let mut seen = |seen: Seen<'_>| match seen {
            Seen::Step(step, _) if step.was_reached() => on(Scene::TestStep(&step)),
            Seen::Step(..) | Seen::CleaningUp(_) => {}
        };
        let first = User { system: self.system, tokens: &tokens };
        let setup = Setup { action: &action, first, other: None, pace: Pace::default() };
        let tested = test::run(setup, plan, stream::pending(), &mut seen).await?;
        on(Scene::Tested(&tested));
        if tested.tally.failed > 0 || tested.stop.is_some() {
            return Err(unexpected("a step of the smoke test failed"));
        }
        on(Scene::SignedOut(&logout::logout(self.system, &*store, &project, false).await?));
        Ok(())
    }

    fn answers(&self, loopback_redirect_uri: Url) -> Answers {
        let client = |issuer: &str, id: &str, loopback_redirect_uri| Client {
            issuer: issuer.to_owned(),
            id: ClientId::new(id),
            method: ClientAuthMethod::ClientSecretPost,
            scope: Scope::new(template::DEFAULT_SCOPE),
            loopback_redirect_uri,
        };
        Answers {
            template: Template::Agenda,
            document: None,
            title: Template::Agenda.title().to_owned(),
            server: Template::Agenda.example_server().to_owned(),
            client: client(
                template::EXAMPLE_ISSUER,
                template::EXAMPLE_CLIENT_ID,
                demo::address::loopback_redirect_uri(),
            ),
            authorization_endpoint: None,
            token_endpoint: None,
            environment: Some(Environment {
                name: ENVIRONMENT.to_owned(),
                server: self.about.server.clone(),
                client: client(&self.about.issuer, self.about.client_id, loopback_redirect_uri),
            }),
        }
    }

    fn check(&self, project: &Path) -> Result<CheckOutcome, TourError> {
        let checked = check::check(self.system, None, Some(project), None)?;
        match checked.diagnostics.is_empty() {
            true => Ok(checked),
            false => Err(unexpected("the template has findings")),
        }
    }

    async fn refused(&self, action: &Action, tokens: &mut TokenSource<'_>) -> Result<CallOutcome, TourError> {
        let list = action.operation("listItems")?;
        let bound = bind::bind(list, &Arguments::default())?;
        let outcome = call::call(self.system, action, tokens, (list, &bound), Credentials::Withheld).await?;
        match outcome.status {
            StatusCode::UNAUTHORIZED => Ok(outcome),
            status => Err(unexpected(format!("a call without a token was answered with {status}"))),
        }
    }

    /// Signs in on the bound port, with the scripted person in front of the browser.
    async fn sign_in(
        &self,
        port: Box<dyn BoundPort>,
        store: &dyn TokenStore,
        project: &Project,
        on: &mut dyn FnMut(Scene<'_>),
    ) -> Result<(), TourError> {
        let user = self.about.users.first().ok_or_else(|| unexpected("the demo has no users"))?;
        on(Scene::SignsIn { username: &user.username });
        let options = LoginOptions {
            way: Way::ByHand,
            timeout: Duration::from_secs(30),
            client_secret: Some(self.about.client_secret.clone()),
            keep_client_secret: true,
            ..LoginOptions::default()
        };
        let (printed, seen) = oneshot::channel();
        let mut printed = Some(printed);
        let mut tell = |event: login::Event| {
            if let login::Event::Visit { url, .. } = &event
                && let Some(printed) = printed.take()
            {
                // Nobody sees it only where the scripted person has given up, which ends the tour.
                let _ = printed.send(url.clone());
            }
            on(Scene::SignIn(event));
        };
        let person = async {
            match seen.await {
                Ok(url) => visitor::sign_in(self.system, &url, user).await.map(drop),
                Err(_) => Ok(()),
            }
        };
        let signed_in = tokio::select! {
            Err(lost) = person => return Err(lost.into()),
            signed_in = login::login_on(port, self.system, store, project, options, &mut tell) => signed_in?,
        };
        on(Scene::SignedIn(&signed_in));
        Ok(())
    }

    /// Calls every operation of the agenda once: what is created is changed, read and deleted again.
    async fn calls(
        &self,
        action: &Action,
        tokens: &mut TokenSource<'_>,
        on: &mut dyn FnMut(Scene<'_>),
    ) -> Result<(), TourError> {
        let item = [("date", "2026-12-24"), ("text", "Buy presents")];
        self.call(action, tokens, "listItems", &[], on).await?;
        let created = self.call(action, tokens, "createItems", &item, on).await?;
        let created: serde_json::Value = serde_json::from_slice(&created.body).unwrap_or_default();
        let id = created["id"].as_str().ok_or_else(|| unexpected("the created item has no id"))?;
        self.call(action, tokens, "getItemById", &[("id", id)], on).await?;
        self.call(action, tokens, "updateItemById", &[("id", id), ("text", "Wrap presents")], on).await?;
        self.call(action, tokens, "deleteItemById", &[("id", id)], on).await?;
        Ok(())
    }

    async fn call(
        &self,
        action: &Action,
        tokens: &mut TokenSource<'_>,
        operation: &str,
        arguments: &[(&str, &str)],
        on: &mut dyn FnMut(Scene<'_>),
    ) -> Result<CallOutcome, TourError> {
        let signature = action.operation(operation)?;
        let named = arguments.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let bound = bind::bind(signature, &Arguments { named: named.collect(), ..Arguments::default() })?;
        let outcome = call::call(self.system, action, tokens, (signature, &bound), Credentials::Own).await?;
        on(Scene::Called(&outcome));
        match outcome.is_good() {
            true => Ok(outcome),
            false => Err(unexpected(format!("{operation} was answered with {}", outcome.status))),
        }
    }
}

fn unexpected(what: impl Into<String>) -> TourError {
    TourError::Unexpected { what: what.into() }
}

/// The folder of the tour's project; a temporary one is gone when the tour is over, however it ends.
struct Folder<'a> {
    system: &'a System,
    path: PathBuf,
    temporary: bool,
}

impl<'a> Folder<'a> {
    fn new(system: &'a System, keep: Option<&Path>) -> Result<Self, TourError> {
        let path = match keep {
            Some(path) => path.to_owned(),
            None => system.files.temporary_dir().map_err(TourError::Folder)?,
        };
        Ok(Self { system, path, temporary: keep.is_none() })
    }
}

impl Drop for Folder<'_> {
    fn drop(&mut self) {
        if self.temporary {
            // What cannot be removed is left to the system's own cleaning of its temporary folder.
            let _ = self.system.files.remove_temporary_dir(&self.path);
        }
    }
}
