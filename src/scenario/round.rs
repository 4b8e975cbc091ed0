//! Rounds of a resource: create, read, update, read, delete, and then it is gone.

use super::{
    Check, Plan, SkipReason, Step,
    known::{self, Feed},
    paths::{Paths, resource},
    plan::is_read,
};
use crate::invoke::{
    bind::Arguments,
    signature::{Place, Signature},
};
use http::Method;

/// The operations of one resource, as places among the signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    create: usize,
    read: Option<usize>,
    update: Option<usize>,
    delete: usize,
}

/// What is tried of an operation of a round beside its own call.
#[derive(Debug, Clone, Copy)]
struct Probes {
    /// It is called without a good token.
    token: bool,
    /// It is called by another user.
    other_user: bool,
}

/// Returns the rounds that paths and methods tell of: POST at `/items` creates what DELETE at
/// `/items/{id}` removes. What nothing removes is not created.
pub fn rounds(signatures: &[Signature]) -> Vec<Round> {
    found(&Paths::new(signatures))
}

fn found(paths: &Paths<'_>) -> Vec<Round> {
    let creates = paths.signatures().iter().enumerate().filter(|(_, own)| own.method == Method::POST);
    creates
        .filter_map(|(create, own)| {
            let item = resource(&own.path);
            let find =
                |method: Method| paths.at(&item).find(|(_, own)| own.method == method).map(|(at, _)| at);
            let delete = find(Method::DELETE)?;
            let update = find(Method::PATCH).or_else(|| find(Method::PUT));
            Some(Round { create, read: find(Method::GET), update, delete })
        })
        .filter(|round| feeds(paths, *round, round.delete).is_some())
        .collect()
}

impl Round {
    /// Returns the operations that the round calls.
    pub fn operations(self) -> impl Iterator<Item = usize> {
        [Some(self.create), self.read, self.update, Some(self.delete)].into_iter().flatten()
    }

    /// Returns its steps in order; `arguments` gives those of an operation for what it is to show, or
    /// nothing where there are none to be made.
    fn steps(
        self,
        paths: &Paths<'_>,
        probes: impl Fn(usize) -> Probes,
        arguments: &dyn Fn(usize, Check) -> Option<Arguments>,
    ) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        let mut push = |operation: usize, check: Check| {
            let feeds = feeds(paths, self, operation)?;
            let (arguments, feeds) = (arguments(operation, check)?.into(), feeds.into());
            let step = Step { operation, arguments, feeds, check, round: Some(self) };
            let other = Step { check: Check::RefusesOtherUser, ..step.clone() };
            let (probes, first) = (probes(operation), steps.len());
            let writes = matches!(check, Check::Creates | Check::Updates | Check::Deletes);
            if probes.token && writes {
                for check in [Check::RefusesMissingToken, Check::RefusesForgedToken] {
                    steps.push(Step { check, ..step.clone() });
                }
            }
            // What there is not yet, or no longer, nobody can be refused.
            let is_there = matches!(check, Check::ReadsBack | Check::Updates | Check::Deletes);
            let is_first = !steps[..first].iter().any(|own| own.operation == operation);
            let by_other = probes.other_user && is_there && is_first;
            let is_read = check == Check::ReadsBack;
            steps.extend((by_other && !is_read).then(|| other.clone()));
            steps.push(step);
            steps.extend((by_other && is_read).then_some(other));
            Some(())
        };
        push(self.create, Check::Creates)?;
        if let Some(read) = self.read {
            push(read, Check::ReadsBack)?;
        }
        if let Some(update) = self.update {
            push(update, Check::Updates)?;
            if let Some(read) = self.read {
                push(read, Check::ReadsBack)?;
            }
        }
        push(self.delete, Check::Deletes)?;
        if let Some(read) = self.read {
            push(read, Check::IsGone)?;
        }
        Some(steps)
    }

    /// Returns the operation that creates.
    pub fn creates_with(self) -> usize {
        self.create
    }

    /// Returns the operation that deletes.
    pub fn deletes_with(self) -> usize {
        self.delete
    }
}

/// Returns where the places in the path of an operation get their values from; nothing where one has
/// no source.
fn feeds(paths: &Paths<'_>, round: Round, operation: usize) -> Option<Vec<Feed>> {
    let signature = &paths.signatures()[operation];
    let mut feeds = known::feeds(paths, signature, is_read);
    if operation != round.create {
        let item = known::item(signature, &paths.signatures()[round.create].name)?;
        feeds.retain(|feed| feed.parameter != item.parameter);
        feeds.push(item);
    }
    let mut places = signature.parameters.iter().filter(|own| own.place == Place::Path);
    places.all(|own| feeds.iter().any(|feed| feed.parameter == own.name)).then_some(feeds)
}

/// Adds the rounds to a plan. `arguments` makes those of an operation, for what it is to show; `other`
/// says what another user tries none of, where there is one.
pub fn add_rounds(
    plan: &mut Plan,
    signatures: &[Signature],
    signs_in: bool,
    other: Option<&[&str]>,
    arguments: &dyn Fn(usize, Check) -> Option<Arguments>,
) {
    let paths = Paths::new(signatures);
    let probes = |operation: usize| {
        let signature = &signatures[operation];
        let token = signs_in && !signature.public;
        let shared = other.is_none_or(|shared| shared.contains(&signature.name.as_str()));
        Probes { token, other_user: token && !shared }
    };
    for round in found(&paths) {
        let Some(steps) = round.steps(&paths, probes, arguments) else { continue };
        plan.enforcement |= steps.iter().any(|step| step.check.is_refusal());
        plan.steps.extend(steps);
        for operation in round.operations() {
            plan.skipped.retain(|own| own.operation != signatures[operation].name);
        }
    }
    for own in &mut plan.skipped {
        if own.reason == SkipReason::Changes {
            own.reason = SkipReason::NothingUndoesIt;
        }
    }
}
