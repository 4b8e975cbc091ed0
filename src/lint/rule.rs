//! What a rule is, and what it reports to.

use super::subject::Subject;
use crate::{
    diagnostic::{Diagnostic, Kind, Location},
    openapi::Node,
};

/// A kind of finding and the function that looks for it.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    pub(super) check: fn(&Subject<'_>, &mut Reporter<'_>),
}

/// Runs rules and gathers what they find.
#[derive(Debug, Default)]
pub(super) struct Checker {
    found: Vec<Diagnostic>,
}

/// Where one rule reports to.
pub(super) struct Reporter<'c> {
    kind: &'static Kind,
    found: &'c mut Vec<Diagnostic>,
}

/// A finding that may still get a hint.
pub(super) struct Reported<'c>(&'c mut Diagnostic);

impl Checker {
    /// Goes on from what was found before.
    pub(super) fn of(found: Vec<Diagnostic>) -> Self {
        Self { found }
    }

    /// Returns where findings of a kind that is no rule's are reported to.
    pub(super) fn reporter(&mut self, kind: &'static Kind) -> Reporter<'_> {
        Reporter { kind, found: &mut self.found }
    }

    pub(super) fn run(&mut self, rule: &'static Rule, subject: &Subject<'_>) {
        (rule.check)(subject, &mut Reporter { kind: &rule.kind, found: &mut self.found });
    }

    /// Returns the findings in order; what two operations share is found once.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(order);
        self.found.dedup_by(|left, right| order(left) == order(right) && left.message == right.message);
        self.found
    }
}

fn order(diagnostic: &Diagnostic) -> impl Ord + use<> {
    let location = diagnostic.location.as_ref();
    (location.map(|location| (location.file, location.span.start)), diagnostic.kind.code)
}

impl Reporter<'_> {
    /// Reports one fact, with the actual and the expected value in backticks.
    pub(super) fn report(&mut self, location: Location, message: String) -> Reported<'_> {
        let diagnostic = Diagnostic { location: Some(location), ..Diagnostic::new(self.kind, message) };
        Reported(self.found.push_mut(diagnostic))
    }
}

impl Reported<'_> {
    /// Adds what to do about it: one imperative.
    pub(super) fn help(self, help: impl Into<String>) {
        self.0.help = Some(help.into());
    }
}

/// How much of a text from the document a message quotes, in characters.
const QUOTED: usize = 60;

/// Returns a text from the document in backticks, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

/// Returns where to point for a node: at its key, or at the first one in it. A mapping over many
/// lines is never underlined as a whole.
pub(super) fn key_or(node: Node<'_>) -> Location {
    let first = || Some(Location { span: node.entries().next()?.0.span(), ..node.location() });
    node.key().map(Node::location).or_else(first).unwrap_or_else(|| node.location())
}

/// Returns where to point for the value of a field: at itself, if that is a text that can be seen.
pub(super) fn place(node: Node<'_>) -> Location {
    let is_visible = node.text().is_some() && !node.span().is_empty();
    if is_visible { node.location() } else { key_or(node) }
}
