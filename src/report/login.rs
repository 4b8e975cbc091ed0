//! A sign-in, step by step, and what came of it.

use super::{escape, session, styles::Styles};
use crate::{
    oauth::values::Scope,
    system::StorePlace,
    task::login::{LoginOutcome, Step},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use std::{
    io::{self, Write},
    time::Duration,
};

/// Returns the line about a step that was taken.
pub fn step(step: Step, took: Duration, styles: Styles) -> String {
    let words = match step {
        Step::Discovered => "provider's metadata read",
        Step::Listening => "loopback port taken",
        Step::Authorized => "authorization code received",
        Step::Exchanged => "code exchanged for tokens",
        Step::Validated => "ID token validated",
        Step::Identified => "account read",
        Step::Kept => "tokens kept",
    };
    let took = styles.faint(format!("{:>8}", duration(took)));
    format!("  {} {words:<28} {took}", styles.good("✓"))
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
        "redirect_uri": outcome.redirect_uri.as_str(),
        "replaced_subject": outcome.replaced,
        "notes": outcome.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "store": place.to_string(),
    });
    writeln!(out, "{document:#}")
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
        let plain = |name, millis| step(name, Duration::from_millis(millis), Styles::default());
        assert_eq!(plain(Step::Discovered, 12), "  ✓ provider's metadata read        12 ms");
        assert_eq!(plain(Step::Authorized, 4_230), "  ✓ authorization code received     4.2 s");
    }

    #[test]
    fn a_missing_refresh_token_is_said() {
        let outcome = LoginOutcome {
            subject: Some("u\u{7}1".to_owned()),
            account: None,
            scope: Scope::new("openid"),
            expires_at: Some("2026-01-01T01:00:00Z".parse().unwrap()),
            refreshable: false,
            redirect_uri: "http://127.0.0.1:1/callback".parse().unwrap(),
            replaced: None,
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
