//! All sessions of a project in one table.

use super::{escape, session, styles::Styles};
use crate::task::sessions::{Listed, SignedOut, Stored};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use std::io::{self, Write};
use textwrap::core::display_width;

/// The widest a column but the last becomes, in columns of a terminal.
const WIDEST: usize = 28;

/// What stands for the base environment, and for the account without a name.
const UNNAMED: &str = "-";

/// Writes what is kept for each environment and account, for people.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn status_text(
    listed: &[Listed<Stored>],
    now: Timestamp,
    zone: &TimeZone,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let row = |own: &Listed<Stored>| {
        let (who, expires, scope, store) = match &own.found {
            Stored::Nothing => ("nobody".to_owned(), String::new(), String::new(), String::new()),
            Stored::Tokens { subject, scope, expires_at, place, .. } => (
                subject.clone().unwrap_or_else(|| "not known".to_owned()),
                session::expiry_in_short(*expires_at, now, zone),
                session::scope(scope),
                place.kind.word().to_owned(),
            ),
            Stored::Unreadable(error) => {
                ("unreadable".to_owned(), String::new(), String::new(), error.to_string())
            }
        };
        [named(&own.environment), named(&own.account), who, expires, scope, store]
            .map(|cell| escape::excerpt(&cell, 60))
    };
    let rows: Vec<_> = listed.iter().map(row).collect();
    table(["ENVIRONMENT", "ACCOUNT", "SUBJECT", "EXPIRES", "SCOPE", "STORE"], &rows, styles, out)
}

/// Writes what is kept for each environment and account, as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn status_json(listed: &[Listed<Stored>], now: Timestamp, out: &mut dyn Write) -> io::Result<()> {
    let session = |own: &Listed<Stored>| {
        let mut session = json!({
            "environment": own.environment, "account": own.account, "signed_in": false, "subject": null,
            "scope": null, "expires_at": null, "expires_in": null, "refreshable": null, "store": null,
            "error": null,
        });
        match &own.found {
            Stored::Nothing => {}
            Stored::Tokens { subject, scope, expires_at, refreshable, place } => {
                session["signed_in"] = true.into();
                session["subject"] = json!(subject);
                session["scope"] = json!(scope.tokens().collect::<Vec<_>>());
                session["expires_at"] = json!(expires_at.map(|at| at.to_string()));
                session["expires_in"] = json!(expires_at.map(|at| at.duration_since(now).as_secs()));
                session["refreshable"] = json!(refreshable);
                session["store"] = json!(place.to_string());
            }
            Stored::Unreadable(error) => session["error"] = json!(error.to_string()),
        }
        session
    };
    document(listed.iter().map(session).collect(), out)
}

/// Returns what a sign-out did in one place, in a sentence.
pub fn signed_out(own: &Listed<SignedOut>) -> String {
    let place = match (&own.environment, &own.account) {
        (None, None) => String::new(),
        (environment, account) => {
            let environment = environment.as_ref().map(|name| format!("--env {name}"));
            let account = account.as_ref().map(|name| format!("--account {name}"));
            let flags: Vec<_> = environment.into_iter().chain(account).collect();
            format!("{}: ", escape::line(&flags.join(" ")))
        }
    };
    match &own.found.outcome {
        Ok(outcome) => format!("{place}{}", session::signed_out(outcome)),
        Err(error) => format!("{place}not signed out: {}", escape::line(&error.to_string())),
    }
}

/// Writes what a sign-out did in each place, as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn logout_json(listed: &[Listed<SignedOut>], out: &mut dyn Write) -> io::Result<()> {
    let session = |own: &Listed<SignedOut>| {
        let (removed, error) = match &own.found.outcome {
            Ok(_) => (true, None),
            Err(error) => (false, Some(error.to_string())),
        };
        let remote = own.found.outcome.as_ref().ok().map(session::remote);
        json!({
            "environment": own.environment, "account": own.account, "removed": removed,
            "provider": remote.as_ref().map(|remote| remote.0),
            "provider_error": remote.and_then(|remote| remote.1),
            "store": own.found.place.as_ref().map(ToString::to_string),
            "error": error,
        })
    };
    document(listed.iter().map(session).collect(), out)
}

fn document(sessions: Vec<Value>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:#}", json!({ "schema": 1, "sessions": sessions }))
}

fn named(name: &Option<String>) -> String {
    name.clone().unwrap_or_else(|| UNNAMED.to_owned())
}

/// Writes rows in columns; a column with nothing in it is left out.
fn table<const N: usize>(
    head: [&str; N],
    rows: &[[String; N]],
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let used = |at: usize| rows.iter().any(|row| !row[at].is_empty() && row[at] != UNNAMED);
    let columns: Vec<usize> = (0..N).filter(|at| used(*at)).collect();
    let width = |at: usize| {
        let widest = rows.iter().map(|row| display_width(&row[at])).max().unwrap_or_default();
        widest.max(display_width(head[at])).min(WIDEST)
    };
    let line = |cells: [&str; N]| {
        let padded = columns.iter().map(|at| {
            let gap = width(*at).saturating_sub(display_width(cells[*at]));
            format!("{}{}", cells[*at], " ".repeat(gap))
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    writeln!(out, "{}", styles.faint(line(head)))?;
    for row in rows {
        writeln!(out, "{}", line(row.each_ref().map(String::as_str)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oauth::values::Scope,
        system::{StoreKind, StorePlace, StoreReason},
        task::logout::{LogoutError, LogoutOutcome, Remote},
    };

    fn listed() -> Vec<Listed<Stored>> {
        let kind = StoreKind::Keyring { name: "Secret Service" };
        let tokens = Stored::Tokens {
            subject: Some("02u2c3zqtyxk".to_owned()),
            scope: Scope::new("openid offline_access"),
            expires_at: Some("2026-01-01T13:00:00Z".parse().unwrap()),
            refreshable: true,
            place: StorePlace { kind, because: StoreReason::Remembered },
        };
        let bob = Some("bob\u{1b}[31m".to_owned());
        vec![
            Listed { environment: None, account: None, found: tokens },
            Listed { environment: Some("staging".to_owned()), account: bob, found: Stored::Nothing },
        ]
    }

    #[test]
    fn all_sessions_stand_in_one_table() {
        let mut out = Vec::new();
        let now = "2026-01-01T12:00:30Z".parse().unwrap();
        status_text(&listed(), now, &TimeZone::UTC, Styles::default(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "ENVIRONMENT  ACCOUNT        SUBJECT       EXPIRES    SCOPE                  STORE\n\
             -            -              02u2c3zqtyxk  in 59 min  openid offline_access  keyring\n\
             staging      bob\\u{1b}[31m  nobody\n"
        );
    }

    #[test]
    fn the_document_says_the_same_of_each() {
        let mut out = Vec::new();
        status_json(&listed(), "2026-01-01T12:00:30Z".parse().unwrap(), &mut out).unwrap();
        let document: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(document["schema"], 1);
        let sessions = &document["sessions"];
        assert_eq!((&sessions[0]["signed_in"], &sessions[1]["signed_in"]), (&json!(true), &json!(false)));
        assert_eq!(sessions[0]["expires_in"], 3570);
        let keys = |at: usize| sessions[at].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(0), keys(1));
    }

    #[test]
    fn a_sign_out_says_where_it_was_and_what_failed() {
        let signed_out = |environment: Option<&str>, outcome| {
            super::signed_out(&Listed {
                environment: environment.map(str::to_owned),
                account: None,
                found: SignedOut { outcome, place: None },
            })
        };
        let done = signed_out(None, Ok(LogoutOutcome { remote: Remote::NotAsked }));
        assert!(done.starts_with("Forgotten here."), "{done}");
        let failed = signed_out(Some("staging"), Err(LogoutError::NoSettings));
        assert_eq!(failed, "--env staging: not signed out: the project has no OAuth settings");
    }
}
