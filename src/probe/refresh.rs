//! `refresh`: will the connection outlive its first access token?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject, kinds,
    token::{self, Reading},
};
use crate::providers::Topic;

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
            let message = format!(
                "a failed refresh answers {status}, as the standard has it; ChatGPT asks the user to sign in again on {expected} alone"
            );
            let help = "keep refresh tokens long-lived, or put a small proxy in front that answers 401";
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
    } else if let Some(quirk) = subject.provider.quirks(Topic::RefreshToken).next() {
        judgement.findings.push(Finding::new(&kinds::REFRESH_TOKEN_UNCERTAIN, 0, quirk.words).help(advice));
    }
    judgement
        .untold
        .push("whether a refresh token is issued: only a sign-in shows it (`gptauth login`)".to_owned());
    judgement
}
