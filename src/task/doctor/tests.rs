//! The probes against the demo's provider and API, healthy and broken.

mod faults;
mod limits;
mod network;
mod switches;

use super::*;
use crate::{
    demo::{
        self,
        api::AgendaApi,
        fault::Faults,
        provider::{Client, Provider, Settings},
    },
    diagnostic::Severity,
    system::{
        HttpError,
        fake::{World, nobody_answers, run},
    },
};
use http::{Request, Response};

const SECRET: &str = "canary-secret";
const ISSUER: &str = "https://id.example.com/oidc";
const LOOPBACK: &str = "http://127.0.0.1:4180/callback";

type Answer = Response<Vec<u8>>;
type Front = Box<dyn FnMut(&Request<Vec<u8>>, Answer) -> Answer>;
type Loss = Box<dyn FnMut(&Request<Vec<u8>>) -> Option<HttpError>>;

/// A provider and an API, and what stands in front of them.
struct Stage {
    settings: Settings,
    project: String,
    document: String,
    secret: String,
    faults: Faults,
    /// Takes the answer of the real thing and makes another one of it.
    front: Front,
    /// Says which requests get no answer.
    loss: Loss,
}

impl Stage {
    fn new() -> Self {
        let callback = |host: &str| format!("https://{host}/aip/{}/oauth/callback", demo::CALLBACK_ID);
        Self {
            settings: demo::settings(ISSUER, ClientSecret::new(SECRET)),
            project: format!(
                "schema = \"openapi.yaml\"\nserver = \"https://api.example.com/api\"\n[oauth]\n\
                 issuer = \"{ISSUER}\"\nclient_id = \"{}\"\nscope = \"openid offline_access\"\n\
                 loopback_redirect_uri = \"{LOOPBACK}\"\nchatgpt_redirect_uris = [\"{}\", \"{}\"]\n",
                demo::CLIENT_ID,
                callback("chat.openai.com"),
                callback("chatgpt.com"),
            ),
            document: include_str!("../../../templates/agenda.yaml").to_owned(),
            secret: SECRET.to_owned(),
            faults: Faults::default(),
            front: Box::new(|_, answer| answer),
            loss: Box::new(|_| None),
        }
    }

    /// Changes the GPT's client at the provider.
    fn client(mut self, change: impl FnOnce(&mut Client)) -> Self {
        change(&mut self.settings.clients[0]);
        self
    }

    /// Changes a line of the project.
    fn project(mut self, from: &str, to: &str) -> Self {
        assert!(self.project.contains(from), "{from} in {}", self.project);
        self.project = self.project.replace(from, to);
        self
    }

    /// Switches a fault of the demo's servers on.
    fn fault(mut self, fault: &str) -> Self {
        let fault = fault.parse().unwrap_or_else(|error| panic!("{fault}: {error}"));
        self.faults = vec![fault].into();
        self
    }

    /// Puts somebody in front of both servers.
    fn front(mut self, front: impl FnMut(&Request<Vec<u8>>, Answer) -> Answer + 'static) -> Self {
        self.front = Box::new(front);
        self
    }

    /// Leaves requests without an answer.
    fn loss(mut self, loss: impl FnMut(&Request<Vec<u8>>) -> Option<HttpError> + 'static) -> Self {
        self.loss = Box::new(loss);
        self
    }

    fn world(self) -> World {
        let world = World::new();
        let entropy = || world.system().random.source().unwrap();
        let key = world.system().random.p384_key().unwrap();
        let provider = Provider::new(self.settings, &key, entropy()).unwrap();
        let mut provider = provider.with_faults(self.faults.clone()).unwrap();
        let mut api = AgendaApi::new(entropy()).with_faults(self.faults);
        let (clock, mut front, mut loss) = (world.clone(), self.front, self.loss);
        world.set_file("/project/gptauth.toml", self.project.as_str());
        world.set_file("/project/openapi.yaml", self.document.as_str());
        world.set_variable(kept::CLIENT_SECRET_VARIABLE, &self.secret);
        world.answer(move |request| {
            if let Some(error) = loss(request) {
                return Err(error);
            }
            let now = clock.now();
            let answer = match request.uri().host() {
                Some("id.example.com") => provider.respond(request, now),
                Some("api.example.com") => api.respond(request, now, &mut |mut inner| {
                    *inner.uri_mut() = format!("{ISSUER}/me").parse().unwrap();
                    inner.headers_mut().remove("host");
                    provider.respond(&inner, now)
                }),
                _ => return Err(nobody_answers(request)),
            };
            Ok(front(request, answer))
        });
        world
    }
}

/// Runs all probes.
fn examined(world: &World) -> DoctorOutcome {
    let system = world.system();
    let setup = open(&system, action::Selection::default(), &StoreChoice::Auto).unwrap();
    run(doctor(&system, &setup, &select(&[], false).unwrap(), &mut |_| {})).unwrap()
}

/// Returns what was found, without the notes.
fn codes(outcome: &DoctorOutcome) -> Vec<&'static str> {
    let loud = outcome.findings().filter(|(_, own)| own.diagnostic.severity != Severity::Note);
    loud.map(|(_, own)| own.diagnostic.kind.name).collect()
}

#[test]
fn a_healthy_set_up_is_green_and_every_probe_runs() {
    let world = Stage::new().world();
    let outcome = examined(&world);
    assert_eq!(codes(&outcome), [""; 0]);
    assert_eq!(outcome.provider.name, "Logto");
    for own in &outcome.probes {
        assert!(
            matches!(&own.verdict, Verdict::Judged(judgement) if !judgement.seen.is_empty()),
            "{}: {:?}",
            own.probe.name,
            own.verdict
        );
    }
    assert_eq!(outcome.probes.len(), select(&[], false).unwrap().len());
}

#[test]
fn every_request_is_one_that_its_probe_names_and_is_sent_once() {
    let world = Stage::new().world();
    let outcome = examined(&world);
    for own in &outcome.probes {
        for (ask, _) in &own.exchanges {
            let named = own.probe.exchanges.iter().any(|exchange| std::ptr::eq(*exchange, ask.exchange));
            assert!(named, "{} does not name its request: {}", own.probe.name, ask.exchange.with);
            if let crate::probe::Question::Http(request) = &ask.question {
                assert_eq!(request.method(), ask.exchange.method, "{}", own.probe.name);
            }
        }
    }
    let sent: Vec<_> = world
        .requests()
        .iter()
        .map(|own| (own.uri().to_string(), own.headers().clone(), own.body().clone()))
        .collect();
    for (at, request) in sent.iter().enumerate() {
        assert!(!sent[..at].contains(request), "sent twice: {}", request.0);
    }
    assert!(outcome.requests >= sent.len());
}

#[test]
fn no_code_is_sent_twice_nothing_is_revoked_or_written_and_the_secret_goes_to_the_token_endpoint_alone() {
    let world = Stage::new().world();
    examined(&world);
    let mut codes = Vec::new();
    for request in world.requests() {
        let body = String::from_utf8(request.body().clone()).unwrap();
        let path = request.uri().path().to_owned();
        let from_api = request.uri().host() == Some("api.example.com");
        assert!(!from_api || request.method() == "GET", "{path}");
        assert!(!path.contains("revocation") && !path.contains("session"), "{path}");
        let basic =
            request.headers().get("authorization").is_some_and(|own| own.as_bytes().starts_with(b"Basic"));
        let carries = body.contains(SECRET) || (basic && !from_api);
        assert!(!carries || path.starts_with("/oidc/token"), "{path}");
        let parameters = url::form_urlencoded::parse(body.as_bytes());
        codes.extend(parameters.filter(|(name, _)| name == "code").map(|(_, code)| code.into_owned()));
    }
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert!(count >= 3 && codes.len() == count, "{codes:?}");
}

#[test]
fn probes_are_chosen_by_name_and_by_group_and_a_slip_is_helped() {
    let named = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|own| (*own).to_owned()).collect();
        select(&names, false).map(|own| own.iter().map(|own| own.name).collect::<Vec<_>>())
    };
    assert_eq!(named(&["pkce", "keys"]).unwrap(), ["keys", "pkce"]);
    assert!(named(&["api"]).unwrap().iter().all(|name| name.starts_with("api-")));
    assert!(named(&[]).unwrap().iter().all(|name| *name != "grant"), "nobody signed in");
    assert_eq!(named(&["signed-in"]).unwrap().len(), 5);
    assert_eq!(named(&["clientsecret"]).unwrap_err().nearest.first(), Some(&"client-secret"));
}

#[test]
fn one_probe_alone_asks_only_what_it_needs() {
    let world = Stage::new().world();
    let system = world.system();
    let setup = open(&system, action::Selection::default(), &StoreChoice::Auto).unwrap();
    let outcome =
        run(doctor(&system, &setup, &select(&["pkce".to_owned()], false).unwrap(), &mut |_| {})).unwrap();
    assert_eq!(outcome.probes.len(), 1);
    assert!(
        world
            .requests()
            .iter()
            .all(|own| own.uri().host() == Some("id.example.com") && own.method() == "GET")
    );
    assert_eq!(world.requests().len(), 4);
}

#[test]
fn progress_counts_every_probe_once() {
    let world = Stage::new().world();
    let system = world.system();
    let setup = open(&system, action::Selection::default(), &StoreChoice::Auto).unwrap();
    let mut counts = Vec::new();
    run(doctor(&system, &setup, PROBES, &mut |progress| counts.push((progress.count, progress.all))))
        .unwrap();
    let expected: Vec<_> = (1..=PROBES.len()).map(|count| (count, PROBES.len())).collect();
    assert_eq!(counts, expected);
}

#[test]
fn without_a_secret_the_rest_is_still_probed_and_the_reason_is_said() {
    let mut stage = Stage::new();
    stage.secret = String::new();
    let outcome = examined(&stage.world());
    let of = |name: &str| outcome.probes.iter().find(|own| own.probe.name == name).unwrap();
    assert!(
        matches!(&of("client-secret").verdict, Verdict::NotRun(why) if why.contains("GPTAUTH_CLIENT_SECRET"))
    );
    assert!(matches!(&of("token-endpoint").verdict, Verdict::Judged(_)));
    assert_eq!(codes(&outcome), [""; 0]);
}

#[test]
fn without_a_document_the_provider_is_still_probed() {
    let mut stage = Stage::new();
    stage.document = "{".to_owned();
    let outcome = examined(&stage.world());
    assert!(
        outcome
            .probes
            .iter()
            .any(|own| own.probe.name == "api-auth" && matches!(own.verdict, Verdict::NotRun(_)))
    );
    assert!(
        outcome
            .probes
            .iter()
            .any(|own| own.probe.name == "pkce" && matches!(own.verdict, Verdict::Judged(_)))
    );
}
