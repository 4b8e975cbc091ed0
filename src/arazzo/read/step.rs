//! Steps.

use super::{Reader, names::Scope};
use crate::{
    arazzo::{
        UNDONE_BY,
        description::{Body, Parameter, ParameterPlace, Replacement, Step, Target},
        expression::Expression,
    },
    openapi::Node,
};

const KEYS: [&str; 12] = [
    "stepId",
    "description",
    "operationId",
    "operationPath",
    "workflowId",
    "parameters",
    "requestBody",
    "successCriteria",
    "onSuccess",
    "onFailure",
    "outputs",
    UNDONE_BY,
];

impl<'a> Reader<'a> {
    pub(super) fn step(&mut self, node: Node<'a>, workflow: Node<'a>, at: usize) -> Option<Step> {
        if !self.keys(node, "a step", &KEYS) {
            return None;
        }
        let id = self.text(node, "stepId", "a step");
        let target = self.target(node);
        let runs =
            target.as_ref().and_then(|own| if let Target::Workflow(at) = own { Some(*at) } else { None });
        self.scope = Some(Scope { workflow: at, runs });
        let parameters = self.parameters(node, workflow, runs.is_some());
        let body = node.get("requestBody").and_then(|own| self.body(own));
        if let (Some(own), Some(_)) = (node.get("requestBody"), runs) {
            self.fault(own, "a workflow takes no request body", "pass `parameters`: they are its inputs");
        }
        let criteria = self.criteria(node, "successCriteria");
        let on_success = self.success_actions(node, workflow);
        let on_failure = self.failure_actions(node, workflow);
        let outputs = self.outputs(node);
        let undone_by = self.undone_by(node, workflow);
        Some(Step {
            id: id?,
            target: target?,
            parameters,
            body,
            criteria,
            on_success,
            on_failure,
            outputs,
            undone_by,
            span: node.get("stepId").unwrap_or(node).span(),
        })
    }

    fn target(&mut self, node: Node<'a>) -> Option<Target> {
        let named: Vec<_> = ["operationId", "operationPath", "workflowId"]
            .into_iter()
            .filter_map(|key| Some((key, node.get(key)?)))
            .collect();
        match named.as_slice() {
            [] => {
                let start = node.span().start;
                self.fault_at(
                    start..start,
                    "a step needs `operationId`, `operationPath` or `workflowId`",
                    None,
                );
                None
            }
            [("operationId", own)] => self.operation_id(*own),
            [("operationPath", own)] => self.operation_path(*own),
            [(_, own)] => self.workflow_of(*own).map(Target::Workflow),
            [_, (key, again), ..] => {
                self.fault(
                    *again,
                    format!("a step calls one thing, and `{key}` is a second"),
                    "leave one out",
                );
                None
            }
        }
    }

    fn operation_id(&mut self, node: Node<'a>) -> Option<Target> {
        let id = self.text_of(node, "operationId")?;
        if !id.starts_with('$') {
            if !self.names.only_source() {
                let help = format!("write `$sourceDescriptions.NAME.{id}`");
                self.fault(node, format!("`{id}` may be in any of the source descriptions"), help);
            }
            return Some(Target::OperationId { source: None, id });
        }
        match Expression::parse(&id) {
            Ok(Expression::Source { name, member }) if self.names.has_source(&name) => {
                Some(Target::OperationId { source: Some(name), id: member })
            }
            Ok(own @ Expression::Source { .. }) => {
                self.look_up(&own, &node.span());
                None
            }
            _ => {
                self.fault(
                    node,
                    format!("`{id}` names no operation"),
                    "write `$sourceDescriptions.NAME.OPERATION`",
                );
                None
            }
        }
    }

    /// Reads `{$sourceDescriptions.name.url}#/paths/~1items/get`.
    fn operation_path(&mut self, node: Node<'a>) -> Option<Target> {
        let text = self.text_of(node, "operationPath")?;
        let parts = text.split_once('#').and_then(|(source, pointer)| {
            let source = source.strip_prefix('{')?.strip_suffix('}')?;
            match Expression::parse(source).ok()? {
                Expression::Source { name, member } if member == "url" => Some((name, pointer)),
                _ => None,
            }
        });
        let Some((source, pointer)) = parts.filter(|(_, pointer)| pointer.starts_with('/')) else {
            let help = "write `{$sourceDescriptions.NAME.url}#/paths/~1items/get`";
            self.fault(node, format!("`{text}` leads to no operation"), help);
            return None;
        };
        if !self.names.has_source(&source) {
            self.look_up(&Expression::Source { name: source, member: "url".to_owned() }, &node.span());
            return None;
        }
        Some(Target::OperationPath { source, pointer: pointer.to_owned() })
    }

    /// Returns the place of the workflow that a node names.
    pub(super) fn workflow_of(&mut self, node: Node<'a>) -> Option<usize> {
        let id = self.text_of(node, "workflowId")?;
        let found = self.names.workflow(&id);
        if found.is_none() && id.starts_with("$sourceDescriptions.") {
            self.fault(
                node,
                format!("`{id}` is a workflow of another file, and such are not run here"),
                "copy it into this one",
            );
        } else if found.is_none() {
            let known: Vec<_> = self.names.workflows.iter().map(|own| own.id).take(12).collect();
            self.fault(
                node,
                format!("there is no workflow `{id}`"),
                format!("there are {}", super::listed(&known)),
            );
        }
        found
    }

    /// Returns the place of the step of the workflow that is being read which a node names.
    pub(super) fn step_of(&mut self, node: Node<'a>, key: &str) -> Option<usize> {
        let id = self.text_of(node, key)?;
        let own = &self.names.workflows[self.scope?.workflow];
        let found = own.steps.get(id.as_str()).map(|(at, _)| *at);
        if found.is_none() {
            let known: Vec<_> = own.steps.keys().copied().take(12).collect();
            let help = format!("it has {}", super::listed(&known));
            self.fault(node, format!("the workflow has no step `{id}`"), help);
        }
        found
    }

    /// Returns the step that takes back what this one makes.
    fn undone_by(&mut self, step: Node<'a>, workflow: Node<'a>) -> Option<usize> {
        let node = step.get(UNDONE_BY)?;
        let found = self.step_of(node, UNDONE_BY)?;
        let other = workflow.get("steps")?.items().nth(found)?;
        if other.span() == step.span() {
            self.fault(node, "a step cannot undo itself", "name the step that removes what this one makes");
            return None;
        }
        if other.get("workflowId").is_some() {
            self.fault(
                node,
                "what undoes a step is one call, and this step runs a workflow",
                "name a step with `operationId`",
            );
            return None;
        }
        Some(found)
    }

    /// Returns the parameters of a step: its own, then those of its workflow that it does not override.
    fn parameters(&mut self, step: Node<'a>, workflow: Node<'a>, are_inputs: bool) -> Vec<Parameter> {
        let mut own = self.parameter_list(step, are_inputs);
        for parameter in self.parameter_list(workflow, are_inputs) {
            if !own.iter().any(|known| known.name == parameter.name && known.place == parameter.place) {
                own.push(parameter);
            }
        }
        own
    }

    fn parameter_list(&mut self, node: Node<'a>, are_inputs: bool) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for item in self.optional_list(node, "parameters") {
            let Some(parameter) = self.parameter(item, are_inputs) else { continue };
            if parameters.iter().any(|own| own.name == parameter.name && own.place == parameter.place) {
                self.fault(item, format!("`{}` is given twice", parameter.name), "leave one out");
            }
            parameters.push(parameter);
        }
        parameters
    }

    fn parameter(&mut self, item: Node<'a>, are_inputs: bool) -> Option<Parameter> {
        let used = self.used(item, "parameters")?;
        if !self.keys(used.node, "a parameter", &["name", "in", "value"]) {
            return None;
        }
        let name = self.text(used.node, "name", "a parameter");
        let value = match used.value {
            Some(value) => Some(value),
            None => self.required(used.node, "value", "a parameter"),
        };
        let value = value.and_then(|value| self.template(value));
        let place = if are_inputs { None } else { Some(self.place(used.node)?) };
        Some(Parameter { name: name?, place, value: value?, span: item.span() })
    }

    fn place(&mut self, node: Node<'a>) -> Option<ParameterPlace> {
        let own = self.required(node, "in", "a parameter of an operation")?;
        let text = own.text().unwrap_or_default();
        let place = ParameterPlace::ALL.into_iter().find(|place| place.word() == text);
        if place.is_none() {
            let help = match text {
                "body" => "a body is `requestBody` › `payload`",
                _ => "it is `path`, `query`, `header` or `cookie`",
            };
            self.fault(own, format!("no parameter goes into `{text}`"), help);
        }
        place
    }

    fn body(&mut self, node: Node<'a>) -> Option<Body> {
        if !self.keys(node, "`requestBody`", &["contentType", "payload", "replacements"]) {
            return None;
        }
        let content_type = self.optional_text(node, "contentType");
        let payload = match node.get("payload") {
            Some(payload) => Some(self.template(payload)?),
            None => None,
        };
        let mut replacements = Vec::new();
        for item in self.optional_list(node, "replacements") {
            self.keys(item, "a replacement", &["target", "value"]);
            let target = self.replacement_target(item);
            let value = self.required(item, "value", "a replacement").and_then(|own| self.template(own));
            replacements.extend(target.zip(value).map(|(target, value)| Replacement { target, value }));
        }
        Some(Body { content_type, payload, replacements, span: node.span() })
    }

    fn replacement_target(&mut self, item: Node<'a>) -> Option<String> {
        let node = self.required(item, "target", "a replacement")?;
        let target = node.text().unwrap_or_default();
        if target.is_empty() || target.starts_with('/') {
            return Some(target.to_owned());
        }
        let message = format!("`{target}` is no JSON Pointer; XPath is not read here");
        self.fault(node, message, "write `/name` for the member `name`");
        None
    }
}
