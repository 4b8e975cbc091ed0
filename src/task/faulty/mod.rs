//! Signing in, refreshing and asking for the account at a provider that goes wrong: the demo's own, with
//! the fault of the row switched on. A test is named after its row.

mod answers;
mod fapi2;
mod oidcc;
mod quirks;

use super::{
    demo::visitor,
    fixture::store,
    kept,
    login::{self, Event, FailedLogin, LoginOptions, LoginOutcome, Way},
    session::{self, Access, SessionError},
};
use crate::{
    demo::{
        self,
        fault::{Delivery, Fault, Faults},
        provider::Provider,
    },
    oauth::{note::Note, values::ClientSecret},
    project::Project,
    source::Source,
    system::{
        HttpError, Limits, Random, StoreItem, StoreKey,
        fake::{World, run},
    },
};
use http::{Request, Response};
use serde_json::{Value, json};
use std::{error::Error, io, time::Duration};
use tokio::sync::oneshot;

const ISSUER: &str = "https://id.example.com/oidc";
const SECRET: &str = "canary-secret";
/// Alice, as the demo knows her.
const SUBJECT: &str = "02u2c3zqtyxk";

/// A provider with faults, and a project for it.
struct Faulty {
    world: World,
    project: Project,
}

/// What came of a sign-in.
struct SignIn {
    outcome: Result<LoginOutcome, FailedLogin>,
    events: Vec<Event>,
}

impl Faulty {
    fn new(faults: &[&str]) -> Self {
        Self::with(faults, ISSUER, "")
    }

    /// Returns a provider for a project with that issuer and these further lines.
    fn with(faults: &[&str], issuer: &str, lines: &str) -> Self {
        let world = World::new();
        let faults: Vec<Fault> = faults.iter().map(|fault| fault.parse().unwrap()).collect();
        let settings = demo::settings(ISSUER, ClientSecret::new(SECRET));
        let key = world.p384_key().unwrap();
        let provider = Provider::new(settings, &key, world.source().unwrap()).unwrap();
        let mut provider = provider.with_faults(Faults::from(faults)).unwrap();
        for port in 40_000..40_010 {
            let redirect_uri = format!("http://127.0.0.1:{port}/callback");
            provider.register_redirect_uri(demo::CLIENT_ID, &redirect_uri).unwrap();
        }
        let clock = world.clone();
        world.answer(move |request| {
            let response = provider.respond(request, clock.now());
            delivered(request, response, &clock)
        });
        world.set_variable(kept::CLIENT_SECRET_VARIABLE, SECRET);
        let text = format!(
            "schema = \"openapi.yaml\"\n[oauth]\nissuer = \"{issuer}\"\nclient_id = \"{}\"\n\
             scope = \"openid profile\"\n{lines}\n",
            demo::CLIENT_ID
        );
        let project = Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap();
        Self { world, project }
    }

    /// Signs alice in: the login on one side, a visitor of its page on the other.
    fn sign_in(&self) -> SignIn {
        let system = self.world.system();
        let store = store(&self.world);
        let mut events = Vec::new();
        let (tell, told) = oneshot::channel();
        let mut tell = Some(tell);
        let mut on = |event| {
            if let Event::Visit { url, .. } = &event {
                tell.take().unwrap().send(url.clone()).unwrap();
            }
            events.push(event);
        };
        let options = LoginOptions { way: Way::ByHand, ..LoginOptions::default() };
        let outcome = run(async {
            let visitor = async {
                if let Ok(url) = told.await {
                    // What becomes of the sign-in is the login's to tell.
                    let _ = visitor::sign_in(&system, &url, &demo::users()[0]).await;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                outcome = login::login(&system, &*store, &self.project, options, &mut on) => outcome,
                () = visitor => unreachable!("a visitor stays until the login ends"),
            }
        });
        SignIn { outcome, events }
    }

    /// Returns an access token after the one of the sign-in has expired.
    fn refreshed(&self) -> Result<Access, SessionError> {
        self.world.advance(Duration::from_secs(2 * 60 * 60));
        run(session::access(&self.world.system(), &*store(&self.world), &self.project))
    }

    fn key(&self) -> StoreKey {
        kept::key(&self.project, self.project.oauth.as_ref().unwrap(), StoreItem::Tokens)
    }

    fn kept(&self) -> Option<Value> {
        self.world.secret(&self.key()).map(|text| serde_json::from_str(&text).unwrap())
    }

    /// Returns how often something was asked for.
    fn asked(&self, path: &str) -> usize {
        self.world.requests().iter().filter(|request| request.uri().path() == path).count()
    }
}

/// Does with an answer what a socket would.
fn delivered(
    request: &Request<Vec<u8>>,
    response: Response<Vec<u8>>,
    clock: &World,
) -> Result<Response<Vec<u8>>, HttpError> {
    let origin = ISSUER.trim_end_matches("/oidc").to_owned();
    let limits = request.extensions().get::<Limits>().copied().unwrap_or_default();
    match response.extensions().get::<Delivery>() {
        Some(Delivery::Never) => Err(HttpError::Timeout { origin, limit: limits.time }),
        Some(Delivery::Closed | Delivery::Cut) => {
            let source = Box::new(io::Error::from(io::ErrorKind::ConnectionAborted));
            Err(HttpError::Broken { origin, source })
        }
        _ if response.body().len() > limits.bytes => Err(HttpError::TooLarge { origin, limit: limits.bytes }),
        Some(Delivery::Late(time)) => {
            clock.advance(*time);
            Ok(response)
        }
        None => Ok(response),
    }
}

/// Signs in where the sign-in must come to nothing, and returns what it says. What was kept before is
/// still kept, to the byte.
fn refused(faults: &[&str]) -> String {
    refused_by(&Faulty::new(faults))
}

fn refused_by(provider: &Faulty) -> String {
    let before = json!({
        "version": 1, "access_token": "at0", "expires_at": "2026-01-01T01:00:00Z", "refresh_token": "rt0",
        "scope": "openid profile", "subject": SUBJECT, "obtained_at": "2026-01-01T00:00:00Z",
        "issuer": ISSUER,
    });
    provider.world.set_secret(&provider.key(), before.to_string());
    let error = provider.sign_in().outcome.expect_err("a refusal");
    assert_eq!(provider.world.secret(&provider.key()), Some(before.to_string()), "{error}");
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    assert!(!said.contains(SECRET), "{said}");
    said
}

/// Asserts that a sign-in comes to nothing and that it says all of `words`.
#[track_caller]
fn assert_refused(faults: &[&str], words: &[&str]) {
    let said = refused(faults);
    for word in words {
        assert!(said.contains(word), "{faults:?} says: {said}\nand nothing of `{word}`");
    }
}

/// Signs in where that must succeed.
#[track_caller]
fn accepted(faults: &[&str]) -> LoginOutcome {
    accepted_by(&Faulty::new(faults))
}

#[track_caller]
fn accepted_by(provider: &Faulty) -> LoginOutcome {
    match provider.sign_in().outcome {
        Ok(outcome) => {
            assert_eq!(outcome.subject.as_deref(), Some(SUBJECT));
            assert_eq!(provider.kept().unwrap()["subject"], SUBJECT);
            outcome
        }
        Err(error) => panic!("{error}: {:?}", error.error),
    }
}

/// Asserts that a sign-in succeeds with exactly these notes besides what a healthy one has.
#[track_caller]
fn assert_accepted(faults: &[&str], notes: &[Note]) -> LoginOutcome {
    let outcome = accepted(faults);
    assert_eq!(outcome.notes, notes, "{faults:?}");
    outcome
}

#[test]
fn without_a_fault_everything_goes_well_and_nothing_is_worth_a_word() {
    let outcome = assert_accepted(&[], &[]);
    assert!(outcome.refreshable);
}
