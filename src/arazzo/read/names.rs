//! The names of a description, and whether an expression leads to one of them.

use super::Reader;
use crate::{
    arazzo::{
        context,
        expression::{Access, Expression, Part, Side, Way},
    },
    nearest::nearest,
    openapi::{Document, Node},
};
use std::{collections::BTreeMap, ops::Range};

/// The names that a description gives.
pub(super) struct Names<'a> {
    pub(super) root: Node<'a>,
    /// By place in the description.
    pub(super) workflows: Vec<Named<'a>>,
    places: BTreeMap<&'a str, usize>,
    sources: Vec<&'a str>,
}

/// The names in a workflow.
#[derive(Default)]
pub(super) struct Named<'a> {
    pub(super) id: &'a str,
    pub(super) steps: BTreeMap<&'a str, (usize, Vec<String>)>,
    outputs: Vec<String>,
    /// The inputs, where they are all known.
    inputs: Option<Vec<String>>,
}

/// What the expressions of a step can see.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// Its workflow.
    pub(super) workflow: usize,
    /// The workflow that it runs.
    pub(super) runs: Option<usize>,
}

impl<'a> Names<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let root = document.root();
        let list = |node: Node<'a>, key: &str| node.get(key).into_iter().flat_map(Node::items);
        let text = |node: Node<'a>, key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
        let keys = |node: Node<'a>, key: &str| -> Vec<String> {
            let entries = node.get(key).into_iter().flat_map(Node::entries);
            entries.filter_map(|(key, _)| Some(key.text()?.to_owned())).collect()
        };
        let mut workflows: Vec<Named<'a>> = list(root, "workflows")
            .map(|node| Named {
                id: text(node, "workflowId"),
                steps: (0..)
                    .zip(list(node, "steps"))
                    .map(|(at, step)| (text(step, "stepId"), (at, keys(step, "outputs"))))
                    .collect(),
                outputs: keys(node, "outputs"),
                inputs: super::inputs::known(root, node.get("inputs")),
            })
            .collect();
        let places = workflows.iter().enumerate().rev().map(|(at, own)| (own.id, at)).collect();
        // What a workflow gives is also given by the step that ran it.
        let given: Vec<_> = list(root, "workflows")
            .map(|node| list(node, "steps").map(|step| text(step, "workflowId")).collect::<Vec<_>>())
            .collect();
        let outputs: Vec<_> = workflows.iter().map(|own| own.outputs.clone()).collect();
        let places: BTreeMap<&str, usize> = places;
        for (workflow, runs) in workflows.iter_mut().zip(given) {
            for (at, step_outputs) in workflow.steps.values_mut() {
                let run = runs.get(*at).and_then(|id| places.get(id));
                step_outputs.extend(run.into_iter().flat_map(|run| outputs[*run].iter().cloned()));
            }
        }
        let sources = list(root, "sourceDescriptions").map(|node| text(node, "name")).collect();
        Self { root, workflows, places, sources }
    }

    pub(super) fn workflow(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub(super) fn has_source(&self, name: &str) -> bool {
        self.sources.contains(&name)
    }

    pub(super) fn only_source(&self) -> bool {
        self.sources.len() == 1
    }
}

impl<'a> Reader<'a> {
    /// Makes sure that an expression leads somewhere.
    pub(super) fn look_up(&mut self, expression: &Expression, span: &Range<usize>) {
        let Some(scope) = self.scope else { return };
        let own = &self.names.workflows[scope.workflow];
        let missing = match expression {
            Expression::Inputs(way) => match &own.inputs {
                Some(inputs) => lacks(inputs, way, "the workflow has no input"),
                None => None,
            },
            Expression::Outputs(way) => {
                let run = scope.runs.map(|run| &self.names.workflows[run].outputs);
                let all: Vec<_> = own.outputs.iter().chain(run.into_iter().flatten()).cloned().collect();
                lacks(&all, way, "there is no output")
            }
            Expression::Steps { step, output } => match own.steps.get(step.as_str()) {
                Some((_, outputs)) => lacks(outputs, output, &format!("step `{step}` has no output")),
                None => unknown(step, own.steps.keys().copied(), "the workflow has no step"),
            },
            Expression::Workflows { workflow, side, path } => match self.names.workflow(workflow) {
                Some(at) if *side == Side::Outputs => lacks(
                    &self.names.workflows[at].outputs,
                    path,
                    &format!("workflow `{workflow}` has no output"),
                ),
                Some(_) => None,
                None => unknown(workflow, self.names.places.keys().copied(), "there is no workflow"),
            },
            Expression::Source { name, member } if self.names.has_source(name) => {
                (member != "url").then(|| {
                    (format!("`{expression}` names no value"), Some("its address is `.url`".to_owned()))
                })
            }
            Expression::Source { name, .. } => {
                unknown(name, self.names.sources.iter().copied(), "there is no source description")
            }
            Expression::Component { .. } => Some((
                format!("`{expression}` is no value"),
                Some("components are referred to with `reference:`".to_owned()),
            )),
            Expression::Request(Part::Header(name)) if name.eq_ignore_ascii_case("authorization") => {
                Some(("the token is shown to no expression".to_owned(), Some("leave it out".to_owned())))
            }
            Expression::Url
            | Expression::Method
            | Expression::StatusCode
            | Expression::Request(_)
            | Expression::Response(_) => None,
        };
        if let Some((message, help)) = missing {
            self.fault_at(span.clone(), message, help);
        }
    }
}

fn lacks(known: &[String], way: &[Access], what: &str) -> Option<(String, Option<String>)> {
    if context::name(way, |name| known.iter().any(|own| own == name)).is_some() {
        return None;
    }
    let text = Way(way).to_string();
    unknown(text.trim_start_matches('.'), known.iter().map(String::as_str), what)
}

fn unknown<'n>(
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
    what: &str,
) -> Option<(String, Option<String>)> {
    let help = match nearest(name, known.clone()).first() {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None => {
            let known: Vec<_> = known.take(12).collect();
            (!known.is_empty()).then(|| format!("there are {}", super::listed(&known)))
        }
    };
    Some((format!("{what} `{name}`"), help))
}
