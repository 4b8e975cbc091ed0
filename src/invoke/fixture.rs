//! What the tests of several rooms call.

use super::signature::Signature;
use http::Method;

/// Returns an operation that reads `/items`, and takes nothing.
pub(crate) fn reading(name: &str) -> Signature {
    Signature {
        name: name.to_owned(),
        method: Method::GET,
        path: "/items".to_owned(),
        summary: None,
        public: false,
        consequential: false,
        parameters: Vec::new(),
        body: None,
        answers: Vec::new(),
    }
}
