//! A provider or an API that hangs: every probe ends by its own limit, and the run by its total.

use super::*;
use crate::{
    probe::Trouble,
    system::{BoxFuture, HttpClient, HttpError},
    task::doctor::{run::TOTAL, send::LIMIT},
};
use std::rc::Rc;

/// Never answers what `hangs` says.
struct Hanging {
    inner: Rc<dyn HttpClient>,
    hangs: fn(&Request<Vec<u8>>) -> bool,
}

impl HttpClient for Hanging {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        if (self.hangs)(&request) { Box::pin(std::future::pending()) } else { self.inner.send(request) }
    }
}

fn examined_hanging(hangs: fn(&Request<Vec<u8>>) -> bool) -> DoctorOutcome {
    let world = Stage::new().world();
    let mut system = world.system();
    system.http = Rc::new(Hanging { inner: Rc::clone(&system.http), hangs });
    let setup = open(&system, action::Selection::default(), &StoreChoice::Auto).unwrap();
    run(doctor(&system, &setup, PROBES, &mut |_| {})).unwrap()
}

#[test]
fn a_provider_that_hangs_everywhere_ends_in_time_and_the_api_is_reported() {
    let outcome = examined_hanging(|request| request.uri().host() == Some("id.example.com"));
    assert!(outcome.duration <= TOTAL, "{:?}", outcome.duration);
    assert_eq!(codes(&outcome), ["provider-unreachable"]);
    let judged = |name: &str| {
        let own = outcome.probes.iter().find(|own| own.probe.name == name).unwrap();
        matches!(&own.verdict, Verdict::Judged(judgement) if !judgement.seen.is_empty())
    };
    assert!(judged("api-auth") && judged("api-answer"));
}

#[test]
fn a_token_endpoint_that_hangs_costs_one_limit_and_the_rest_is_reported() {
    let outcome = examined_hanging(|request| request.uri().path() == "/oidc/token");
    assert_eq!(outcome.duration, LIMIT);
    assert_eq!(codes(&outcome), ["provider-unreachable"]);
    let pkce = outcome.probes.iter().find(|own| own.probe.name == "pkce").unwrap();
    assert!(matches!(&pkce.verdict, Verdict::Judged(judgement) if !judgement.seen.is_empty()));
}

#[test]
fn everything_that_hangs_together_ends_by_the_total() {
    let outcome = examined_hanging(|_| true);
    assert!(outcome.duration <= TOTAL, "{:?}", outcome.duration);
    assert!(outcome.is_unreached());
    let nothing = |answered: &Answered| answered.nothing().map(|own| own.trouble);
    let exchanges = outcome.probes.iter().flat_map(|own| &own.exchanges);
    for (ask, answered) in exchanges {
        let name = matches!(ask.question, crate::probe::Question::Addresses(_));
        assert!(name || nothing(answered) == Some(Trouble::Time), "{answered:?}");
    }
}
