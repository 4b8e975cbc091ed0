//! A sign-in, step by step, and what came of it.

use super::{escape, outlook, session, styles::Styles};
use crate::{
    oauth::values::Scope,
    system::StorePlace,
    task::login::{LoginOutcome, Step, Taken, Turn},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    time::Duration,
};

/// Returns the name of a step as it is shown.
pub fn name(step: Step) -> &'static str {
    match step {
        Step::Discovery => "discovery",
        Step::AuthorizationRequest => "authorization request",
        Step::SignIn => "sign-in",
        Step::Callback => "callback",
        Step::TokenRequest => "token request",
        Step::TokenValidation => "token validation",
        Step::Userinfo => "userinfo",
        Step::Storing => "storing",
    }
}

/// Returns the line about a step that is over.
pub fn step(taken: Taken, styles: Styles) -> String {
    let Taken { step, turn, took } = taken;
    let mark = match turn {
        Turn::Done => styles.good("✓"),
        Turn::Skipped => styles.faint("-"),
        Turn::Missed => styles.warning("!"),
        Turn::Failed => styles.error("✗"),
    };
    let took = match turn {
        Turn::Skipped => String::new(),
        Turn::Done | Turn::Missed | Turn::Failed => styles.faint(format!("{:>8}", duration(took))),
    };
    format!("  {mark} {:<21}  {:<42} {took}", name(step), words(step, turn)).trim_end().to_owned()
}

/// Returns what a step brought.
fn words(step: Step, turn: Turn) -> &'static str {
    match (turn, step) {
        (Turn::Failed, _) => "failed",
        (Turn::Done, Step::Discovery) => "provider's metadata read",
        (Turn::Done, Step::AuthorizationRequest) => "made; the loopback port is taken",
        (Turn::Done, Step::SignIn) => "the browser came back",
        (Turn::Done, Step::Callback) => "it belongs to this sign-in and has a code",
        (Turn::Done, Step::TokenRequest) => "code exchanged for tokens",
        (Turn::Done, Step::TokenValidation) => "ID token is genuine and for this client",
        (Turn::Done, Step::Userinfo) => "account read",
        (Turn::Done, Step::Storing) => "tokens kept",
        (Turn::Skipped, Step::Discovery) => "not asked: the project names the endpoints",
        (Turn::Skipped, Step::TokenValidation) => "nothing to validate: no ID token came",
        (Turn::Skipped, Step::Userinfo) => "not asked: no endpoint is known",
        (Turn::Skipped, _) => "nothing to do",
        (Turn::Missed, _) => "failed; the sign-in goes on without it",
    }
}

/// Returns what came of the sign-in, in a few lines.
pub fn signed_in(outcome: &LoginOutcome, now: Timestamp, zone: &TimeZone, styles: Styles) -> String {
    let who = match (&outcome.account, &outcome.subject) {
        (Some(user), _) => format!("Signed in as {}", styles.strong(session::name(user))),
        (None, Some(subject)) => {
            format!("Signed in as {}", styles.strong(escape::excerpt(subject, 60)))
        }
        (None, None) => "Signed in; the provider does not say who it is".to_owned(),
    };
    let line = |label: &str, value: String| format!("\n  {}{value}", styles.faint(format!("{label:<9}")));
    let refresh = if outcome.refreshable { ", then refreshed by itself" } else { "" };
    let mut text = who;
    text += &line("scope", session::scope(&outcome.scope));
    text += &line("expires", session::expiry(outcome.expires_at, now, zone) + refresh);
    if !outcome.refreshable {
        text += &line("refresh", "not possible: the provider gave no refresh token".to_owned());
    }
    text
}

/// Writes what came of the sign-in, as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn login_json(outcome: &LoginOutcome, place: &StorePlace, out: &mut dyn Write) -> io::Result<()> {
    let scope = |scope: &Scope| scope.tokens().map(str::to_owned).collect::<Vec<_>>();
    let document = json!({
        "schema": 1,
        "subject": outcome.subject,
        "account": outcome.account.as_ref().map(|user| Value::Object(user.claims.clone())),
        "scope": scope(&outcome.scope),
        "expires_at": outcome.expires_at.map(|at| at.to_string()),
        "refreshable": outcome.refreshable,
        "redirect_uri": outcome.redirect_uri.as_ref().map(|uri| uri.as_str()),
        "replaced_subject": outcome.replaced,
        "steps": steps(&outcome.steps),
        "as_chatgpt": outcome.outlook.as_ref().map(outlook::value),
        "notes": outcome.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "store": place.to_string(),
    });
    writeln!(out, "{document:#}")
}

/// Returns the steps as data.
pub fn steps(steps: &[Taken]) -> Value {
    let step = |taken: &Taken| {
        let result = match taken.turn {
            Turn::Done => "done",
            Turn::Skipped => "skipped",
            Turn::Missed => "missed",
            Turn::Failed => "failed",
        };
        json!({ "step": taken.step.name(), "result": result, "duration_ms": millis(taken.took) })
    };
    steps.iter().map(step).collect()
}

/// Returns a duration in milliseconds, exact to the microsecond.
fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}

fn duration(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stand_in_columns() {
        let plain = |name, turn, millis| {
            step(Taken { step: name, turn, took: Duration::from_millis(millis) }, Styles::default())
        };
        assert_eq!(
            plain(Step::Discovery, Turn::Done, 12),
            "  ✓ discovery              provider's metadata read                      12 ms"
        );
        assert_eq!(
            plain(Step::Callback, Turn::Done, 4_230),
            "  ✓ callback               it belongs to this sign-in and has a code     4.2 s"
        );
        assert_eq!(
            plain(Step::TokenValidation, Turn::Skipped, 0),
            "  - token validation       nothing to validate: no ID token came"
        );
    }

    #[test]
    fn a_missing_refresh_token_is_said() {
        let outcome = LoginOutcome {
            steps: Vec::new(),
            subject: Some("u\u{7}1".to_owned()),
            account: None,
            scope: Scope::new("openid"),
            expires_at: Some("2026-01-01T01:00:00Z".parse().unwrap()),
            refreshable: false,
            redirect_uri: None,
            replaced: None,
            outlook: None,
            notes: Vec::new(),
        };
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            signed_in(&outcome, now, &TimeZone::UTC, Styles::default()),
            "Signed in as u\\u{7}1\n  scope    openid\n  expires  2026-01-01 01:00 UTC (in 60 min)\n  \
             refresh  not possible: the provider gave no refresh token"
        );
    }
}
