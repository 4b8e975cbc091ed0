//! `api-answer`: are the answers such that ChatGPT can read them: in time, short, JSON, no redirect?

use super::{Answered, Ask, Finding, Group, Judgement, Probe, Subject, api};
use crate::invoke::{kinds, outcome::Authorization};

pub(super) static PROBE: Probe = Probe {
    name: "api-answer",
    group: Group::Api,
    question: "answers come in time, short, as JSON, and without a redirect",
    exchanges: &[&api::WITHOUT_TOKEN, &api::PUBLIC],
    kinds: &[
        &kinds::ANSWER_TOO_SLOW,
        &kinds::ANSWER_TOO_LONG,
        &kinds::ANSWER_NOT_JSON,
        &kinds::ANSWER_NOT_TEXT,
        &kinds::REDIRECT_ANSWERED,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let mut asks = vec![api::without_token(subject)?];
    asks.extend(api::public(subject).ok().filter(|own| !own.is_same(&asks[0])));
    Ok(asks)
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(api), Ok((signature, call, _))) = (subject.api(), api::any(subject)) else {
        return Judgement::default();
    };
    let mut judgement = Judgement::default();
    let calls = [Some((signature, call)), api.public];
    for (at, (answered, called)) in answers.iter().zip(calls).enumerate() {
        let Some(called) = called else { continue };
        if super::api_agent::interstitial(answered).is_some() {
            judgement
                .untold
                .push(format!("how `{}` answers: something else does; see `api-agent`", called.0.name));
            continue;
        }
        let outcome = api::outcome(subject, called, answered, Authorization::Withheld);
        let findings = outcome.into_iter().flat_map(|outcome| outcome.findings);
        let own = findings.map(|diagnostic| Finding { shown_by: Some(at), ..diagnostic.into() });
        // What two operations of one API do is one fault.
        for finding in own {
            let code = finding.diagnostic.kind.code;
            if !judgement.findings.iter().any(|earlier| earlier.diagnostic.kind.code == code) {
                judgement.findings.push(finding);
            }
        }
        if answered.nothing().is_some() {
            judgement.untold.push(format!("how `{}` answers: {}", called.0.name, answered.words()));
        }
    }
    if answers.iter().all(|own| own.nothing().is_some()) {
        return judgement;
    }
    let slowest = answers.iter().map(|own| own.duration.as_millis()).max().unwrap_or_default();
    judgement.seen = format!("in {slowest} ms, without a redirect");
    let guarded = api.guarded.is_some();
    if guarded {
        judgement.untold.push("answers to a signed-in user (`gptauth test`)".to_owned());
    }
    judgement
}
