//! Faults of the provider as a whole: network, metadata, keys.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::{basis, editor},
};

/// Every kind of this module, sorted by code.
pub(super) static KINDS: [&Kind; 17] = [
    &PROVIDER_UNREACHABLE,
    &PROVIDER_NOT_PUBLIC,
    &PROVIDER_TLS_UNTRUSTED,
    &PROVIDER_CERTIFICATE_ENDS,
    &ENDPOINT_REDIRECTS,
    &PROVIDER_SLOW,
    &ENDPOINT_PORT,
    &METADATA_MISSING,
    &METADATA_NOT_JSON,
    &ISSUER_DIFFERS,
    &METADATA_ENDPOINT_UNUSABLE,
    &METADATA_ENDPOINT_ELSEWHERE,
    &KEYS_UNUSABLE,
    &PUSHED_REQUESTS_REQUIRED,
    &CODE_FLOW_NOT_ANNOUNCED,
    &CLIENT_AUTHENTICATION_NOT_ANNOUNCED,
    &SCOPE_NOT_ANNOUNCED,
];

const REDIRECTS: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "whether ChatGPT follows redirects of OAuth endpoints is not documented",
    read: "2026-11",
};
const ISSUER: Basis = Basis {
    confidence: Confidence::Specification,
    source: "OpenID Connect Discovery 1.0 §4, RFC 8414 §3",
    read: "2026-11",
};

kind! {
    /// The provider cannot be reached.
    PROVIDER_UNREACHABLE = "GA501" "provider-unreachable" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The provider has an address that is not public.
    PROVIDER_NOT_PUBLIC = "GA502" "provider-not-public" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The provider's TLS is not accepted.
    PROVIDER_TLS_UNTRUSTED = "GA503" "provider-tls-untrusted" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The provider's certificate ends soon.
    PROVIDER_CERTIFICATE_ENDS = "GA504" "provider-certificate-ends" Warning FailsWhenCalled basis::INFERRED
}
kind! {
    /// An OAuth endpoint redirects to itself elsewhere.
    ENDPOINT_REDIRECTS = "GA505" "endpoint-redirects" Warning FailsWhenCalled REDIRECTS
}
kind! {
    /// The provider takes long to answer.
    PROVIDER_SLOW = "GA506" "provider-slow" Warning FailsWhenCalled basis::INFERRED
}
kind! {
    /// An OAuth endpoint is on a port of its own.
    ENDPOINT_PORT = "GA507" "endpoint-port" Error FailsWhenCalled basis::PRODUCTION_PAGE
}
kind! {
    /// The issuer publishes no metadata.
    METADATA_MISSING = "GA510" "metadata-missing" Warning Advice ISSUER
}
kind! {
    /// Something else than metadata is answered with 200.
    METADATA_NOT_JSON = "GA511" "metadata-not-json" Warning Advice ISSUER
}
kind! {
    /// The metadata is about another issuer.
    ISSUER_DIFFERS = "GA512" "issuer-differs" Warning Advice ISSUER
}
kind! {
    /// An endpoint in the metadata cannot be used.
    METADATA_ENDPOINT_UNUSABLE = "GA513" "metadata-endpoint-unusable" Warning FailsWhenCalled basis::ENDPOINT_TLS
}
kind! {
    /// The discovered endpoints are on another root domain than the API.
    METADATA_ENDPOINT_ELSEWHERE = "GA514" "metadata-endpoint-elsewhere" Error Rejected basis::ROOT_DOMAIN, editor::ROOT_DOMAIN_MISMATCH
}
kind! {
    /// The signing keys cannot be read.
    KEYS_UNUSABLE = "GA515" "keys-unusable" Warning Advice ISSUER
}
kind! {
    /// The provider demands pushed authorization requests.
    PUSHED_REQUESTS_REQUIRED = "GA516" "pushed-requests-required" Error FailsWhenCalled basis::CAPTURED_AUTHORIZATION
}
kind! {
    /// The authorization code flow is not announced.
    CODE_FLOW_NOT_ANNOUNCED = "GA517" "code-flow-not-announced" Warning FailsWhenCalled basis::INFERRED
}
kind! {
    /// The project's client authentication is not announced.
    CLIENT_AUTHENTICATION_NOT_ANNOUNCED = "GA518" "client-authentication-not-announced" Warning FailsWhenCalled basis::INFERRED
}
kind! {
    /// A scope that is asked for is not announced.
    SCOPE_NOT_ANNOUNCED = "GA519" "scope-not-announced" Note Advice basis::INFERRED
}
