//! What earlier answers are remembered by, for as long as somebody waits for it.

use crate::{
    invoke::{bind::BoundCall, outcome::CallOutcome, signature::Signature},
    scenario::{Check, Imprint, Known, Missing, Plan, Step},
};
use std::{collections::HashMap, rc::Rc};

/// The values and imprints of answers.
pub(super) struct Memory<'a> {
    signatures: &'a [Signature],
    known: Known,
    /// The operations that values are taken from, with the parameter that takes them.
    sources: HashMap<&'a str, &'a str>,
    /// How many steps are still to be held against the first answer of an operation.
    awaited: HashMap<usize, usize>,
    imprints: HashMap<usize, Rc<Imprint>>,
}

/// What a step needs of earlier answers.
pub(super) struct Needed {
    pub(super) call: BoundCall,
    pub(super) imprint: Option<Rc<Imprint>>,
}

impl<'a> Memory<'a> {
    pub(super) fn of(plan: &'a Plan, signatures: &'a [Signature]) -> Self {
        let mut awaited = HashMap::new();
        for step in plan.steps.iter().filter(|step| step.round.is_none() && step.check.compares()) {
            *awaited.entry(step.operation).or_default() += 1;
        }
        let feeds = plan.steps.iter().flat_map(|step| step.feeds.iter());
        let sources = feeds.map(|feed| (feed.source.as_str(), feed.parameter.as_str())).collect();
        Self { signatures, known: Known::default(), sources, awaited, imprints: HashMap::new() }
    }

    pub(super) fn known(&self) -> &Known {
        &self.known
    }

    /// Returns what a read needs.
    pub(super) fn needed(&mut self, step: &Step) -> Result<Needed, Missing> {
        let signature = &self.signatures[step.operation];
        let imprint = step.check.compares().then(|| self.recall(step.operation));
        let call = self.known.bind(step, signature)?;
        let imprint = match imprint {
            None => None,
            Some(Some(imprint)) if !step.check.is_by_other() || imprint.has_items() => Some(imprint),
            Some(_) => return Err(Missing::NoAnswer { operation: signature.name.clone() }),
        };
        Ok(Needed { call, imprint })
    }

    /// Returns what an operation answered; the last one who asks takes it away.
    fn recall(&mut self, operation: usize) -> Option<Rc<Imprint>> {
        let awaited = self.awaited.get_mut(&operation)?;
        *awaited = awaited.saturating_sub(1);
        match awaited {
            0 => self.imprints.remove(&operation),
            _ => self.imprints.get(&operation).cloned(),
        }
    }

    /// Takes in what an operation answered to the first user.
    pub(super) fn learn(&mut self, step: &Step, outcome: &CallOutcome) {
        if step.check != Check::Answers || !outcome.status.is_success() {
            return;
        }
        let signature = &self.signatures[step.operation];
        let list = self.sources.get(signature.name.as_str()).copied();
        if list.is_some() {
            self.known.learn(signature, &outcome.body);
        }
        if self.awaited.get(&step.operation).is_some_and(|awaited| *awaited > 0) {
            let imprint = Imprint::of(outcome.status, &outcome.body, list);
            self.imprints.insert(step.operation, Rc::new(imprint));
        }
    }
}
