//! What the project makes of the findings: how loud a rule is, what is accepted, and whether its
//! settings still mean anything.

use super::{
    registry,
    rule::{Checker, quoted},
    rules::acceptance_unused,
};
use crate::{
    diagnostic::{Diagnostic, File, Kind, Location},
    nearest::nearest,
    openapi::Document,
    project::{
        Project, ProjectError, ProjectFault,
        check::{Acceptance, Level, Named},
    },
};

/// The findings of a check after the project had its say.
#[derive(Debug, Default)]
pub struct Judged {
    /// What is reported, sorted by file, place and code.
    pub reported: Vec<Diagnostic>,
    /// What the project accepts, in the same order.
    pub accepted: Vec<Accepted>,
    /// What rules found that the project switched off, in the same order.
    pub off: Vec<Diagnostic>,
}

/// A finding that the project lives with.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// Why it is accepted, in the project's words.
    pub reason: String,
}

/// Checks that the project's settings name rules that there are.
///
/// # Errors
///
/// [`ProjectFault::UnknownRule`] for the first one that never was, with its place.
pub fn validate(project: &Project) -> Result<(), ProjectError> {
    let levels = project.check.levels.iter().map(|level| &level.rule);
    let acceptances = project.check.acceptances.iter().map(|acceptance| &acceptance.rule);
    match levels.chain(acceptances).find(|rule| !is_known(rule)) {
        None => Ok(()),
        Some(rule) => {
            let names = registry::kinds().map(|kind| kind.name);
            let nearest = nearest(&rule.name, names).first().copied();
            let fault = ProjectFault::UnknownRule { name: rule.name.clone(), nearest };
            Err(project.error(rule.span.start, fault))
        }
    }
}

/// Sorts findings into what is reported, accepted and switched off, and adds what the settings
/// themselves are at fault in.
pub(super) fn settle(found: Vec<Diagnostic>, document: &Document, project: &Project) -> Judged {
    let mut judged = Judged::default();
    let check = &project.check;
    let mut used = vec![false; check.acceptances.len()];
    let mut reported = Vec::new();
    for diagnostic in found {
        let fits = |acceptance: &&Acceptance| fits(acceptance, &diagnostic, document);
        let mut fitting = check.acceptances.iter().zip(&mut used).filter(|(acceptance, _)| fits(acceptance));
        match fitting.next() {
            None => reported.push(diagnostic),
            Some((acceptance, used)) => {
                *used = true;
                // Further ones that fit are not at fault because they stand below the first.
                fitting.for_each(|(_, used)| *used = true);
                judged.accepted.push(Accepted { diagnostic, reason: acceptance.reason.clone() });
            }
        }
    }
    let mut checker = Checker::of(reported);
    let unused = check.acceptances.iter().zip(used).enumerate().filter(|(_, (_, used))| !used);
    for (number, (acceptance, _)) in unused {
        let pointer = format!("/check/accept/{number}");
        let location = Location { file: File::Project, pointer, span: acceptance.span.clone() };
        let help = match acceptance.at {
            Some(_) => "remove the acceptance, or correct its `at`",
            None => "remove the acceptance",
        };
        let mut reporter = checker.reporter(&acceptance_unused::KIND);
        reporter.report(location, unused_words(acceptance, document)).help(help);
    }
    for mut diagnostic in checker.finish() {
        match level(project, diagnostic.kind) {
            None => judged.reported.push(diagnostic),
            Some(Level::Off) => judged.off.push(diagnostic),
            Some(Level::At(severity)) => {
                diagnostic.severity = severity;
                judged.reported.push(diagnostic);
            }
        }
    }
    judged
}

fn is(rule: &Named, kind: &Kind) -> bool {
    names(&rule.name, kind.code, kind.name)
}

fn names(rule: &str, code: &str, name: &str) -> bool {
    rule.eq_ignore_ascii_case(code) || rule.eq_ignore_ascii_case(name)
}

/// Returns whether the rule exists, or once did: an old setting is no reason to stop.
fn is_known(rule: &Named) -> bool {
    let retired = || registry::RETIRED.iter().any(|old| names(&rule.name, old.code, old.name));
    registry::kinds().any(|kind| is(rule, kind)) || retired()
}

fn level(project: &Project, kind: &Kind) -> Option<Level> {
    project.check.levels.iter().find(|level| is(&level.rule, kind)).map(|level| level.level)
}

fn fits(acceptance: &Acceptance, diagnostic: &Diagnostic, document: &Document) -> bool {
    if !is(&acceptance.rule, diagnostic.kind) {
        return false;
    }
    let Some(at) = &acceptance.at else { return true };
    let Some(location) = &diagnostic.location else { return false };
    match pointer(at) {
        Some(pointer) => is_in(&location.pointer, pointer),
        None => {
            location.file == File::Schema
                && operations(document, at).any(|operation| is_in(&location.pointer, &operation))
        }
    }
}

/// Returns `at` as a JSON Pointer, with or without the `#` of a reference.
fn pointer(at: &str) -> Option<&str> {
    let pointer = at.strip_prefix('#').unwrap_or(at);
    (pointer.starts_with('/') || at == "#").then_some(pointer)
}

/// Returns whether the node of `pointer` is that of `above` or in it.
fn is_in(pointer: &str, above: &str) -> bool {
    pointer.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the pointers of the operations of that name: one, where the document is right.
fn operations<'d>(document: &'d Document, name: &str) -> impl Iterator<Item = String> + use<'d> {
    let operations = document.operations().into_iter();
    let name = name.to_owned();
    operations
        .filter(move |operation| operation.name() == Some(&*name))
        .map(|operation| operation.node().pointer())
}

fn unused_words(acceptance: &Acceptance, document: &Document) -> String {
    let rule = quoted(&acceptance.rule.name);
    match &acceptance.at {
        None => format!("{rule} is accepted, and finds nothing"),
        Some(at) if pointer(at).is_none() && operations(document, at).next().is_none() => {
            format!("{rule} is accepted at {}, and no operation has that id", quoted(at))
        }
        Some(at) => format!("{rule} is accepted at {}, and finds nothing there", quoted(at)),
    }
}

#[cfg(test)]
mod tests;
