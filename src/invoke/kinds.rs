//! The kinds of fault that only a call can show: GA6xx.

use crate::{
    diagnostic::{Basis, Confidence, Kind, Outcome, Severity},
    platform::gpt_action::basis,
};

/// Every kind of this module, sorted by code.
pub static KINDS: [&Kind; 19] = [
    &ANSWER_TOO_SLOW,
    &ANSWER_TOO_LONG,
    &REQUEST_TOO_LONG,
    &ANSWER_NOT_JSON,
    &ANSWER_NOT_TEXT,
    &REDIRECT_ANSWERED,
    &UNAUTHENTICATED_CALL_ANSWERED,
    &REFUSAL_NOT_401,
    &STATUS_UNDOCUMENTED,
    &CONTENT_TYPE_UNDOCUMENTED,
    &ANSWER_BREAKS_SCHEMA,
    &FILES_UNUSABLE,
    &PUBLIC_OPERATION_REFUSED,
    &ANSWER_SLOW,
    &DELETED_ITEM_ANSWERED,
    &ANSWER_NOT_REPEATED,
    &OTHER_USERS_ITEM_SHOWN,
    &OTHER_USERS_ITEM_CHANGED,
    &WRITTEN_VALUE_NOT_READ,
];

const REDIRECTS: Basis = Basis {
    confidence: Confidence::Unknown,
    source: "redirects of actions are not documented; ordinary ones are followed in one published action",
    read: "2026-11",
};

const BEARER: Basis =
    Basis { confidence: Confidence::Specification, source: "RFC 6750 §3.1", read: "2026-11" };

const SAFE_METHODS: Basis =
    Basis { confidence: Confidence::Specification, source: "RFC 9110 §9.2.1, §9.2.2", read: "2026-11" };

const OBJECT_LEVEL: Basis = Basis {
    confidence: Confidence::Specification,
    source: "OWASP API Security Top 10, API1:2023 Broken Object Level Authorization",
    read: "2026-11",
};

const SECURITY_REQUIREMENT: Basis =
    Basis { confidence: Confidence::Specification, source: "OpenAPI 3.1 §4.8.10", read: "2026-11" };

/// Declares a kind with the page of its name.
macro_rules! kind {
    ($(#[$doc:meta])* $constant:ident = $code:literal $name:literal $severity:ident $basis:expr) => {
        $(#[$doc])*
        pub static $constant: Kind = Kind {
            code: $code,
            name: $name,
            severity: Severity::$severity,
            outcome: Outcome::FailsWhenCalled,
            says: None,
            basis: $basis,
            page: include_str!(concat!("kinds/", $name, ".md")),
        };
    };
}

kind! {
    /// The answer took longer than is waited for.
    ANSWER_TOO_SLOW = "GA601" "answer-too-slow" Error basis::PRODUCTION_PAGE
}
/// The answer has more characters than are taken.
pub static ANSWER_TOO_LONG: Kind = Kind {
    code: "GA602",
    name: "answer-too-long",
    severity: Severity::Error,
    outcome: Outcome::FailsWhenCalled,
    says: Some("ResponseTooLargeError"),
    basis: basis::PRODUCTION_PAGE,
    page: include_str!("kinds/answer-too-long.md"),
};
kind! {
    /// The request has more characters than are sent.
    REQUEST_TOO_LONG = "GA603" "request-too-long" Error basis::PRODUCTION_PAGE
}
kind! {
    /// The document promises JSON, the answer is something else.
    ANSWER_NOT_JSON = "GA604" "answer-not-json" Warning basis::INFERRED
}
kind! {
    /// The answer is not text.
    ANSWER_NOT_TEXT = "GA605" "answer-not-text" Error basis::PRODUCTION_PAGE
}
kind! {
    /// The answer points elsewhere.
    REDIRECT_ANSWERED = "GA606" "redirect-answered" Warning REDIRECTS
}
kind! {
    /// The API answers without a token, or with one that nobody issued.
    UNAUTHENTICATED_CALL_ANSWERED = "GA607" "unauthenticated-call-answered" Error BEARER
}
kind! {
    /// The API refuses a token, but not with 401.
    REFUSAL_NOT_401 = "GA608" "refusal-not-401" Error basis::REFRESH_ON_401
}

kind! {
    /// The answer has a status that the document does not describe.
    STATUS_UNDOCUMENTED = "GA609" "status-undocumented" Warning basis::INFERRED
}
kind! {
    /// The answer has a media type that the document does not describe.
    CONTENT_TYPE_UNDOCUMENTED = "GA610" "content-type-undocumented" Warning basis::INFERRED
}
kind! {
    /// The answer is not what its schema promises.
    ANSWER_BREAKS_SCHEMA = "GA611" "answer-breaks-schema" Warning basis::INFERRED
}
kind! {
    /// The answer hands over files that are not taken.
    FILES_UNUSABLE = "GA612" "files-unusable" Error basis::FILES_PAGE
}
kind! {
    /// The document says that no token is needed, and the API refuses without one.
    PUBLIC_OPERATION_REFUSED = "GA613" "public-operation-refused" Error SECURITY_REQUIREMENT
}
/// The answer came late, and not yet too late.
pub static ANSWER_SLOW: Kind = Kind {
    code: "GA614",
    name: "answer-slow",
    severity: Severity::Warning,
    outcome: Outcome::Advice,
    says: None,
    basis: basis::PRODUCTION_PAGE,
    page: include_str!("kinds/answer-slow.md"),
};
kind! {
    /// What was deleted is still answered.
    DELETED_ITEM_ANSWERED = "GA615" "deleted-item-answered" Warning basis::INFERRED
}
/// The same call at once again is answered otherwise.
pub static ANSWER_NOT_REPEATED: Kind = Kind {
    code: "GA616",
    name: "answer-not-repeated",
    severity: Severity::Warning,
    outcome: Outcome::Advice,
    says: None,
    basis: SAFE_METHODS,
    page: include_str!("kinds/answer-not-repeated.md"),
};
/// A user is shown what is another one's.
pub static OTHER_USERS_ITEM_SHOWN: Kind = Kind {
    code: "GA617",
    name: "other-users-item-shown",
    severity: Severity::Error,
    outcome: Outcome::Advice,
    says: None,
    basis: OBJECT_LEVEL,
    page: include_str!("kinds/other-users-item-shown.md"),
};
/// A user may change or remove what is another one's.
pub static OTHER_USERS_ITEM_CHANGED: Kind = Kind {
    code: "GA618",
    name: "other-users-item-changed",
    severity: Severity::Error,
    outcome: Outcome::Advice,
    says: None,
    basis: OBJECT_LEVEL,
    page: include_str!("kinds/other-users-item-changed.md"),
};
/// What was written is not what is read.
pub static WRITTEN_VALUE_NOT_READ: Kind = Kind {
    code: "GA619",
    name: "written-value-not-read",
    severity: Severity::Warning,
    outcome: Outcome::Advice,
    says: None,
    basis: basis::INFERRED,
    page: include_str!("kinds/written-value-not-read.md"),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_pages_are_complete() {
        assert!(KINDS.windows(2).all(|pair| pair[0].code < pair[1].code));
        for kind in KINDS {
            for heading in ["## What it checks", "## Why", "## Example", "## Instead"] {
                assert!(kind.page.contains(heading), "{} lacks {heading}", kind.name);
            }
            assert!(kind.severity != Severity::Error || kind.basis.confidence.carries_an_error());
        }
    }
}
