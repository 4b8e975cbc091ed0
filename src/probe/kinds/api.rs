//! Faults of the API that no single call shows.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::basis,
};

/// Every kind of this module, sorted by code.
pub(super) static KINDS: [&Kind; 7] = [
    &API_UNREACHABLE,
    &API_NOT_PUBLIC,
    &API_TLS_UNTRUSTED,
    &API_CERTIFICATE_ENDS,
    &CHALLENGE_MISSING,
    &CHATGPT_BLOCKED,
    &INTERSTITIAL_PAGE,
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
    API_UNREACHABLE = "GA610" "api-unreachable" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The API has an address that is not public.
    API_NOT_PUBLIC = "GA611" "api-not-public" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The API's TLS is not accepted.
    API_TLS_UNTRUSTED = "GA612" "api-tls-untrusted" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The API's certificate ends soon.
    API_CERTIFICATE_ENDS = "GA613" "api-certificate-ends" Warning FailsWhenCalled basis::INFERRED
}
kind! {
    /// A refusal does not name its scheme.
    CHALLENGE_MISSING = "GA614" "challenge-missing" Note Advice CHALLENGE
}
kind! {
    /// Requests with ChatGPT's headers do not get through.
    CHATGPT_BLOCKED = "GA615" "chatgpt-blocked" Warning FailsWhenCalled BLOCKED
}
kind! {
    /// A page in between answers for the API.
    INTERSTITIAL_PAGE = "GA616" "interstitial-page" Warning FailsWhenCalled INTERSTITIALS
}
