//! What is called, and in which order.

use super::{
    Check, Plan, SkipReason, Skipped, Step,
    known::{self, Feed},
};
use crate::invoke::{
    bind::{self, Arguments, BindError},
    signature::{Place, Signature},
    value_text,
};
use http::Method;

/// Plans the smoke test. `signs_in` says whether the action has OAuth at all.
///
/// An operation comes after those that give it its values; the probes come last.
pub fn plan(signatures: &[Signature], signs_in: bool) -> Plan {
    let mut steps = Vec::new();
    let mut skipped = Vec::new();
    for (operation, signature) in signatures.iter().enumerate() {
        match read(signatures, signature) {
            Ok((arguments, feeds)) => {
                steps.push(Step { operation, arguments, feeds, check: Check::Answers, round: None })
            }
            Err(reason) => skipped.push(Skipped { operation: signature.name.clone(), reason }),
        }
    }
    // A value of a longer path is taken from the answer of a shorter one.
    steps.sort_by_key(|step| step.feeds.len());
    let probes: Vec<_> = steps
        .iter()
        .filter(|step| signs_in && !signatures[step.operation].public)
        .flat_map(|step| {
            [Check::RefusesMissingToken, Check::RefusesForgedToken]
                .map(|check| Step { check, ..step.clone() })
        })
        .collect();
    let enforcement = !probes.is_empty();
    steps.extend(probes);
    Plan { steps, skipped, enforcement }
}

/// Returns how an operation that only reads is called.
fn read(signatures: &[Signature], signature: &Signature) -> Result<(Arguments, Vec<Feed>), SkipReason> {
    if signature.method != Method::GET || signature.consequential {
        return Err(SkipReason::Changes);
    }
    let arguments = defaults(signature);
    match bind::bind(signature, &arguments) {
        Ok(_) => Ok((arguments, Vec::new())),
        Err(BindError::Missing { missing, .. }) => {
            let names: Vec<_> = missing.into_iter().map(|own| own.name).collect();
            let feeds = known::feeds(signatures, signature, is_read);
            let unfed: Vec<_> =
                names.into_iter().filter(|name| !feeds.iter().any(|feed| feed.parameter == *name)).collect();
            if unfed.is_empty() { Ok((arguments, feeds)) } else { Err(SkipReason::NeedsArguments(unfed)) }
        }
        Err(other) => Err(SkipReason::Uncallable(other.to_string())),
    }
}

/// Returns whether an operation can give values: it reads, and needs nothing but places in its path.
pub(super) fn is_read(signature: &Signature) -> bool {
    let needs = |own: &bind::Missing| own.place != Place::Path;
    signature.method == Method::GET
        && !signature.consequential
        && match bind::bind(signature, &defaults(signature)) {
            Ok(_) => true,
            Err(BindError::Missing { missing, .. }) => !missing.iter().any(needs),
            Err(_) => false,
        }
}

/// Returns the values that the document itself gives to required query parameters. An example in a
/// path is no such value: the thing that it names rarely exists.
fn defaults(signature: &Signature) -> Arguments {
    let named = signature
        .arguments()
        .filter(|own| own.required && own.place == Place::Query)
        .filter_map(|own| Some((own.name.to_owned(), value_text(own.shape.default.as_ref()?))));
    Arguments { named: named.collect(), ..Arguments::default() }
}
