//! An Arazzo description as it is run: references followed, defaults filled in.

use super::{
    criterion::Criterion,
    expression::Expression,
    fault::{Fault, Faulty},
    template::Template,
};
use crate::{
    openapi::Document,
    source::{Position, Source},
};
use serde_json::Value;
use std::{ops::Range, time::Duration};

/// A description (Arazzo 1.0.1 §Arazzo Specification Object).
#[derive(Debug)]
pub struct Description {
    pub(super) document: Document,
    /// `info.title`.
    pub title: String,
    /// Where the operations are described.
    pub sources: Vec<SourceDescription>,
    /// The workflows, in the description's order.
    pub workflows: Vec<Workflow>,
}

/// A source description.
#[derive(Debug, Clone)]
pub struct SourceDescription {
    /// Its name.
    pub name: String,
    /// Where it is, as it is written.
    pub url: String,
    /// What it is.
    pub kind: SourceKind,
    /// Where that stands, in bytes of the description.
    pub span: Range<usize>,
}

/// What a source description is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// An OpenAPI document.
    OpenApi,
    /// Another Arazzo description.
    Arazzo,
}

/// A workflow.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// `workflowId`.
    pub id: String,
    /// The summary.
    pub summary: Option<String>,
    /// What it takes: a schema that refers to nothing outside of itself.
    pub inputs: Option<Value>,
    /// The inputs that it can do without.
    pub optional: Vec<String>,
    /// The workflows that must have been run before, as places in the description.
    pub depends_on: Vec<usize>,
    /// The steps; there is at least one.
    pub steps: Vec<Step>,
    /// What it gives.
    pub outputs: Vec<(String, Expression)>,
    /// Where it stands, in bytes of the description.
    pub span: Range<usize>,
}

/// A step, with what its workflow gives to all of its steps.
#[derive(Debug, Clone)]
pub struct Step {
    /// `stepId`.
    pub id: String,
    /// What it calls.
    pub target: Target,
    /// What it passes on.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// What must hold for it to have succeeded; where there is nothing, that is for others to say.
    pub criteria: Vec<Criterion>,
    /// What to do when it succeeded: the first whose criteria hold.
    pub on_success: Vec<SuccessAction>,
    /// What to do when it failed: the first whose criteria hold.
    pub on_failure: Vec<FailureAction>,
    /// What it keeps.
    pub outputs: Vec<(String, Expression)>,
    /// [`UNDONE_BY`](super::UNDONE_BY), as the place of a step of the same workflow that calls an operation.
    pub undone_by: Option<usize>,
    /// Where it stands, in bytes of the description.
    pub span: Range<usize>,
}

/// What a step calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The operation of an `operationId`.
    OperationId {
        /// The source description that has it, where that is said.
        source: Option<String>,
        /// The `operationId`.
        id: String,
    },
    /// The operation at a place of a source description.
    OperationPath {
        /// The source description.
        source: String,
        /// The JSON Pointer to the operation.
        pointer: String,
    },
    /// A workflow of the same description, by its place.
    Workflow(usize),
}

/// Something that a step passes on.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// Where it goes; nothing where it is an input of a workflow.
    pub place: Option<ParameterPlace>,
    /// The value.
    pub value: Template,
    /// Where it stands, in bytes of the description.
    pub span: Range<usize>,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// `contentType`.
    pub content_type: Option<String>,
    /// The payload.
    pub payload: Option<Template>,
    /// What is set in it.
    pub replacements: Vec<Replacement>,
    /// Where it stands, in bytes of the description.
    pub span: Range<usize>,
}

/// A place in a payload and what is set there.
#[derive(Debug, Clone)]
pub struct Replacement {
    /// A JSON Pointer.
    pub target: String,
    /// The value.
    pub value: Template,
}

/// What follows a success.
#[derive(Debug, Clone)]
pub struct SuccessAction {
    /// Its name.
    pub name: String,
    /// What is done.
    pub then: SuccessThen,
    /// When.
    pub criteria: Vec<Criterion>,
}

/// What is done after a success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuccessThen {
    /// The workflow ends.
    End,
    /// It goes on elsewhere.
    Goto(Destination),
}

/// What follows a failure.
#[derive(Debug, Clone)]
pub struct FailureAction {
    /// Its name.
    pub name: String,
    /// What is done.
    pub then: FailureThen,
    /// When.
    pub criteria: Vec<Criterion>,
}

/// What is done after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureThen {
    /// The workflow ends.
    End,
    /// It goes on elsewhere.
    Goto(Destination),
    /// The step is tried again.
    Retry {
        /// How long to wait before.
        after: Duration,
        /// How often.
        limit: u32,
        /// What is run before each try.
        first: Option<Destination>,
    },
}

/// Where a workflow goes on, as places in the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// At a step of the same workflow.
    Step(usize),
    /// In another workflow.
    Workflow(usize),
}

impl Description {
    /// Returns the text that was read.
    pub fn source(&self) -> &Source {
        self.document.source()
    }

    /// Returns where a span begins.
    pub fn position(&self, span: &Range<usize>) -> Position {
        self.source().position(span.start)
    }

    /// Returns the description as one with faults: for who finds that it does not fit its sources.
    pub fn refused(self, faults: Vec<Fault>) -> Box<Faulty> {
        Faulty::new(self.document, faults)
    }

    /// Returns the place of a workflow.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.workflows.iter().position(|own| own.id == id)
    }

    /// Returns the workflows that must be run for this one, each after those that it depends on.
    pub fn in_order(&self, wanted: &[usize]) -> Vec<usize> {
        let mut order = Vec::new();
        let mut is_placed = vec![false; self.workflows.len()];
        let mut open: Vec<_> = wanted.iter().rev().map(|own| (*own, false)).collect();
        // Cycles were refused when the description was read.
        while let Some((own, is_ready)) = open.pop() {
            match is_placed.get_mut(own) {
                None | Some(true) => {}
                Some(placed) if is_ready => {
                    *placed = true;
                    order.push(own);
                }
                Some(false) => {
                    open.push((own, true));
                    open.extend(self.workflows[own].depends_on.iter().rev().map(|own| (*own, false)));
                }
            }
        }
        order
    }
}

impl ParameterPlace {
    /// Every place.
    pub const ALL: [Self; 4] = [Self::Path, Self::Query, Self::Header, Self::Cookie];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}
