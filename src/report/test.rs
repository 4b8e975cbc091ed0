//! The smoke test.

use super::{
    call::{call, milliseconds, status, time},
    escape,
    styles::Styles,
};
use crate::{
    invoke::outcome::CallOutcome,
    scenario::{SkipReason, Verdict},
    task::{
        call::CallError,
        test::{StepOutcome, TestOutcome},
    },
};
use serde_json::{Value, json};
use std::error::Error as _;

/// The width of the first column: the longest name, within reason.
pub fn name_width<'a>(names: impl Iterator<Item = &'a str>) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or_default().clamp(8, 30)
}

/// Returns the lines of a step: the first its row of the table, the others what is wrong.
pub fn step(step: &StepOutcome, width: usize, styles: Styles) -> Vec<String> {
    let (mark, answer, took) = match &step.answer {
        Ok((outcome, _)) => {
            let mark = if step.passed() { styles.good("✓") } else { styles.error("✗") };
            (mark, outcome.status.as_u16().to_string(), time(outcome.duration))
        }
        Err(_) => (styles.error("✗"), "–".to_owned(), String::new()),
    };
    let name = escape::excerpt(&step.operation, width);
    let row = format!("{mark} {name:width$}  {:23}  {answer:>3}  {took:>7}", step.check.words());
    let mut lines = vec![row.trim_end().to_owned()];
    lines.extend(reasons(step).into_iter().flat_map(|reason| {
        let code =
            reason.code.map(|code| format!("{} ", styles.error(format!("[{code}]")))).unwrap_or_default();
        let message = format!("    {code}{}", escape::line(&reason.message));
        let help = reason.help.map(|help| format!("    {} {}", styles.hint("help:"), escape::line(&help)));
        [Some(message), help].into_iter().flatten()
    }));
    lines
}

/// Returns the line of an operation that was not called.
pub fn skipped(operation: &str, reason: &SkipReason, width: usize, styles: Styles) -> String {
    let name = escape::excerpt(operation, width);
    styles.faint(format!("- {name:width$}  not called: {}", escape::line(&skip_words(reason))))
}

/// Returns the closing line.
pub fn summary(outcome: &TestOutcome, styles: Styles) -> String {
    let (passed, all) = (outcome.passed(), outcome.steps.len());
    let failed = all - passed;
    let count = match failed {
        0 => styles.good(format!("{passed} passed")),
        _ => format!("{}, {passed} passed", styles.error(format!("{failed} failed"))),
    };
    let skipped = match outcome.skipped.len() {
        0 => String::new(),
        count => format!(", {count} not called"),
    };
    format!("{count}{skipped} in {} at {}", time(outcome.duration), escape::line(outcome.server.as_str()))
}

/// Returns the smoke test as a JSON document.
pub fn document(outcome: &TestOutcome) -> Value {
    let skipped = outcome.skipped.iter().map(|own| {
        json!({ "operation": own.operation, "reason": skip_name(&own.reason), "message": skip_words(&own.reason) })
    });
    json!({
        "schema": 1,
        "server": outcome.server.as_str(),
        "passed": outcome.passed(),
        "failed": outcome.steps.len() - outcome.passed(),
        "enforcement_tested": outcome.enforcement,
        "duration_ms": milliseconds(outcome.duration),
        "steps": outcome.steps.iter().map(step_value).collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
    })
}

fn step_value(step: &StepOutcome) -> Value {
    let reasons = reasons(step);
    json!({
        "operation": step.operation,
        "check": step.check.name(),
        "passed": step.passed(),
        "reasons": reasons.iter().map(|own| json!({ "code": own.code, "message": own.message, "help": own.help })).collect::<Vec<_>>(),
        "call": step.answer.as_ref().ok().map(|(outcome, _)| call(outcome)),
    })
}

/// Why a step failed.
struct Reason {
    code: Option<&'static str>,
    message: String,
    help: Option<String>,
}

fn reasons(step: &StepOutcome) -> Vec<Reason> {
    match &step.answer {
        Ok((_, Verdict::Passed)) => Vec::new(),
        Ok((_, Verdict::Failed(findings))) => findings
            .iter()
            .map(|own| Reason {
                code: Some(own.kind.code),
                message: own.message.clone(),
                help: own.help.clone(),
            })
            .collect(),
        Ok((outcome, Verdict::ErrorStatus(code))) => vec![Reason {
            code: None,
            message: format!("the API answered {}{}", status(*code), said(outcome)),
            help: (code.as_u16() == 401).then(|| {
                "sign in again with `gptauth login`, and look at how the API validates tokens".to_owned()
            }),
        }],
        Err(error) => vec![Reason { code: slow(error), message: with_causes(error), help: None }],
    }
}

/// Returns an error and what stands behind it, in one line.
fn with_causes(error: &CallError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

fn slow(error: &CallError) -> Option<&'static str> {
    matches!(error, CallError::TooSlow { .. }).then_some(crate::invoke::kinds::ANSWER_TOO_SLOW.code)
}

/// Returns the beginning of what an error answer says.
fn said(outcome: &CallOutcome) -> String {
    let challenge = outcome.challenge.as_ref();
    let challenged = challenge.and_then(|own| own.description.clone().or_else(|| own.error.clone()));
    let text = challenged.unwrap_or_else(|| String::from_utf8_lossy(&outcome.body).trim().to_owned());
    if text.is_empty() { String::new() } else { format!(": {}", escape::excerpt(&text, 120)) }
}

fn skip_name(reason: &SkipReason) -> &'static str {
    match reason {
        SkipReason::Changes => "changes",
        SkipReason::NeedsArguments(_) => "needs-arguments",
        SkipReason::Uncallable(_) => "uncallable",
    }
}

fn skip_words(reason: &SkipReason) -> String {
    match reason {
        SkipReason::Changes => "it may change something".to_owned(),
        SkipReason::NeedsArguments(names) => format!("it needs {}", names.join(", ")),
        SkipReason::Uncallable(why) => why.clone(),
    }
}

#[cfg(test)]
mod tests;
