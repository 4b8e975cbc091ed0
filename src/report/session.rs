//! The signed-in user: who, until when, and where the tokens are.

use super::{escape, styles::Styles};
use crate::{
    oauth::{userinfo::UserInfo, values::Scope},
    system::{StoreKind, StorePlace, StoreReason},
    task::{
        kept::{OTHER_REFRESH_TOKEN_VARIABLE, REFRESH_TOKEN_VARIABLE},
        logout::{LogoutOutcome, Remote},
        refresh::{Keeping, RefreshOutcome, Rotation},
        session::{Access, AccessDoubt, AccessOrigin},
        status::{Account, StatusOutcome},
    },
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the session for people.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn status_text(
    outcome: &StatusOutcome,
    place: &StorePlace,
    zone: &TimeZone,
    styles: Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    let who = match (&outcome.account, &outcome.subject) {
        (Account::Known(user), _) => Some(name(user)),
        (_, subject) => subject.as_deref().map(|subject| escape::excerpt(subject, 60)),
    };
    match who {
        Some(who) => writeln!(out, "Signed in as {}", styles.strong(who))?,
        None => writeln!(out, "Signed in; who it is, is not known")?,
    }
    let line = |out: &mut dyn Write, label: &str, value: &str| {
        writeln!(out, "  {}{value}", styles.faint(format!("{label:<9}")))
    };
    if let Account::Known(user) = &outcome.account {
        line(out, "subject", &escape::excerpt(&user.subject, 60))?;
    }
    if let Some(issuer) = &outcome.issuer {
        line(out, "issuer", &escape::line(issuer.as_str()))?;
    }
    line(out, "client", &escape::line(outcome.client_id.as_str()))?;
    if let Some(scope) = &outcome.scope {
        line(out, "scope", &self::scope(scope))?;
    }
    line(out, "expires", &expiry(outcome.expires_at, outcome.now, zone))?;
    line(out, "refresh", if outcome.refreshable { "by itself, when needed" } else { "not possible" })?;
    line(out, "token", &origin(outcome.origin, place))
}

/// Writes the session as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn status_json(outcome: &StatusOutcome, place: &StorePlace, out: &mut dyn Write) -> io::Result<()> {
    let (account, account_error) = match &outcome.account {
        Account::Known(user) => (Value::Object(user.claims.clone()), Value::Null),
        Account::Unknown(error) => (Value::Null, json!(error.to_string())),
        Account::NotAsked | Account::NoEndpoint => (Value::Null, Value::Null),
    };
    let subject = match &outcome.account {
        Account::Known(user) => Some(&user.subject),
        _ => outcome.subject.as_ref(),
    };
    let document = json!({
        "schema": 1,
        "issuer": outcome.issuer.as_ref().map(|issuer| issuer.as_str()),
        "client_id": outcome.client_id.as_str(),
        "subject": subject,
        "account": account,
        "account_error": account_error,
        "scope": outcome.scope.as_ref().map(|scope| scope.tokens().collect::<Vec<_>>()),
        "expires_at": outcome.expires_at.map(|at| at.to_string()),
        "expires_in": outcome.expires_at.map(|at| at.duration_since(outcome.now).as_secs()),
        "refreshable": outcome.refreshable,
        "origin": origin_word(outcome.origin),
        "store": place.to_string(),
    });
    writeln!(out, "{document:#}")
}

/// Writes what a refresh brought, as one JSON document; the tokens themselves only on request.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn refresh_json(
    outcome: &RefreshOutcome,
    place: &StorePlace,
    with_tokens: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kept = matches!(outcome.kept, Keeping::Kept);
    let mut document = json!({
        "schema": 1,
        "expires_at": outcome.expires_at.map(|at| at.to_string()),
        "scope": outcome.scope.tokens().collect::<Vec<_>>(),
        "refresh_token": match outcome.rotation {
            Rotation::Rotated => "rotated",
            Rotation::Unchanged => "unchanged",
            Rotation::ByAnother => "refreshed-by-another-process",
        },
        "notes": outcome.notes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "kept": kept,
        "store": kept.then(|| place.to_string()),
    });
    if with_tokens {
        document["tokens"] = json!({
            "access_token": outcome.tokens.access.expose(),
            "refresh_token": outcome.tokens.refresh.as_ref().map(|token| token.expose()),
        });
    }
    writeln!(out, "{document:#}")
}

/// Returns what a refresh brought, in a sentence.
pub fn refreshed(outcome: &RefreshOutcome, now: Timestamp, zone: &TimeZone) -> String {
    let expires = expiry(outcome.expires_at, now, zone);
    let rotation = match (outcome.rotation, &outcome.kept) {
        (Rotation::Rotated, Keeping::Kept) => "the refresh token was rotated, and the new one is kept",
        (Rotation::Rotated, _) => "the refresh token was rotated, and nothing is kept",
        (Rotation::Unchanged, Keeping::Kept) => "the refresh token stays the same",
        (Rotation::Unchanged, _) => "the refresh token stays the same, and nothing is kept",
        (Rotation::ByAnother, _) => "another process had just refreshed, and its tokens are used",
    };
    format!("Refreshed; {rotation}.\n  expires  {expires}")
}

/// Writes the access token: nothing else and a line break, or one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn token_text(access: &Access, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", access.token.expose())
}

/// Writes the access token as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn token_json(access: &Access, out: &mut dyn Write) -> io::Result<()> {
    let document = json!({
        "schema": 1,
        "access_token": access.token.expose(),
        "token_type": "Bearer",
        "expires_at": access.expires_at.map(|at| at.to_string()),
        "origin": origin_word(access.origin),
    });
    writeln!(out, "{document:#}")
}

/// Returns what the user should know about an access token, in a sentence.
pub fn doubt(doubt: &AccessDoubt) -> String {
    doubt_of(doubt, REFRESH_TOKEN_VARIABLE)
}

/// Returns what the user should know about the access token of a test's other account, in a sentence.
pub fn doubt_of_other(doubt: &AccessDoubt) -> String {
    format!("of the other account: {}", doubt_of(doubt, OTHER_REFRESH_TOKEN_VARIABLE))
}

fn doubt_of(doubt: &AccessDoubt, variable: &str) -> String {
    match doubt {
        AccessDoubt::NotRefreshed(error) => format!(
            "the access token is about to expire and could not be refreshed, so the old one is used \
             while it lasts: {}",
            escape::line(&error.to_string())
        ),
        AccessDoubt::EnvironmentTokenSpent => format!(
            "the provider gave a new refresh token for the one in {variable}, and it is \
             not kept: the variable may work only this once"
        ),
    }
}

/// Returns what a sign-out left behind, in a sentence.
pub fn signed_out(outcome: &LogoutOutcome) -> String {
    match &outcome.remote {
        Remote::Revoked => {
            "Signed out: the tokens are revoked at the provider and forgotten here.".to_owned()
        }
        Remote::RefreshTokenRevoked { access_token } => format!(
            "Signed out: the refresh token is revoked and both tokens are forgotten here. The access \
             token could not be revoked and may stay good until it expires ({}).",
            escape::line(&access_token.to_string())
        ),
        Remote::NoEndpoint { refreshable, .. } => format!(
            "Forgotten here. The provider has no revocation endpoint: there the access token stays good \
             until it expires{}. Only the provider's own pages can end the session.",
            if *refreshable { ", and the refresh token for as long as the provider keeps it" } else { "" }
        ),
        Remote::NotAsked => {
            "Forgotten here. The provider was not asked: there the tokens stay good until they expire."
                .to_owned()
        }
    }
}

/// Writes what a sign-out left behind, as one JSON document.
///
/// # Errors
///
/// Where `out` is closed or full.
pub fn logout_json(outcome: &LogoutOutcome, place: &StorePlace, out: &mut dyn Write) -> io::Result<()> {
    let (remote, error) = remote(outcome);
    let document = json!({
        "schema": 1, "removed": true, "provider": remote, "provider_error": error, "store": place.to_string(),
    });
    writeln!(out, "{document:#}")
}

/// Returns what became of the tokens at the provider, in a word, and what failed there.
pub(super) fn remote(outcome: &LogoutOutcome) -> (&'static str, Option<String>) {
    match &outcome.remote {
        Remote::Revoked => ("revoked", None),
        Remote::RefreshTokenRevoked { access_token } => {
            ("refresh-token-revoked", Some(access_token.to_string()))
        }
        Remote::NoEndpoint { .. } => ("no-revocation-endpoint", None),
        Remote::NotAsked => ("not-asked", None),
    }
}

/// Returns where secrets are, and why there.
pub fn store(place: &StorePlace) -> String {
    match &place.because {
        StoreReason::NoKeyring { reason } => {
            format!("tokens are in {place}; no keyring answers ({})", escape::excerpt(reason, 90))
        }
        StoreReason::Asked { until_now: Some(word) } => format!(
            "tokens are in {place}, as you said; those of before stay where they were \
             (`gptauth --token-store {word} logout` removes them)"
        ),
        StoreReason::Remembered if matches!(place.kind, StoreKind::Files { .. }) => {
            format!(
                "tokens are in {place}, as before (`gptauth --token-store keyring login` moves to the keyring)"
            )
        }
        StoreReason::Asked { until_now: None } | StoreReason::Remembered | StoreReason::Available => {
            format!("tokens are in {place}")
        }
    }
}

/// Returns what an account is called: name and address where it has them.
pub fn name(user: &UserInfo) -> String {
    let claim = |name: &str| user.claims.get(name)?.as_str().filter(|text| !text.trim().is_empty());
    let called = ["name", "preferred_username", "username", "nickname"].into_iter().find_map(claim);
    let address = claim("email");
    let text = match (called, address) {
        (Some(called), Some(address)) => format!("{called} <{address}>"),
        (Some(text), None) | (None, Some(text)) => text.to_owned(),
        (None, None) => user.subject.clone(),
    };
    escape::excerpt(&text, 60)
}

/// Returns when something expires, by the user's clock and from now.
pub fn expiry(at: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> String {
    let Some(at) = at else { return "not known".to_owned() };
    let local = at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z");
    format!("{local} ({})", from_now(at.duration_since(now)))
}

/// Returns when something expires, from now where that is soon and as a date where it is not.
pub(super) fn expiry_in_short(at: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> String {
    match at.map(|at| (at, at.duration_since(now))) {
        None => "not known".to_owned(),
        Some((_, left)) if left.as_hours().abs() < 48 => from_now(left),
        Some((at, _)) => at.to_zoned(zone.clone()).strftime("%Y-%m-%d").to_string(),
    }
}

/// Returns the granted scope, for a terminal.
pub fn scope(scope: &Scope) -> String {
    if scope.is_empty() { "(none)".to_owned() } else { escape::excerpt(scope.as_str(), 200) }
}

fn from_now(left: SignedDuration) -> String {
    let seconds = left.as_secs();
    let amount = match seconds.unsigned_abs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    };
    if seconds < 0 { format!("{amount} ago") } else { format!("in {amount}") }
}

fn origin(origin: AccessOrigin, place: &StorePlace) -> String {
    match origin {
        AccessOrigin::Environment => "from GPTAUTH_ACCESS_TOKEN".to_owned(),
        AccessOrigin::RefreshTokenFromEnvironment => {
            "exchanged for GPTAUTH_REFRESH_TOKEN, and not kept".to_owned()
        }
        AccessOrigin::Stored => format!("from {place}"),
        AccessOrigin::Refreshed => format!("refreshed just now, kept in {place}"),
    }
}

fn origin_word(origin: AccessOrigin) -> &'static str {
    match origin {
        AccessOrigin::Environment => "environment",
        AccessOrigin::RefreshTokenFromEnvironment => "refresh-token-from-environment",
        AccessOrigin::Stored => "stored",
        AccessOrigin::Refreshed => "refreshed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::values::{ClientId, Issuer};

    fn user(claims: Value) -> UserInfo {
        UserInfo { subject: "u1".to_owned(), claims: claims.as_object().unwrap().clone() }
    }

    fn keyring() -> StorePlace {
        StorePlace { kind: StoreKind::Keyring { name: "Secret Service" }, because: StoreReason::Available }
    }

    fn outcome() -> StatusOutcome {
        StatusOutcome {
            issuer: Some(Issuer::new("https://id.example.com/oidc")),
            client_id: ClientId::new("agenda"),
            origin: AccessOrigin::Stored,
            subject: Some("u1".to_owned()),
            account: Account::Known(user(json!({ "sub": "u1", "name": "Ada", "email": "ada@example.com" }))),
            scope: Some(Scope::new("openid offline_access")),
            expires_at: Some("2026-01-01T13:00:00Z".parse().unwrap()),
            refreshable: true,
            doubt: None,
            now: "2026-01-01T12:00:30Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_session_in_a_few_lines() {
        let mut out = Vec::new();
        let place = keyring();
        status_text(&outcome(), &place, &TimeZone::UTC, Styles::default(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "Signed in as Ada <ada@example.com>\n\
             \x20 subject  u1\n\
             \x20 issuer   https://id.example.com/oidc\n\
             \x20 client   agenda\n\
             \x20 scope    openid offline_access\n\
             \x20 expires  2026-01-01 13:00 UTC (in 59 min)\n\
             \x20 refresh  by itself, when needed\n\
             \x20 token    from the keyring (Secret Service)\n"
        );
    }

    #[test]
    fn a_name_from_outside_cannot_steer_the_terminal() {
        assert_eq!(name(&user(json!({ "name": "\u{1b}[31mAda", "sub": "u1" }))), "\\u{1b}[31mAda");
        assert_eq!(name(&user(json!({ "name": " ", "sub": "u1" }))), "u1");
    }

    #[test]
    fn times_are_told_in_units_that_fit() {
        let told = |seconds| from_now(SignedDuration::from_secs(seconds));
        assert_eq!(
            [told(59), told(3_599), told(86_399), told(14 * 86_400), told(-300)],
            ["in 59 s", "in 59 min", "in 23 h", "in 14 days", "5 min ago"]
        );
        assert_eq!(expiry(None, Timestamp::UNIX_EPOCH, &TimeZone::UTC), "not known");
    }

    #[test]
    fn the_documents_have_their_keys() {
        let mut out = Vec::new();
        let place = keyring();
        status_json(&outcome(), &place, &mut out).unwrap();
        let document: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(document["schema"], 1);
        assert_eq!(document["expires_in"], 3570);
        assert_eq!(document["scope"], json!(["openid", "offline_access"]));
        assert_eq!(document["account"]["name"], "Ada");
    }
}
