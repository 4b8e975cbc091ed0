//! A part of a plan that becomes a workflow.

use crate::scenario::Step;

/// Steps that feed each other.
pub(super) struct Part<'p> {
    pub(super) steps: Vec<&'p Step>,
    /// Whether they create something and remove it again.
    pub(super) is_round: bool,
}

/// Returns the reads that a round takes values from, each after those that feed it.
pub(super) fn feeding<'p, 'n>(
    reads: &[&'p Step],
    steps: &[&'p Step],
    name: &impl Fn(&Step) -> &'n str,
) -> Vec<&'p Step> {
    let is_own = |source: &str| steps.iter().any(|own| name(own) == source);
    let mut wanted: Vec<&str> = steps
        .iter()
        .flat_map(|own| own.feeds.iter())
        .map(|feed| feed.source.as_str())
        .filter(|own| !is_own(own))
        .collect();
    let mut found: Vec<&Step> = Vec::new();
    while let Some(source) = wanted.pop() {
        let Some(step) = reads.iter().find(|own| name(own) == source) else { continue };
        if found.iter().any(|own| std::ptr::eq(*own, *step)) {
            continue;
        }
        found.push(step);
        wanted.extend(step.feeds.iter().map(|feed| feed.source.as_str()));
    }
    // The plan has each read after those that feed it.
    found.sort_by_key(|own| reads.iter().position(|read| std::ptr::eq(*read, *own)));
    found
}
