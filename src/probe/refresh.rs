//! `refresh`: will the connection outlive its first access token?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject, kinds,
    token::{self, Reading},
};
use crate::{diagnostic::Kind, providers::Topic};

pub(super) static PROBE: Probe = Probe {
    name: "refresh",
    group: Group::Client,
    question: "refresh tokens come, and a failed refresh does not strand the user",
    exchanges: &[&token::REFRESH],
    kinds: &[
        &kinds::REFRESH_NOT_ALLOWED,
        &kinds::REFRESH_NOT_ANNOUNCED,
        &kinds::FAILED_REFRESH_NOT_401,
        &kinds::REFRESH_TOKEN_UNCERTAIN,
        &kinds::REFRESH_TOKEN_ROTATION,
        &kinds::REFRESH_TOKEN_ENDS_EARLY,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![token::refresh(subject)?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let [answered] = answers else { return Judgement::default() };
    let mut judgement = Judgement::default();
    let status = answered.status().map(|status| status.as_u16()).unwrap_or_default();
    let expected = subject.target.call.sign_in_status.value;
    let advice = subject.provider.advice(Topic::RefreshToken);
    match token::read(answered) {
        Reading::GrantRefused if status == expected => {
            judgement.seen = format!("a failed refresh answers {expected}");
        }
        Reading::GrantRefused => {
            let message = format!("a failed refresh answers {status}, not {expected}");
            let help = format!(
                "{status} is what the standard says, and ChatGPT asks the user to sign in again on {expected} alone: keep refresh tokens long-lived, or put a small proxy in front that answers {expected}"
            );
            judgement.findings.push(Finding::new(&kinds::FAILED_REFRESH_NOT_401, 0, message).help(help));
            judgement.seen = "the client may refresh".to_owned();
        }
        Reading::GrantTypeRefused => {
            let message = "the client may not refresh: the user must sign in again after each access token";
            judgement.findings.push(Finding::new(&kinds::REFRESH_NOT_ALLOWED, 0, message).help(advice));
        }
        Reading::ClientRefused => {
            judgement.untold.push("how a failed refresh is answered: the client is refused first".to_owned());
        }
        Reading::Issued | Reading::Moved(_) | Reading::NotOAuth | Reading::OtherError(_) => {
            judgement.untold.push(format!("how a failed refresh is answered: {}", answered.words()));
        }
        Reading::Unanswered(why) => {
            judgement.untold.push(format!("how a failed refresh is answered: {why}"));
        }
    }
    let grants = subject.announced.and_then(|own| own.grant_types.as_ref());
    if grants.is_some_and(|list| !list.iter().any(|own| own == "refresh_token")) {
        let message = "the provider does not announce the grant type `refresh_token`";
        judgement.findings.push(Finding::new(&kinds::REFRESH_NOT_ANNOUNCED, 0, message).help(advice));
    } else {
        judgement.findings.extend(known(subject, Topic::RefreshToken, &kinds::REFRESH_TOKEN_UNCERTAIN));
    }
    let lives = [
        known(subject, Topic::Rotation, &kinds::REFRESH_TOKEN_ROTATION),
        known(subject, Topic::Session, &kinds::REFRESH_TOKEN_ENDS_EARLY),
    ];
    if lives.iter().all(Option::is_none) {
        let words = "rotation and end of refresh tokens: nothing is known of this provider";
        judgement.untold.push(words.to_owned());
    }
    judgement.findings.extend(lives.into_iter().flatten());
    judgement.untold.push(super::AFTER_SIGN_IN.to_owned());
    judgement
}

/// Returns what is known of the provider in a matter that no request shows.
fn known(subject: &Subject<'_>, topic: Topic, kind: &'static Kind) -> Option<Finding> {
    let quirk = subject.provider.quirks(topic).next()?;
    let finding = Finding::new(kind, 0, quirk.words).help(subject.provider.advice(topic));
    Some(Finding { basis: Some(quirk.basis), shown_by: None, ..finding })
}
