//! What came back, held to what a step must show.

use super::Check;
use crate::{
    diagnostic::{Diagnostic, Kind},
    invoke::{kinds, outcome::CallOutcome, signature::Signature},
    platform::CallShape,
};
use http::StatusCode;

/// How a step went.
#[derive(Debug)]
pub enum Verdict {
    /// As it must be.
    Passed,
    /// Not so.
    Failed(Vec<Diagnostic>),
    /// The API answered an error.
    ErrorStatus(StatusCode),
}

/// Judges a step by what came back.
pub fn judge(check: Check, signature: &Signature, outcome: &CallOutcome, shape: &CallShape) -> Verdict {
    match check {
        Check::RefusesMissingToken | Check::RefusesForgedToken => refusal(check, outcome, shape),
        Check::Answers if signature.public && is_refused(outcome.status) => {
            let status = outcome.status.as_u16();
            failed(
                &kinds::PUBLIC_OPERATION_REFUSED,
                format!("`{}` answers {status} without a token; it is `security: []`", outcome.operation),
                "answer it without a token, or drop `security: []`".to_owned(),
            )
        }
        Check::IsGone => gone(outcome),
        _ if outcome.is_good() => Verdict::Passed,
        _ if outcome.faults().next().is_none() => Verdict::ErrorStatus(outcome.status),
        Check::Answers | Check::Creates | Check::Updates | Check::Deletes => {
            Verdict::Failed(outcome.faults().cloned().collect())
        }
    }
}

fn is_refused(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

fn gone(outcome: &CallOutcome) -> Verdict {
    match outcome.status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Verdict::Passed,
        status if status.is_success() => failed(
            &kinds::DELETED_ITEM_ANSWERED,
            format!("`{}` answers {} for what was deleted", outcome.operation, status.as_u16()),
            "answer 404 for what is no longer there".to_owned(),
        ),
        status => Verdict::ErrorStatus(status),
    }
}

fn failed(kind: &'static Kind, message: String, help: String) -> Verdict {
    Verdict::Failed(vec![Diagnostic { help: Some(help), ..Diagnostic::new(kind, message) }])
}

fn refusal(check: Check, outcome: &CallOutcome, shape: &CallShape) -> Verdict {
    let status = outcome.status;
    let expected = shape.sign_in_status.value;
    let what = if check == Check::RefusesMissingToken { "without a token" } else { "with a forged token" };
    if status.as_u16() == expected {
        Verdict::Passed
    } else if status.is_success() {
        failed(
            &kinds::UNAUTHENTICATED_CALL_ANSWERED,
            format!("`{}` answers {} {what}", outcome.operation, status.as_u16()),
            format!("validate the token of every request and answer {expected}"),
        )
    } else {
        failed(
            &kinds::REFUSAL_NOT_401,
            format!("`{}` answers {} {what}, not {expected}", outcome.operation, status.as_u16()),
            format!("answer {expected}: nothing else makes ChatGPT sign the user in again"),
        )
    }
}
