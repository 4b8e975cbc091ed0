//! A rehearsal: what was sent, what came back, and what a ChatGPT user would live through.

use super::{
    call::{milliseconds, status, time},
    escape,
    outlook::{claim_value, folded, said, sentence},
    styles::Styles,
};
use crate::{
    diagnostic::Basis,
    providers::Provider,
    task::rehearse::{
        Act, Advice, Cost, Rehearsal, Remark, Scenario, SessionNow, Step, TokenUsed, Turn, Verdict,
    },
};
use serde_json::{Value, json};

/// Returns the scenarios, for people.
pub fn scenarios(styles: Styles) -> String {
    let row = |scenario: &Scenario| {
        let name = styles.strong(format!("{:<15}", scenario.name()));
        format!("  {name}  {}\n{}{}\n", scenario.says(), " ".repeat(19), styles.faint(cost(scenario.cost())))
    };
    let rows = Scenario::ALL.iter().map(row).collect::<String>();
    format!("What would a user of your GPT live through?\n\n{rows}")
}

fn cost(cost: Cost) -> &'static str {
    match cost {
        Cost::Nothing => "costs nothing",
        Cost::RefreshToken => "uses the refresh token; the next one is kept",
        Cost::PerhapsTheGrant => "may end the session, here and in the GPT",
        Cost::TheGrant => "ends the session, here and perhaps in the GPT",
    }
}

/// Returns the scenarios as a JSON document.
pub fn scenarios_document() -> Value {
    let scenario =
        |own: &Scenario| json!({ "name": own.name(), "says": own.says(), "cost": cost_word(own.cost()) });
    json!({ "schema": 1, "scenarios": Scenario::ALL.iter().map(scenario).collect::<Vec<_>>() })
}

fn cost_word(cost: Cost) -> &'static str {
    match cost {
        Cost::Nothing => "nothing",
        Cost::RefreshToken => "refresh-token",
        Cost::PerhapsTheGrant => "perhaps-the-grant",
        Cost::TheGrant => "the-grant",
    }
}

/// Returns a step with its number, in a few lines.
pub fn step(number: usize, step: &Step, styles: Styles) -> String {
    let answer = match step.status {
        code if code.is_success() => styles.good(status(code)),
        code => styles.warning(status(code)),
    };
    let remark = step.remark.map(|remark| format!(" · {}", remark_words(remark))).unwrap_or_default();
    let mut text = format!(
        "{number}  {}\n   {}\n   {answer}{remark} {}\n",
        styles.strong(what(&step.act)),
        escape::line(&target(&step.act)),
        styles.faint(format!("· {}", time(step.took))),
    );
    for claim in &step.statements {
        text += &folded("", &said(claim, step.shown.as_deref()), 3);
    }
    text
}

fn what(act: &Act) -> String {
    match act {
        Act::Call { operation, token, .. } => {
            format!("ChatGPT calls {} {}", escape::excerpt(operation, 30), token_words(*token))
        }
        Act::Refresh { turn: Turn::Only, .. } => "ChatGPT refreshes".to_owned(),
        Act::Refresh { turn: Turn::AtOnce(1), .. } => {
            "ChatGPT refreshes twice at once; the first answer".to_owned()
        }
        Act::Refresh { turn: Turn::AtOnce(_), .. } => "The second answer".to_owned(),
        Act::Refresh { turn: Turn::Afterwards, .. } => {
            "ChatGPT refreshes later, with the refresh token that came last".to_owned()
        }
        Act::Revoke { .. } => "The refresh token is revoked, as by the user at the provider".to_owned(),
    }
}

fn token_words(token: TokenUsed) -> &'static str {
    match token {
        TokenUsed::None => "without a token",
        TokenUsed::Expired => "with the expired token",
        TokenUsed::Forged => "with a token that nobody issued",
        TokenUsed::OfRevokedGrant => "with the access token of before",
        TokenUsed::New => "with the new token",
    }
}

fn target(act: &Act) -> String {
    match act {
        Act::Call { method, url, .. } => format!("{method} {url}"),
        Act::Refresh { endpoint, .. } => {
            format!("POST {endpoint} grant_type=refresh_token")
        }
        Act::Revoke { endpoint } => format!("POST {endpoint}"),
    }
}

fn remark_words(remark: Remark) -> &'static str {
    match remark {
        Remark::SameRefreshToken => "the refresh token stays the same",
        Remark::RotatedRefreshToken => "a new refresh token came, and is kept",
        Remark::Unusable => "gptauth cannot use this answer",
        Remark::AccessTokenOutlives => "the access token is good until it expires",
    }
}

/// Returns what it comes to: the verdict, what to do about it, and how all of it is known.
pub fn end(rehearsal: &Rehearsal, styles: Styles) -> String {
    let mark = if rehearsal.verdict.gets_along() { styles.good("✓") } else { styles.error("✗") };
    let mut text = format!("\n{mark} {}\n", styles.strong(verdict(rehearsal.verdict)));
    if !rehearsal.advice.is_empty() {
        text += &format!("\nAt {}:\n", provider(rehearsal.provider));
        for advice in &rehearsal.advice {
            let known = format!("{} ({})", sentence_of(advice), advice.source);
            text += &folded("- ", &known, 2);
        }
    }
    let bases = bases(rehearsal);
    if !bases.is_empty() {
        text += &format!("\n{}\n", styles.faint("How what is said about ChatGPT is known:"));
        for basis in bases {
            let known = format!("{}: {}, read {}", basis.confidence.words(), basis.source, basis.read);
            for line in folded("- ", &known, 2).lines() {
                text += &format!("{}\n", styles.faint(line));
            }
        }
    }
    text
}

fn sentence_of(advice: &Advice) -> String {
    format!("{}.", sentence(advice.text))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NoticesNothing => "The user notices nothing.",
        Verdict::SignsIn => "The user is asked to sign in, as it must be.",
        Verdict::SignsInAgain => "The user is asked to sign in again, and goes on.",
        Verdict::OneCallFails => "One call fails before the user's eyes; the session itself lives on.",
        Verdict::Stranded => "The user is stranded.",
        Verdict::Unprotected => "The API answers whoever asks.",
        Verdict::NotKnown => "What the user lives through is not known; do not count on it.",
    }
}

fn provider(provider: &Provider) -> String {
    match provider.is_unknown() {
        false => format!("this provider, {}", provider.name),
        true => "this provider, in the words of the standards".to_owned(),
    }
}

/// Returns what the statements rest on, each once.
fn bases(rehearsal: &Rehearsal) -> Vec<Basis> {
    let mut bases = Vec::new();
    for claim in rehearsal.steps.iter().flat_map(|step| &step.statements) {
        if !bases.contains(&claim.basis) {
            bases.push(claim.basis);
        }
    }
    bases.sort_by_key(|basis| basis.confidence);
    bases
}

/// Returns the rehearsal as a JSON document.
pub fn document(rehearsal: &Rehearsal) -> Value {
    json!({
        "schema": 1,
        "scenario": rehearsal.scenario.name(),
        "verdict": rehearsal.verdict.word(),
        "gets_along": rehearsal.verdict.gets_along(),
        "provider": (!rehearsal.provider.is_unknown()).then_some(rehearsal.provider.name),
        "session": match rehearsal.session {
            SessionNow::Untouched => "untouched",
            SessionNow::Renewed => "renewed",
            SessionNow::Ended => "ended",
        },
        "steps": rehearsal.steps.iter().map(step_value).collect::<Vec<_>>(),
        "advice": rehearsal.advice.iter().map(|own| json!({ "text": sentence_of(own), "source": own.source })).collect::<Vec<_>>(),
    })
}

fn step_value(step: &Step) -> Value {
    let (request, operation, token, turn) = match &step.act {
        Act::Call { operation, token, .. } => ("call", Some(operation), Some(token_word(*token)), None),
        Act::Refresh { turn, .. } => ("refresh", None, None, Some(turn_word(*turn))),
        Act::Revoke { .. } => ("revoke", None, None, None),
    };
    let (method, url) = match &step.act {
        Act::Call { method, url, .. } => (method.as_str(), url),
        Act::Refresh { endpoint, .. } | Act::Revoke { endpoint } => ("POST", endpoint),
    };
    json!({
        "request": request,
        "operation": operation,
        "token": token,
        "turn": turn,
        "method": method,
        "url": url.as_str(),
        "status": step.status.as_u16(),
        "duration_ms": milliseconds(step.took),
        "remark": step.remark.map(remark_word),
        "shown": step.shown,
        "statements": step.statements.iter().map(claim_value).collect::<Vec<_>>(),
    })
}

fn token_word(token: TokenUsed) -> &'static str {
    match token {
        TokenUsed::None => "none",
        TokenUsed::Expired => "expired",
        TokenUsed::Forged => "forged",
        TokenUsed::OfRevokedGrant => "of-revoked-grant",
        TokenUsed::New => "new",
    }
}

fn turn_word(turn: Turn) -> &'static str {
    match turn {
        Turn::Only => "only",
        Turn::AtOnce(1) => "first-of-two",
        Turn::AtOnce(_) => "second-of-two",
        Turn::Afterwards => "afterwards",
    }
}

fn remark_word(remark: Remark) -> &'static str {
    match remark {
        Remark::SameRefreshToken => "same-refresh-token",
        Remark::RotatedRefreshToken => "rotated-refresh-token",
        Remark::Unusable => "unusable",
        Remark::AccessTokenOutlives => "access-token-outlives",
    }
}
