//! Which step waits for which.

use super::{Check, Step};
use crate::invoke::signature::Signature;
use std::collections::HashMap;

/// Returns, for each step, the places of those that must have ended before it is taken: whose answers
/// give it its values, or are compared with. A step of a round waits for the one before it.
///
/// A step only ever waits for earlier ones.
pub fn order(steps: &[Step], signatures: &[Signature]) -> Vec<Vec<usize>> {
    let mut answers: HashMap<&str, usize> = HashMap::new();
    let mut after = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let own = signatures[step.operation].name.as_str();
        if step.round.is_some() {
            after.push(at.checked_sub(1).into_iter().collect());
            continue;
        }
        let sources = step.feeds.iter().map(|feed| feed.source.as_str());
        let compared = step.check.compares().then_some(own);
        let mut places: Vec<_> =
            sources.chain(compared).filter_map(|name| answers.get(name).copied()).collect();
        places.sort_unstable();
        places.dedup();
        after.push(places);
        if step.check == Check::Answers {
            answers.entry(own).or_insert(at);
        }
    }
    after
}
