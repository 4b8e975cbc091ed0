//! Faults that only the tokens of a sign-in show.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::basis,
};

/// Every kind of this module, sorted by code.
pub(super) static KINDS: [&Kind; 4] =
    [&NO_REFRESH_TOKEN, &SCOPE_NARROWED, &USERINFO_REFUSES, &INTROSPECTION_DISAGREES];

const SCOPES: Basis =
    Basis { confidence: Confidence::Specification, source: "RFC 6749 §3.3 and §5.1", read: "2026-11" };
const USERINFO: Basis =
    Basis { confidence: Confidence::Specification, source: "OpenID Connect Core 1.0 §5.3", read: "2026-11" };
const INTROSPECTION: Basis =
    Basis { confidence: Confidence::Specification, source: "RFC 7662 §2.2", read: "2026-11" };

kind! {
    /// The sign-in brought no refresh token.
    NO_REFRESH_TOKEN = "GA550" "no-refresh-token" Warning FailsWhenCalled basis::REFRESH_ON_401
}
kind! {
    /// Less was granted than was asked for.
    SCOPE_NARROWED = "GA551" "scope-narrowed" Warning FailsWhenCalled SCOPES
}
kind! {
    /// The Userinfo endpoint does not accept the access token.
    USERINFO_REFUSES = "GA552" "userinfo-refuses" Warning FailsWhenCalled USERINFO
}
kind! {
    /// Introspection calls the access token inactive.
    INTROSPECTION_DISAGREES = "GA553" "introspection-disagrees" Warning FailsWhenCalled INTROSPECTION
}
