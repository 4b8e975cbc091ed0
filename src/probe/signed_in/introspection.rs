//! `introspection`: does the provider call the token active?

use super::{
    super::{Answered, Ask, Exchange, Finding, Group, Judgement, Probe, Subject, cross_check, kinds, token},
    signed_in,
};
use crate::{oauth, providers::Topic};
use serde_json::Value;

static ACTIVE: Exchange = Exchange {
    method: "POST",
    to: "introspection endpoint, where one is announced on the token endpoint's origin (`--signed-in`)",
    with: "the stored access token, the client's secret by the project's method",
};

pub(in super::super) static PROBE: Probe = Probe {
    name: "introspection",
    group: Group::SignedIn,
    question: "introspection calls the access token active",
    exchanges: &[&ACTIVE],
    kinds: &[&kinds::INTROSPECTION_DISAGREES],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let own = signed_in(subject)?;
    let announced = subject.announced.and_then(|own| own.introspection_endpoint.as_ref());
    let endpoint =
        cross_check::beside(subject, announced).ok_or("the provider announces no introspection there")?;
    let secret = subject.client_secret()?;
    let client = token::client(subject, token::method(subject)?, secret)?;
    let token = own.access_token.expose();
    let request = oauth::token::authenticated(endpoint, &client, &[("token", token)]);
    Ok(vec![Ask::http(&ACTIVE, request).keeping(secret.expose()).keeping(token)])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let [answered] = answers else { return Judgement::default() };
    let body: Value = serde_json::from_str(&answered.text()).unwrap_or_default();
    match body.get("active") {
        Some(Value::Bool(true)) => Judgement::seen("active"),
        Some(Value::Bool(false)) => {
            let message = "introspection calls the stored access token inactive";
            let finding = Finding::new(&kinds::INTROSPECTION_DISAGREES, 0, message);
            Judgement::of(vec![finding.help(subject.provider.advice(Topic::Audience))], "")
        }
        // Logto does not introspect JWTs, for one.
        _ => Judgement::untold(format!("whether introspection knows the token: {}", answered.words())),
    }
}
