//! `api-token`: does the API accept the token of a sign-in?

use super::{
    super::{Answered, Ask, Exchange, Finding, Group, Judgement, Probe, Subject, api, kinds},
    signed_in,
};
use crate::{invoke::outcome::Authorization, providers::Topic};

static WITH_TOKEN: Exchange = Exchange {
    method: "GET",
    to: "an operation of the API that needs a token and no argument (`--signed-in`)",
    with: "ChatGPT's headers, the stored access token",
};

pub(in super::super) static PROBE: Probe = Probe {
    name: "api-token",
    group: Group::SignedIn,
    question: "the API accepts the access token",
    exchanges: &[&WITH_TOKEN],
    kinds: &[&kinds::ACCESS_TOKEN_REFUSED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let own = signed_in(subject)?;
    let (_, call) = api::guarded(subject)?;
    own.may_go_to_api.clone()?;
    Ok(vec![api::build(subject, &WITH_TOKEN, call, Some(own.access_token.expose()))?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(called), [answered]) = (api::guarded(subject), answers) else { return Judgement::default() };
    let name = &called.0.name;
    let Some(outcome) = api::outcome(subject, called, answered, Authorization::Bearer) else {
        return Judgement::untold(format!("whether the API accepts the token: {}", answered.words()));
    };
    let status = outcome.status.as_u16();
    if matches!(status, 401 | 403) {
        let said = outcome.headers.get(http::header::WWW_AUTHENTICATE);
        let said =
            said.map_or_else(String::new, |own| format!(": {}", String::from_utf8_lossy(own.as_bytes())));
        let message = format!("`{name}` answers {status} to the token of the sign-in{said}");
        let finding = Finding::new(&kinds::ACCESS_TOKEN_REFUSED, 0, message);
        return Judgement::of(vec![finding.help(subject.provider.advice(Topic::Audience))], "");
    }
    let findings = outcome.findings.iter().cloned();
    let findings = findings.map(|diagnostic| Finding { shown_by: Some(0), ..diagnostic.into() }).collect();
    match outcome.status.is_success() {
        true => Judgement::of(findings, format!("`{name}` answers {status}")),
        false => Judgement {
            findings,
            ..Judgement::untold(format!("whether the API accepts the token: `{name}` answers {status}"))
        },
    }
}
