//! `cross-check`: do the endpoints beside the token endpoint say the same of the client?
//!
//! Introspection of a token that cannot exist proves the secret where the token endpoint says too
//! little; a pushed request proves secret and redirect URI in one answer.

use super::{
    Answered, Ask, Exchange, Finding, Group, Judgement, Probe, Subject, kinds,
    token::{self, Reading},
};
use crate::oauth;
use serde_json::Value;
use url::Url;

static INTROSPECTION: Exchange = Exchange {
    method: "POST",
    to: "introspection endpoint, where one is announced on the token endpoint's origin",
    with: "a token that cannot exist, the client's secret by the project's method",
};
static PUSHED: Exchange = Exchange {
    method: "POST",
    to: "pushed authorization request endpoint, where one is announced on the token endpoint's origin",
    with: "ChatGPT's authorization request, the client's secret by the project's method; nobody uses it, and it ends by itself",
};

pub(super) static PROBE: Probe = Probe {
    name: "cross-check",
    group: Group::Client,
    question: "introspection and pushed requests say the same of the client as the token endpoint",
    exchanges: &[&token::WITH_SECRET, &INTROSPECTION, &PUSHED],
    kinds: &[&kinds::CLIENT_CHECKS_DISAGREE],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let secret = subject.client_secret()?;
    let mut asks = vec![token::with_secret(subject)?];
    let client = || token::client(subject, token::method(subject)?, secret);
    let announced = subject.announced.ok_or("there is no metadata that could announce them")?;
    if let Some(endpoint) = beside(subject, announced.introspection_endpoint.as_ref()) {
        let nobodys = subject.forged("access-token");
        let request = oauth::token::authenticated(endpoint, &client()?, &[("token", &nobodys)]);
        asks.push(Ask::http(&INTROSPECTION, request).keeping(secret.expose()).keeping(&nobodys));
    }
    if let Some(endpoint) = beside(subject, announced.pushed_authorization_request_endpoint.as_ref()) {
        let parameters = super::authorization::typical_parameters(subject)?;
        let parameters: Vec<_> = parameters
            .iter()
            .filter(|(name, _)| !matches!(*name, "client_id" | "prompt"))
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let mut request = oauth::token::authenticated(endpoint, &client()?, &parameters);
        // With Basic the body names no client, and RFC 9126 §2.1 wants it there.
        let id = subject.oauth()?.client_id.as_str();
        if !String::from_utf8_lossy(request.body()).contains("client_id=") {
            let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
            request.body_mut().extend(format!("&client_id={encoded}").into_bytes());
        }
        asks.push(Ask::http(&PUSHED, request).keeping(secret.expose()));
    }
    if asks.len() == 1 {
        return Err("the provider announces neither introspection nor pushed requests there".to_owned());
    }
    Ok(asks)
}

/// Returns the endpoint if it is on the token endpoint's origin: the secret goes nowhere else.
pub(super) fn beside<'a>(subject: &Subject<'_>, endpoint: Option<&'a Url>) -> Option<&'a Url> {
    let origin = subject.token_endpoint().ok()?.origin();
    endpoint.filter(|endpoint| endpoint.origin() == origin)
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), Some(first)) = (ask(subject), answers.first()) else { return Judgement::default() };
    let mut judgement = Judgement::default();
    let mut seen = Vec::new();
    let accepted = match token::read(first) {
        Reading::GrantRefused | Reading::GrantTypeRefused => Some(true),
        Reading::ClientRefused => Some(false),
        _ => None,
    };
    for (at, (ask, answered)) in asks.iter().zip(answers).enumerate().skip(1) {
        let what =
            if std::ptr::eq(ask.exchange, &INTROSPECTION) { "introspection" } else { "a pushed request" };
        let takes = match answered.status().map(|status| status.as_u16()) {
            Some(200 | 201) if is_object(answered) => Some(true),
            Some(400 | 401) if token::read(answered) == Reading::ClientRefused => Some(false),
            // The client was accepted, and the request refused for something else.
            Some(400) if answered.oauth_error().is_some() => Some(true),
            _ => None,
        };
        match (accepted, takes) {
            (Some(own), Some(other)) if own != other => {
                let words = |takes| if takes { "accepts" } else { "refuses" };
                let message =
                    format!("the token endpoint {} the client, and {what} {} it", words(own), words(other));
                let help = "look at how the client may authenticate at each endpoint; ChatGPT uses the token endpoint alone";
                judgement.findings.push(Finding::new(&kinds::CLIENT_CHECKS_DISAGREE, at, message).help(help));
            }
            (_, Some(takes)) => seen.push(format!(
                "{what} {}",
                if takes { "accepts the client" } else { "refuses the client as well" }
            )),
            (_, None) => {
                judgement.untold.push(format!("what {what} says of the client: {}", answered.words()))
            }
        }
    }
    judgement.seen = seen.join(", ");
    judgement
}

fn is_object(answered: &Answered) -> bool {
    serde_json::from_str::<Value>(&answered.text()).is_ok_and(|body| body.is_object())
}
