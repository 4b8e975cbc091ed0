//! What came back, held to what a step must show.

use super::{Check, Imprint, Written, imprint::Shown};
use crate::{
    diagnostic::{Diagnostic, Kind, Severity},
    invoke::{kinds, outcome::CallOutcome, signature::Signature},
    platform::CallShape,
};
use http::{Method, StatusCode};
use serde_json::Value;

/// How many lost values, and how many items of another user, are told.
const MAX_TOLD: usize = 3;

/// How a step went.
#[derive(Debug)]
pub enum Verdict {
    /// As it must be.
    Passed,
    /// As it must be, and there is something to say about it.
    Noted(Vec<Diagnostic>),
    /// Not so.
    Failed(Vec<Diagnostic>),
    /// The API answered an error.
    ErrorStatus(StatusCode),
}

/// What happened before a step, as far as it is held against that.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before<'a> {
    /// What the same operation answered to the first user.
    pub imprint: Option<&'a Imprint>,
    /// What the round has written.
    pub written: Option<&'a Written>,
    /// The members that the document promises of a successful answer.
    pub promised: &'a [String],
}

/// Judges a step by what came back.
pub fn judge(
    check: Check,
    signature: &Signature,
    outcome: &CallOutcome,
    before: Before<'_>,
    shape: &CallShape,
) -> Verdict {
    match check {
        Check::RefusesMissingToken | Check::RefusesForgedToken => refusal(check, outcome, shape),
        Check::Answers | Check::AnswersAgain if signature.public && is_refused(outcome.status) => {
            let status = outcome.status.as_u16();
            failed(
                &kinds::PUBLIC_OPERATION_REFUSED,
                format!("`{}` answers {status} without a token; it is `security: []`", outcome.operation),
                "answer it without a token, or drop `security: []`".to_owned(),
            )
        }
        Check::IsGone => gone(outcome),
        Check::AnswersAgain => again(outcome, before),
        Check::OmitsOthersItems => omission(outcome, before),
        Check::RefusesOtherUser => separation(outcome, before),
        Check::Answers | Check::Creates | Check::ReadsBack | Check::Updates | Check::Deletes => {
            let mut faults: Vec<_> = outcome.faults().cloned().collect();
            if check == Check::ReadsBack && outcome.status.is_success() {
                faults.extend(lost(outcome, before));
            }
            match (faults.is_empty(), outcome.status.is_success()) {
                (false, _) => Verdict::Failed(faults),
                (true, true) => Verdict::Passed,
                (true, false) => Verdict::ErrorStatus(outcome.status),
            }
        }
    }
}

/// Judges the second of two calls that are alike. What was wrong with the first answer is not said
/// again.
fn again(outcome: &CallOutcome, before: Before<'_>) -> Verdict {
    if !outcome.status.is_success() {
        return Verdict::ErrorStatus(outcome.status);
    }
    let Some(first) = before.imprint else { return Verdict::Passed };
    let (was, is) = (first.status().as_u16(), outcome.status.as_u16());
    if was != is {
        return failed(
            &kinds::ANSWER_NOT_REPEATED,
            format!("`{}` answers {was}, and the same call at once again {is}", outcome.operation),
            "answer the same call with the same status: reading changes nothing".to_owned(),
        );
    }
    let differences = first.differences(&Imprint::of(outcome.status, &outcome.body, before.list()));
    if differences.is_empty() {
        return Verdict::Passed;
    }
    // Somebody else may have been at work in between.
    let message =
        format!("`{}` answers otherwise when asked again: {}", outcome.operation, differences.join("; "));
    let note = Diagnostic::new(&kinds::ANSWER_NOT_REPEATED, message);
    Verdict::Noted(vec![Diagnostic { severity: Severity::Note, ..note }])
}

/// Judges a list that another user asked for.
fn omission(outcome: &CallOutcome, before: Before<'_>) -> Verdict {
    let status = outcome.status;
    if status == StatusCode::FORBIDDEN {
        return Verdict::Passed;
    }
    if !status.is_success() {
        return Verdict::ErrorStatus(status);
    }
    match before.shown_by(outcome) {
        Shown::Items(names) => shown(outcome, &names),
        Shown::Nothing | Shown::Namesake | Shown::Unknown => Verdict::Passed,
    }
}

fn shown(outcome: &CallOutcome, names: &[String]) -> Verdict {
    let told: Vec<_> = names.iter().take(MAX_TOLD).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(MAX_TOLD) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let items = if told.is_empty() { "items".to_owned() } else { told.join(", ") };
    failed(
        &kinds::OTHER_USERS_ITEM_SHOWN,
        format!("`{}` lists the first user's {items}{more}", outcome.operation),
        SHARED.to_owned(),
    )
}

const SHARED: &str = "select by the token's user; `[test] shared` names what all may see";

/// Judges what another user asked for, or did, by the name of something of the first one's.
fn separation(outcome: &CallOutcome, before: Before<'_>) -> Verdict {
    let (status, operation) = (outcome.status, &outcome.operation);
    // Only 401 is about the token, which must be good for anything to be shown.
    let is_refusal = status.is_client_error()
        && !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS);
    if is_refusal {
        return Verdict::Passed;
    }
    if !status.is_success() {
        return Verdict::ErrorStatus(status);
    }
    let code = status.as_u16();
    if !matches!(outcome.method, Method::GET | Method::HEAD) {
        return failed(
            &kinds::OTHER_USERS_ITEM_CHANGED,
            format!("`{operation}` answers {code} to another user"),
            "look for it among what is the token's user's, and answer 404".to_owned(),
        );
    }
    match before.shown_by(outcome) {
        Shown::Nothing => Verdict::Passed,
        Shown::Namesake => {
            let message = format!(
                "`{operation}` answers {code} to another user for an identifier of the first user's, with other                  content: perhaps each user has an item of that name"
            );
            let note = Diagnostic::new(&kinds::OTHER_USERS_ITEM_SHOWN, message);
            Verdict::Noted(vec![Diagnostic { severity: Severity::Note, ..note }])
        }
        Shown::Items(_) | Shown::Unknown => failed(
            &kinds::OTHER_USERS_ITEM_SHOWN,
            format!("`{operation}` answers {code} to another user"),
            SHARED.to_owned(),
        ),
    }
}

/// Returns what is not read as it was written.
fn lost(outcome: &CallOutcome, before: Before<'_>) -> Vec<Diagnostic> {
    let Some(written) = before.written else { return Vec::new() };
    let Ok(answer) = serde_json::from_slice::<Value>(&outcome.body) else { return Vec::new() };
    let lost = written.lost(&answer, before.promised);
    let finding = |own: &super::written::Lost| {
        let read = own.read.as_ref().map_or_else(|| "nothing".to_owned(), |read| format!("`{read}`"));
        let message = format!(
            "`{}` was written as `{}`; `{}` reads {read}",
            own.member, own.written, outcome.operation
        );
        let help = "wait until it is stored before you answer, and read what was stored".to_owned();
        Diagnostic { help: Some(help), ..Diagnostic::new(&kinds::WRITTEN_VALUE_NOT_READ, message) }
    };
    let mut findings: Vec<_> = lost.iter().take(MAX_TOLD).map(finding).collect();
    let more = lost.len().saturating_sub(MAX_TOLD);
    if let Some((last, before)) = findings.split_last_mut() {
        if more > 0 {
            last.message.push_str(&format!("; {more} more like it"));
        }
        before.iter_mut().for_each(|finding| finding.help = None);
    }
    findings
}

impl Before<'_> {
    fn shown_by(self, outcome: &CallOutcome) -> Shown {
        let Some(first) = self.imprint else { return Shown::Unknown };
        first.shown_by(&Imprint::of(outcome.status, &outcome.body, first.list()))
    }

    fn list(&self) -> Option<&str> {
        self.imprint.and_then(Imprint::list)
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
