//! Faults of the API that no single call shows.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::basis,
};

/// Every kind of this module, sorted by code.
pub(super) static KINDS: [&Kind; 9] = [
    &API_UNREACHABLE,
    &API_NOT_PUBLIC,
    &API_TLS_UNTRUSTED,
    &API_CERTIFICATE_ENDS,
    &CHALLENGE_MISSING,
    &CHATGPT_BLOCKED,
    &INTERSTITIAL_PAGE,
    &ACCESS_TOKEN_REFUSED,
    &API_PORT,
];

const CHALLENGE: Basis =
    Basis {
        confidence: Confidence::Specification, source: "RFC 9110 §15.5.2, RFC 6750 §3", read: "2026-11"
    };
const BLOCKED: Basis = Basis {
    confidence: Confidence::Inference,
    source: "the agent of actions in one published header dump is the one of ChatGPT's browsing",
    read: "2026-11",
};
const INTERSTITIALS: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "pages of tunnels as generally known; no report of an action was found",
    read: "2026-11",
};

kind! {
    /// The API cannot be reached.
    API_UNREACHABLE = "GA651" "api-unreachable" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The API has an address that is not public.
    API_NOT_PUBLIC = "GA652" "api-not-public" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The API's TLS is not accepted.
    API_TLS_UNTRUSTED = "GA653" "api-tls-untrusted" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The API's certificate ends soon.
    API_CERTIFICATE_ENDS = "GA654" "api-certificate-ends" Warning FailsWhenCalled basis::INFERRED
}
kind! {
    /// A refusal does not name its scheme.
    CHALLENGE_MISSING = "GA655" "challenge-missing" Note Advice CHALLENGE
}
kind! {
    /// Requests with ChatGPT's headers do not get through.
    CHATGPT_BLOCKED = "GA656" "chatgpt-blocked" Warning FailsWhenCalled BLOCKED
}
kind! {
    /// A page in between answers for the API.
    INTERSTITIAL_PAGE = "GA657" "interstitial-page" Warning FailsWhenCalled INTERSTITIALS
}
kind! {
    /// The API refuses the access token of a sign-in.
    ACCESS_TOKEN_REFUSED = "GA658" "access-token-refused" Error FailsWhenCalled basis::REFRESH_ON_401
}
kind! {
    /// The API is on a port of its own.
    API_PORT = "GA659" "api-port" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
