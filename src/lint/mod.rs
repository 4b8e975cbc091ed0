//! What the GPT editor and ChatGPT would say about a document, before anyone opens them.
//!
//! A rule is a kind of finding with the function that looks for it, in a file of its own under
//! `rules/`, and one line in the registry. The facts that rules judge by stand in
//! [`crate::platform`], what they mean in their pages.

mod domains;
mod headers;
mod media_types;
mod oauth;
mod paths;
mod references;
mod registry;
mod rule;
mod rules;
mod schemas;
mod servers;
mod settings;
mod shapes;
mod subject;

pub use registry::{RETIRED, Retired, kinds};
pub use settings::{Accepted, Judged, validate};

use crate::{diagnostic::Diagnostic, openapi::Document, project::Project};
use rule::Checker;
use subject::Subject;

/// Returns all that the rules find in a document, sorted by file, place and code.
///
/// The OAuth endpoints are the project's, where there is one that names any, or else those that
/// the document declares.
pub fn run(document: &Document, project: Option<&Project>) -> Vec<Diagnostic> {
    let subject = Subject::new(document, project);
    let mut checker = Checker::default();
    for rule in registry::RULES {
        checker.run(rule, &subject);
    }
    checker.finish()
}

/// Returns the findings after the project's `[check]` table had its say about them.
///
/// Rules that it names and that there are not are passed over: see [`validate`].
pub fn judge(document: &Document, project: Option<&Project>) -> Judged {
    let found = run(document, project);
    match project {
        Some(project) => settings::settle(found, document, project),
        None => Judged { reported: found, ..Judged::default() },
    }
}

#[cfg(test)]
mod tests;
