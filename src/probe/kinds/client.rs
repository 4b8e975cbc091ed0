//! Faults that the authorization endpoint shows.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::basis,
};

/// Every kind of this module, sorted by code.
pub(super) static KINDS: [&Kind; 11] = [
    &CLIENT_UNKNOWN,
    &AUTHORIZATION_ENDPOINT_NOT_FOUND,
    &AUTHORIZATION_REQUEST_REFUSED,
    &REDIRECT_URI_NOT_REGISTERED,
    &LOOPBACK_REDIRECT_URI_NOT_REGISTERED,
    &ANY_REDIRECT_URI_ACCEPTED,
    &RESPONSE_TYPE_REFUSED,
    &PKCE_REQUIRED,
    &PKCE_REFUSED,
    &SCOPE_REFUSED,
    &RESOURCE_REQUIRED,
];

const REDIRECT_RULES: Basis = Basis {
    confidence: Confidence::Specification,
    source: "RFC 6749 §3.1.2.3, RFC 8252 §7.3, RFC 9700 §4.1",
    read: "2026-11",
};
const ENDPOINTS: Basis = Basis {
    confidence: Confidence::Specification,
    source: "RFC 6749 §3.1, §3.2, §4.1.2.1 and §5.2: what the provider answers to ChatGPT's own request",
    read: "2026-11",
};

kind! {
    /// The provider does not know the client.
    CLIENT_UNKNOWN = "GA520" "client-unknown" Error FailsWhenCalled ENDPOINTS
}
kind! {
    /// There is no authorization endpoint at its address.
    AUTHORIZATION_ENDPOINT_NOT_FOUND = "GA521" "authorization-endpoint-not-found" Error FailsWhenCalled ENDPOINTS
}
kind! {
    /// The provider refuses ChatGPT's authorization request.
    AUTHORIZATION_REQUEST_REFUSED = "GA522" "authorization-request-refused" Error FailsWhenCalled ENDPOINTS
}
kind! {
    /// A redirect URI of ChatGPT is not registered.
    REDIRECT_URI_NOT_REGISTERED = "GA523" "redirect-uri-not-registered" Error FailsWhenCalled basis::CALLBACK_ID
}
kind! {
    /// The redirect URI of `gptauth login` is not registered.
    LOOPBACK_REDIRECT_URI_NOT_REGISTERED = "GA524" "loopback-redirect-uri-not-registered" Warning Advice REDIRECT_RULES
}
kind! {
    /// The provider sends users to a redirect URI that nobody registered.
    ANY_REDIRECT_URI_ACCEPTED = "GA525" "any-redirect-uri-accepted" Warning Advice REDIRECT_RULES
}
kind! {
    /// The client may not use the authorization code flow.
    RESPONSE_TYPE_REFUSED = "GA526" "response-type-refused" Error FailsWhenCalled ENDPOINTS
}
kind! {
    /// The provider demands PKCE of the client.
    PKCE_REQUIRED = "GA527" "pkce-required" Error FailsWhenCalled basis::CAPTURED_AUTHORIZATION
}
kind! {
    /// The provider refuses PKCE with S256.
    PKCE_REFUSED = "GA528" "pkce-refused" Note Advice ENDPOINTS
}
kind! {
    /// The scope is refused.
    SCOPE_REFUSED = "GA529" "scope-refused" Error FailsWhenCalled basis::SCOPE_VERBATIM
}
kind! {
    /// The provider wants a resource or audience.
    RESOURCE_REQUIRED = "GA530" "resource-required" Error FailsWhenCalled basis::CAPTURED_AUTHORIZATION
}
