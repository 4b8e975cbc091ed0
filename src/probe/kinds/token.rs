//! Faults that the token endpoint shows.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::{basis, editor},
};

/// Every kind of this module, sorted by code.
pub(super) static KINDS: [&Kind; 15] = [
    &CLIENT_SECRET_WRONG,
    &CLIENT_PUBLIC,
    &CLIENT_AUTHENTICATION_REFUSED,
    &CODE_OF_NOBODY_ACCEPTED,
    &TOKEN_ENDPOINT_NOT_OAUTH,
    &TOKEN_ENDPOINT_REFUSES_FORM,
    &TOKEN_ERROR_STATUS,
    &TOKEN_ANSWER_CACHEABLE,
    &REFRESH_NOT_ALLOWED,
    &REFRESH_NOT_ANNOUNCED,
    &FAILED_REFRESH_NOT_401,
    &REFRESH_TOKEN_UNCERTAIN,
    &CLIENT_CHECKS_DISAGREE,
    &REFRESH_TOKEN_ROTATION,
    &REFRESH_TOKEN_ENDS_EARLY,
];

const CODES: Basis =
    Basis { confidence: Confidence::Specification, source: "RFC 6749 §4.1.3", read: "2026-11" };
const TOKEN_ERRORS: Basis = Basis {
    confidence: Confidence::Inference,
    source: "RFC 6749 §5.2; what ChatGPT does with it is inferred",
    read: "2026-11",
};
const TOKEN_CACHE: Basis =
    Basis { confidence: Confidence::Specification, source: "RFC 6749 §5.1", read: "2026-11" };
const FAILED_REFRESH: Basis = Basis {
    confidence: Confidence::OneReport,
    source: "one builder's notes of May 2026, and community.openai.com thread 665758",
    read: "2026-11",
};
const REFRESH_KNOWN: Basis = Basis {
    confidence: Confidence::Inference,
    source: "what is known of the provider; its source stands with it in `src/providers`",
    read: "2026-11",
};
const ENDPOINTS: Basis = Basis {
    confidence: Confidence::Specification,
    source: "RFC 6749 §3.1, §3.2, §4.1.2.1 and §5.2: what the provider answers to ChatGPT's own request",
    read: "2026-11",
};

kind! {
    /// The client secret is wrong.
    CLIENT_SECRET_WRONG = "GA531" "client-secret-wrong" Error FailsWhenCalled ENDPOINTS, editor::MISSING_ACCESS_TOKEN
}
kind! {
    /// The client is of a kind that has no secret.
    CLIENT_PUBLIC = "GA532" "client-public" Error FailsWhenCalled basis::CAPTURED_AUTHORIZATION
}
kind! {
    /// The secret is right, and sent in the wrong way.
    CLIENT_AUTHENTICATION_REFUSED = "GA533" "client-authentication-refused" Error FailsWhenCalled ENDPOINTS, editor::MISSING_ACCESS_TOKEN
}
kind! {
    /// A token was issued for a code that nobody has.
    CODE_OF_NOBODY_ACCEPTED = "GA534" "code-of-nobody-accepted" Error Advice CODES
}
kind! {
    /// The token endpoint gives no answer of OAuth.
    TOKEN_ENDPOINT_NOT_OAUTH = "GA535" "token-endpoint-not-oauth" Error FailsWhenCalled ENDPOINTS, editor::MISSING_ACCESS_TOKEN
}
kind! {
    /// The token endpoint does not take a form.
    TOKEN_ENDPOINT_REFUSES_FORM = "GA536" "token-endpoint-refuses-form" Error FailsWhenCalled basis::EDITOR_CODE, editor::MISSING_ACCESS_TOKEN
}
kind! {
    /// The token endpoint answers errors as if they were none.
    TOKEN_ERROR_STATUS = "GA537" "token-error-status" Warning FailsWhenCalled TOKEN_ERRORS
}
kind! {
    /// The token endpoint's answers may be kept on the way.
    TOKEN_ANSWER_CACHEABLE = "GA538" "token-answer-cacheable" Note Advice TOKEN_CACHE
}
kind! {
    /// The client may not refresh.
    REFRESH_NOT_ALLOWED = "GA539" "refresh-not-allowed" Warning FailsWhenCalled basis::REFRESH_ON_401
}
kind! {
    /// The provider does not announce refresh tokens.
    REFRESH_NOT_ANNOUNCED = "GA540" "refresh-not-announced" Note Advice basis::INFERRED
}
kind! {
    /// A failed refresh strands the user.
    FAILED_REFRESH_NOT_401 = "GA541" "failed-refresh-not-401" Note FailsWhenCalled FAILED_REFRESH, editor::MISSING_ACCESS_TOKEN
}
kind! {
    /// Whether this provider issues a refresh token depends on a setting.
    REFRESH_TOKEN_UNCERTAIN = "GA542" "refresh-token-uncertain" Note Advice REFRESH_KNOWN
}
kind! {
    /// Two endpoints of the provider disagree about the client.
    CLIENT_CHECKS_DISAGREE = "GA543" "client-checks-disagree" Note Advice ENDPOINTS
}
kind! {
    /// What the provider does with a refresh token that was used.
    REFRESH_TOKEN_ROTATION = "GA544" "refresh-token-rotation" Note FailsWhenCalled REFRESH_KNOWN
}
kind! {
    /// What ends the provider's refresh tokens before their time.
    REFRESH_TOKEN_ENDS_EARLY = "GA545" "refresh-token-ends-early" Note FailsWhenCalled REFRESH_KNOWN
}
