//! Rounds of a resource: create, read, update, read, delete, and then it is gone.

use super::{
    Check, Plan, SkipReason, Step,
    known::{self, Feed},
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

/// Returns the rounds that paths and methods tell of: POST at `/items` creates what DELETE at
/// `/items/{id}` removes. What nothing removes is not created.
pub fn rounds(signatures: &[Signature]) -> Vec<Round> {
    let creates = signatures.iter().enumerate().filter(|(_, own)| own.method == Method::POST);
    creates
        .filter_map(|(create, own)| {
            let item = known::resource(&own.path);
            let find = |method: Method| {
                let mut places = signatures.iter().enumerate();
                let place = places.find(|(_, own)| own.method == method && known::normal(&own.path) == item);
                place.map(|(at, _)| at)
            };
            let delete = find(Method::DELETE)?;
            let update = find(Method::PATCH).or_else(|| find(Method::PUT));
            Some(Round { create, read: find(Method::GET), update, delete })
        })
        .filter(|round| feeds(signatures, *round, round.delete).is_some())
        .collect()
}

impl Round {
    /// Returns the operations that the round calls.
    pub fn operations(self) -> impl Iterator<Item = usize> {
        [Some(self.create), self.read, self.update, Some(self.delete)].into_iter().flatten()
    }

    /// Returns its steps in order; `arguments` gives those of an operation and the how-manieth call of
    /// it this is, or nothing where there are none to be made. `probed` says whether an operation is
    /// also tried without a good token.
    fn steps(
        self,
        signatures: &[Signature],
        probed: impl Fn(usize) -> bool,
        arguments: &dyn Fn(usize) -> Option<Arguments>,
    ) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        let mut push = |operation: usize, check: Check| {
            let feeds = feeds(signatures, self, operation)?;
            let arguments = arguments(operation)?;
            if probed(operation) && matches!(check, Check::Creates | Check::Updates | Check::Deletes) {
                for check in [Check::RefusesMissingToken, Check::RefusesForgedToken] {
                    let (arguments, feeds) = (arguments.clone(), feeds.clone());
                    steps.push(Step { operation, arguments, feeds, check, round: Some(self) });
                }
            }
            steps.push(Step { operation, arguments, feeds, check, round: Some(self) });
            Some(())
        };
        push(self.create, Check::Creates)?;
        if let Some(read) = self.read {
            push(read, Check::Answers)?;
        }
        if let Some(update) = self.update {
            push(update, Check::Updates)?;
            if let Some(read) = self.read {
                push(read, Check::Answers)?;
            }
        }
        push(self.delete, Check::Deletes)?;
        if let Some(read) = self.read {
            push(read, Check::IsGone)?;
        }
        Some(steps)
    }

    /// Returns the step that removes what the round made.
    pub fn removal(self, signatures: &[Signature]) -> Option<Step> {
        let feeds = feeds(signatures, self, self.delete)?;
        let (operation, arguments) = (self.delete, Arguments::default());
        Some(Step { operation, arguments, feeds, check: Check::Deletes, round: Some(self) })
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
fn feeds(signatures: &[Signature], round: Round, operation: usize) -> Option<Vec<Feed>> {
    let signature = &signatures[operation];
    let mut feeds = known::feeds(signatures, signature, is_read);
    if operation != round.create {
        let item = known::item(signature, &signatures[round.create].name)?;
        feeds.retain(|feed| feed.parameter != item.parameter);
        feeds.push(item);
    }
    let mut places = signature.parameters.iter().filter(|own| own.place == Place::Path);
    places.all(|own| feeds.iter().any(|feed| feed.parameter == own.name)).then_some(feeds)
}

/// Adds the rounds to a plan. `arguments` makes those of an operation.
pub fn add_rounds(
    plan: &mut Plan,
    signatures: &[Signature],
    signs_in: bool,
    arguments: &dyn Fn(usize) -> Option<Arguments>,
) {
    let probed = |operation: usize| signs_in && !signatures[operation].public;
    for round in rounds(signatures) {
        let Some(steps) = round.steps(signatures, probed, arguments) else { continue };
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
