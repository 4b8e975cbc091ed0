//! What is called, and in which order.

use super::{
    Check, Plan, SkipReason, Skipped, Step,
    known::{self, Feed},
    paths::{Paths, resource},
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
    let paths = Paths::new(signatures);
    let mut answers = Vec::new();
    let mut skipped = Vec::new();
    for (operation, signature) in signatures.iter().enumerate() {
        match read(&paths, signature) {
            Ok((arguments, feeds)) => {
                let (arguments, feeds) = (arguments.into(), feeds.into());
                answers.push(Step { operation, arguments, feeds, check: Check::Answers, round: None })
            }
            Err(reason) => skipped.push(Skipped { operation: signature.name.clone(), reason }),
        }
    }
    // A value of a longer path is taken from the answer of a shorter one.
    answers.sort_by_key(|step| step.feeds.len());
    let probes: Vec<_> = answers
        .iter()
        .filter(|step| signs_in && !signatures[step.operation].public)
        .flat_map(|step| {
            [Check::RefusesMissingToken, Check::RefusesForgedToken]
                .map(|check| Step { check, ..step.clone() })
        })
        .collect();
    let enforcement = !probes.is_empty();
    let twice = |step: Step| [step.clone(), Step { check: Check::AnswersAgain, ..step }];
    let steps = answers.into_iter().flat_map(twice).chain(probes).collect();
    Plan { steps, skipped, enforcement }
}

/// Adds what another user calls: each list that gives the first user's items their names, and each
/// read of something of the first one's. What is `shared` by its nature, by the name of an operation,
/// is left out, and so is what needs no token.
pub fn add_other_user(plan: &mut Plan, signatures: &[Signature], shared: &[&str]) {
    let sources: Vec<_> = plan.steps.iter().flat_map(|step| step.feeds.iter()).map(Feed::resource).collect();
    let check = |step: &Step| {
        let signature = &signatures[step.operation];
        let is_private = !signature.public && !shared.contains(&signature.name.as_str());
        let is_read = step.check == Check::Answers && is_private;
        match &*step.feeds {
            [] => {
                (is_read && sources.contains(&&*resource(&signature.path))).then_some(Check::OmitsOthersItems)
            }
            [_, ..] => is_read.then_some(Check::RefusesOtherUser),
        }
    };
    let steps = plan.steps.iter().filter_map(|step| Some(Step { check: check(step)?, ..step.clone() }));
    plan.steps.extend(steps.collect::<Vec<_>>());
}

/// Returns how an operation that only reads is called.
fn read(paths: &Paths<'_>, signature: &Signature) -> Result<(Arguments, Vec<Feed>), SkipReason> {
    let may_change = match signature.method {
        Method::GET => signature.consequential,
        // It asks for consent like all that is not GET, and changes nothing (RFC 9110 §9.2.1).
        Method::HEAD => false,
        _ => true,
    };
    if may_change {
        return Err(SkipReason::Changes);
    }
    let arguments = defaults(signature);
    match bind::bind(signature, &arguments) {
        Ok(_) => Ok((arguments, Vec::new())),
        Err(BindError::Missing { missing, .. }) => {
            let names: Vec<_> = missing.into_iter().map(|own| own.name).collect();
            let feeds = known::feeds(paths, signature, is_read);
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
