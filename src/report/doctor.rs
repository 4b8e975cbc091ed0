//! What the probes saw: one form of it a file, and what they all ask.

mod exchange;
mod github;
mod json;
mod junit;
mod markdown;
mod requests;
mod text;
mod why;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use requests::requests;
pub use text::text;
pub use why::{why_json, why_text};

use super::escape;
use crate::{
    diagnostic::Severity,
    task::doctor::{DoctorOutcome, ProbeOutcome, Verdict},
};

/// Returns how bad the worst finding of a probe is.
fn worst(own: &ProbeOutcome) -> Option<Severity> {
    own.findings().iter().map(|finding| finding.diagnostic.severity).min()
}

/// Returns whether a probe ran and could tell nothing.
fn is_untold(own: &ProbeOutcome) -> bool {
    worst(own) != Some(Severity::Error)
        && matches!(&own.verdict, Verdict::Judged(judgement)
        if judgement.seen.is_empty() && !judgement.untold.is_empty())
}

/// Returns what became of a probe, as one word.
fn word(own: &ProbeOutcome) -> &'static str {
    match (&own.verdict, worst(own)) {
        (Verdict::NotRun(_), _) => "not_run",
        (_, Some(Severity::Error)) => "failed",
        (_, Some(Severity::Warning)) => "warned",
        _ if is_untold(own) => "not_told",
        _ => "passed",
    }
}

/// Returns the number of findings of a severity.
fn count(outcome: &DoctorOutcome, severity: Severity) -> usize {
    outcome.findings().filter(|(_, finding)| finding.diagnostic.severity == severity).count()
}

/// Returns why a probe did not run.
fn not_run(own: &ProbeOutcome) -> Option<&str> {
    match &own.verdict {
        Verdict::NotRun(why) => Some(why),
        Verdict::Judged(_) => None,
    }
}

/// Returns what was not tested, each thing once: what could not run, what could not be told.
fn untested(outcome: &DoctorOutcome) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for own in &outcome.probes {
        let told = match &own.verdict {
            Verdict::NotRun(why) => vec![format!("{}: {why}", own.probe.name)],
            Verdict::Judged(judgement) => judgement.untold.clone(),
        };
        for words in told {
            if !all.contains(&words) {
                all.push(words);
            }
        }
    }
    all
}

/// Returns what was probed, in a few words.
fn subject(outcome: &DoctorOutcome) -> String {
    let provider = outcome
        .issuer
        .as_ref()
        .map(|issuer| format!("{} at {}", outcome.provider.name, escape::line(issuer)));
    let client = outcome.client_id.as_ref().map(|id| format!("client {}", escape::line(id)));
    let api = outcome.server.as_ref().map(|server| format!("API {}", escape::line(server.as_str())));
    [provider, client, api].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns the closing words.
pub fn closing(outcome: &DoctorOutcome) -> String {
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    };
    let found: Vec<_> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| counted(count(outcome, severity), severity.word()))
        .collect();
    let found = if found.is_empty() { "nothing wrong".to_owned() } else { found.join(", ") };
    let not_run = outcome.probes.iter().filter(|own| not_run(own).is_some()).count();
    let not_run = if not_run == 0 { String::new() } else { format!(", {not_run} not run") };
    format!(
        "{} probes: {found}{not_run}; {} requests in {}",
        outcome.probes.len(),
        outcome.requests,
        super::call::time(outcome.duration)
    )
}

#[cfg(test)]
mod tests;
