//! `api-auth`: does the API refuse everyone who has no good token, with 401?

use super::{Answered, Ask, Finding, Group, Judgement, Probe, Subject, api, kinds};
use crate::{invoke, oauth::www_authenticate};

pub(super) static PROBE: Probe = Probe {
    name: "api-auth",
    group: Group::Api,
    question: "the API refuses a missing, forged, expired or other credential with 401",
    exchanges: &[&api::WITHOUT_TOKEN, &api::FORGED, &api::EXPIRED, &api::WRONG_SCHEME, &api::AS_OURSELVES],
    kinds: &[
        &invoke::kinds::UNAUTHENTICATED_CALL_ANSWERED,
        &invoke::kinds::REFUSAL_NOT_401,
        &kinds::CHALLENGE_MISSING,
    ],
    ask,
    judge,
};

/// What the calls carry, in their order.
const CARRIED: [&str; 4] =
    ["without a token", "with a forged token", "with an expired token", "with `Basic` credentials"];

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    subject.oauth()?;
    api::guarded(subject)?;
    Ok(vec![
        api::without_token(subject)?,
        api::forged(subject)?,
        api::expired(subject)?,
        api::wrong_scheme(subject)?,
        api::as_ourselves(subject)?,
    ])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let Ok((signature, _)) = api::guarded(subject) else { return Judgement::default() };
    let Some((as_ourselves, answers)) = answers.split_last() else { return Judgement::default() };
    let (name, expected) = (&signature.name, subject.target.call.sign_in_status.value);
    let statuses: Vec<_> = answers.iter().map(Answered::status).collect();
    let stopped = answers.first().is_some_and(|own| {
        super::api_agent::interstitial(own).is_some() || super::api_agent::is_stopped(own, as_ourselves)
    });
    if stopped {
        // What somebody in between answers says nothing about the API.
        return Judgement::untold(format!(
            "whether `{name}` asks for a token: something else answers; see `api-agent`"
        ));
    }
    let mut judgement = Judgement::default();
    let of = |wanted: &dyn Fn(u16) -> bool| -> Vec<usize> {
        let has = |at: &usize| statuses[*at].is_some_and(|status| wanted(status.as_u16()));
        (0..statuses.len()).filter(has).collect()
    };
    let carried = |places: &[usize]| places.iter().map(|at| CARRIED[*at]).collect::<Vec<_>>().join(", ");
    let answered = of(&|status| (200..300).contains(&status));
    if let Some(&first) = answered.first() {
        let message = format!("`{name}` answers {} {}", words(&answers[first]), carried(&answered));
        let help = format!("validate the token of every request, and answer {expected} where it is no good");
        judgement
            .findings
            .push(Finding::new(&invoke::kinds::UNAUTHENTICATED_CALL_ANSWERED, first, message).help(help));
    }
    let others =
        of(&|status| !(200..300).contains(&status) && status != expected && status < 500 && status != 429);
    if let Some(&first) = others.first() {
        let message =
            format!("`{name}` answers {}, not {expected}, {}", words(&answers[first]), carried(&others));
        let help = format!("answer {expected}: nothing else makes ChatGPT sign the user in again");
        judgement.findings.push(Finding::new(&invoke::kinds::REFUSAL_NOT_401, first, message).help(help));
    }
    let bare = |at: &usize| {
        statuses[*at].is_some_and(|status| status.as_u16() == expected)
            && answers[*at]
                .response()
                .is_some_and(|own| www_authenticate::challenges(own.headers()).is_empty())
    };
    if let Some(at) = (0..answers.len()).find(bare) {
        let message = format!("`{name}` answers {expected} without `WWW-Authenticate`");
        let help = "add `WWW-Authenticate: Bearer`, and `error=\"invalid_token\"` where a token was sent";
        judgement.findings.push(Finding::new(&kinds::CHALLENGE_MISSING, at, message).help(help));
    }
    for (answered, carried) in answers.iter().zip(CARRIED) {
        let silent =
            answered.nothing().is_some() || answered.status().is_some_and(|own| own.is_server_error());
        if silent {
            judgement.untold.push(format!("how `{name}` answers {carried}: {}", answered.words()));
        }
    }
    if of(&|status| status == expected).len() == CARRIED.len() {
        judgement.seen = format!("`{name}` refuses all {} with {expected}", CARRIED.len());
    }
    judgement
}

fn words(answered: &Answered) -> String {
    answered.status().map(|status| status.as_u16().to_string()).unwrap_or_default()
}
