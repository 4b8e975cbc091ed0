//! Which step waits for which.

use super::{Check, Step};
use crate::invoke::signature::Signature;
use std::collections::HashMap;

/// Returns, for each step in turn, the places of those that must have ended before it is taken: whose
/// answers give it its values, or are compared with. A step of a round waits for the one before it.
///
/// A step only ever waits for earlier ones.
pub fn order<'a>(
    steps: &'a [Step],
    signatures: &'a [Signature],
) -> impl Iterator<Item = Vec<usize>> + use<'a> {
    let mut answers: HashMap<&str, usize> = HashMap::new();
    steps.iter().enumerate().map(move |(at, step)| {
        let own = signatures[step.operation].name.as_str();
        if step.round.is_some() {
            return at.checked_sub(1).into_iter().collect();
        }
        let sources = step.feeds.iter().map(|feed| feed.source.as_str());
        let compared = step.check.compares().then_some(own);
        let mut places: Vec<_> =
            sources.chain(compared).filter_map(|name| answers.get(name).copied()).collect();
        places.sort_unstable();
        places.dedup();
        if step.check == Check::Answers {
            answers.entry(own).or_insert(at);
        }
        places
    })
}
