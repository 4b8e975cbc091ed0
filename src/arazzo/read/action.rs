//! What follows a success or a failure.

use super::Reader;
use crate::{
    arazzo::description::{Destination, FailureAction, FailureThen, SuccessAction, SuccessThen},
    openapi::Node,
};
use std::time::Duration;

/// How often a step may be tried again.
const MAX_RETRIES: i64 = 100;

/// How long may be waited before that, in seconds.
const MAX_WAIT: f64 = 3600.0;

impl<'a> Reader<'a> {
    /// Returns the actions of a step: its own, then those of its workflow that it does not override.
    pub(super) fn success_actions(&mut self, step: Node<'a>, workflow: Node<'a>) -> Vec<SuccessAction> {
        let own = self.success_list(step, "onSuccess");
        let all = self.success_list(workflow, "successActions");
        overridden(own, all, |action| &action.name)
    }

    /// Returns the actions of a step: its own, then those of its workflow that it does not override.
    pub(super) fn failure_actions(&mut self, step: Node<'a>, workflow: Node<'a>) -> Vec<FailureAction> {
        let own = self.failure_list(step, "onFailure");
        let all = self.failure_list(workflow, "failureActions");
        overridden(own, all, |action| &action.name)
    }

    fn success_list(&mut self, node: Node<'a>, key: &str) -> Vec<SuccessAction> {
        let mut actions: Vec<SuccessAction> = Vec::new();
        for item in self.optional_list(node, key) {
            let Some(used) = self.used(item, "successActions") else { continue };
            let known = ["name", "type", "workflowId", "stepId", "criteria"];
            if !self.keys(used.node, "a success action", &known) {
                continue;
            }
            let criteria = self.criteria(used.node, "criteria");
            let Some((name, kind)) = self.name_and_type(used.node, "a success action") else { continue };
            let then = match kind.as_str() {
                "end" => self.ends(used.node).map(|()| SuccessThen::End),
                "goto" => self.goes_to(used.node).map(SuccessThen::Goto),
                _ => self.no_action(used.node, "it is `end` or `goto`"),
            };
            if actions.iter().any(|own| own.name == name) {
                self.twice(item, &name);
            }
            actions.extend(then.map(|then| SuccessAction { name, then, criteria }));
        }
        actions
    }

    fn failure_list(&mut self, node: Node<'a>, key: &str) -> Vec<FailureAction> {
        let mut actions: Vec<FailureAction> = Vec::new();
        for item in self.optional_list(node, key) {
            let Some(used) = self.used(item, "failureActions") else { continue };
            let known = ["name", "type", "workflowId", "stepId", "retryAfter", "retryLimit", "criteria"];
            if !self.keys(used.node, "a failure action", &known) {
                continue;
            }
            let criteria = self.criteria(used.node, "criteria");
            let Some((name, kind)) = self.name_and_type(used.node, "a failure action") else { continue };
            let then = match kind.as_str() {
                "end" => self.ends(used.node).map(|()| FailureThen::End),
                "goto" => self.goes_to(used.node).map(FailureThen::Goto),
                "retry" => self.retry(used.node),
                _ => self.no_action(used.node, "it is `end`, `retry` or `goto`"),
            };
            if kind != "retry" {
                for key in ["retryAfter", "retryLimit"] {
                    if let Some(own) = used.node.get(key) {
                        self.fault(
                            own,
                            format!("`{key}` means nothing for `{kind}`"),
                            "make it `type: retry`",
                        );
                    }
                }
            }
            if actions.iter().any(|own| own.name == name) {
                self.twice(item, &name);
            }
            actions.extend(then.map(|then| FailureAction { name, then, criteria }));
        }
        actions
    }

    fn name_and_type(&mut self, node: Node<'a>, what: &str) -> Option<(String, String)> {
        let name = self.text(node, "name", what);
        let kind = self.text(node, "type", what);
        Some((name?, kind?))
    }

    fn no_action<T>(&mut self, node: Node<'a>, help: &str) -> Option<T> {
        let kind = node.get("type")?;
        self.fault(kind, format!("there is no action `{}` here", kind.text().unwrap_or_default()), help);
        None
    }

    fn twice(&mut self, node: Node<'a>, name: &str) {
        self.fault(node, format!("two actions of the list are called `{name}`"), "rename one");
    }

    fn ends(&mut self, node: Node<'a>) -> Option<()> {
        let Some(place) = node.get("stepId").or_else(|| node.get("workflowId")) else { return Some(()) };
        self.fault(place, "an action that ends goes nowhere", "make it `type: goto`, or leave this out");
        None
    }

    fn goes_to(&mut self, node: Node<'a>) -> Option<Destination> {
        let found = self.destination(node)?;
        if found.is_none() {
            let start = node.span().start;
            self.fault_at(start..start, "`goto` needs a `stepId` or a `workflowId`", None);
        }
        found
    }

    /// Returns where an action leads, if it says so; nothing where what it says is wrong.
    fn destination(&mut self, node: Node<'a>) -> Option<Option<Destination>> {
        match (node.get("stepId"), node.get("workflowId")) {
            (None, None) => Some(None),
            (Some(_), Some(workflow)) => {
                self.fault(
                    workflow,
                    "an action leads to a step or to a workflow, not to both",
                    "leave one out",
                );
                None
            }
            (Some(step), None) => {
                let found = self.step_of(step, "stepId")?;
                Some(Some(Destination::Step(found)))
            }
            (None, Some(workflow)) => {
                let found = self.workflow_of(workflow)?;
                Some(Some(Destination::Workflow(found)))
            }
        }
    }

    fn retry(&mut self, node: Node<'a>) -> Option<FailureThen> {
        let first = self.destination(node)?;
        let after = match node.get("retryAfter") {
            None => Duration::ZERO,
            Some(own) => match own.as_f64().filter(|seconds| (0.0..=MAX_WAIT).contains(seconds)) {
                Some(seconds) => Duration::from_secs_f64(seconds),
                None => {
                    let message = "`retryAfter` is no number of seconds that is waited for";
                    self.fault(own, message, format!("write 0 to {MAX_WAIT}"));
                    return None;
                }
            },
        };
        let limit = match node.get("retryLimit") {
            None => 1,
            Some(own) => {
                let limit = own.as_i64().filter(|limit| (0..=MAX_RETRIES).contains(limit));
                match limit.and_then(|limit| u32::try_from(limit).ok()) {
                    Some(limit) => limit,
                    None => {
                        let message = "`retryLimit` is no number of tries that are made";
                        self.fault(own, message, format!("write 0 to {MAX_RETRIES}"));
                        return None;
                    }
                }
            }
        };
        Some(FailureThen::Retry { after, limit, first })
    }
}

/// Adds what is not in `own` by name.
pub(super) fn overridden<T>(mut own: Vec<T>, all: Vec<T>, name: impl Fn(&T) -> &String) -> Vec<T> {
    for action in all {
        if !own.iter().any(|known| name(known) == name(&action)) {
            own.push(action);
        }
    }
    own
}
