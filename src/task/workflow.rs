//! Runs the workflows of an Arazzo description, as `test` runs what it makes up itself: the same calls,
//! the same contract.

mod attempt;
mod bind;
mod inputs;
mod outcome;
mod record;
mod run;
mod sources;
#[cfg(test)]
mod tests;

pub use inputs::{Given, InputError};
pub use outcome::{Ending, Seen, Stop, Taken, WorkflowOutcome};
pub use record::{RecordError, Recorded, record};
pub use run::run;

use super::{
    action::{Action, ActionError, Selection},
    call::CallError,
};
use crate::{
    arazzo::{Description, Faulty, MAX_BYTES, ReadError, SourceDescription, Target},
    invoke::{server::ServerError, signature::Signature},
    nearest::nearest,
    system::{self, System},
};
use http::Method;
use std::path::Path;
use url::Url;

/// A description with the actions that it calls.
#[derive(Debug)]
pub struct Scenario {
    /// The description.
    pub description: Description,
    /// Its source descriptions that describe an API, each as an action that can be called.
    pub sources: Vec<Source>,
    /// What the steps call, by workflow and step.
    targets: Vec<Vec<Bound>>,
}

/// A source description that was read.
#[derive(Debug)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its address, as it is written.
    pub url: String,
    /// What it describes.
    pub action: Action,
}

/// What a step calls, by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Operation { source: usize, operation: usize },
    Workflow(usize),
}

/// Why no workflow is run.
#[derive(Debug, thiserror::Error)]
pub enum WorkflowError {
    /// The file of the description.
    #[error(transparent)]
    File(#[from] system::ReadError),
    /// The description.
    #[error(transparent)]
    Description(#[from] ReadError),
    /// What a source description leads to.
    #[error("source description `{name}`")]
    Source {
        /// Its name.
        name: String,
        /// Why it cannot be called.
        #[source]
        source: Box<ActionError>,
    },
    /// The project.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// One thing was named in place of several.
    #[error("`{option}` goes with one OpenAPI document, and the description has {count}")]
    OneForSeveral {
        /// The option.
        option: &'static str,
        /// How many there are.
        count: usize,
    },
    /// There is no workflow of that name.
    #[error("there is no workflow `{name}`")]
    Unknown {
        /// The name.
        name: String,
        /// Names that are close to it.
        nearest: Vec<String>,
        /// All names.
        known: Vec<String>,
    },
    /// A step may change something, and that was not allowed.
    #[error("step `{step}` of workflow `{workflow}` calls `{operation}` ({method}), which may change data")]
    Writes {
        /// The step.
        step: String,
        /// Its workflow.
        workflow: String,
        /// The operation.
        operation: String,
        /// Its method.
        method: Method,
    },
    /// The inputs do not fit.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no server to call.
    #[error(transparent)]
    Call(#[from] CallError),
}

impl From<Box<Faulty>> for WorkflowError {
    fn from(faulty: Box<Faulty>) -> Self {
        Self::Description(faulty.into())
    }
}

/// A step as it would be taken.
#[derive(Debug)]
pub struct Planned<'a> {
    /// Its workflow.
    pub workflow: &'a str,
    /// The step.
    pub step: &'a crate::arazzo::Step,
    /// What it calls.
    pub calls: Calls<'a>,
    /// The step that takes back what it makes.
    pub undone_by: Option<&'a str>,
}

/// What a step calls.
#[derive(Debug)]
pub enum Calls<'a> {
    /// An operation.
    Operation(&'a Signature),
    /// A workflow.
    Workflow(&'a str),
}

/// Reads the description in `file`, and all that its workflows call.
///
/// # Errors
///
/// As [`WorkflowError`]: whatever cannot be run is refused before anything is sent.
pub fn open(system: &System, selection: Selection<'_>, file: &Path) -> Result<Scenario, WorkflowError> {
    let source = system.files.read(file, MAX_BYTES)?;
    let description = Description::read(source)?;
    let opened = match sources::open(system, selection, file, &description) {
        Ok(opened) => opened,
        Err(sources::Refused::Error(error)) => return Err(error),
        Err(sources::Refused::Faults(faults)) => return Err(description.refused(faults).into()),
    };
    match bind::targets(&description, &opened) {
        Ok(targets) => Ok(Scenario { description, sources: opened, targets }),
        Err(faults) => Err(description.refused(faults).into()),
    }
}

impl Scenario {
    /// Returns the workflows to run, each after those that it depends on: the named ones, or else all
    /// that no other one runs.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::Unknown`].
    pub fn chosen(&self, names: &[String]) -> Result<Vec<usize>, WorkflowError> {
        let workflows = &self.description.workflows;
        let named = names.iter().map(|name| {
            self.description.find(name).ok_or_else(|| {
                let known: Vec<_> = workflows.iter().map(|own| own.id.clone()).collect();
                WorkflowError::Unknown {
                    name: name.clone(),
                    nearest: nearest(name, known.iter().map(String::as_str))
                        .into_iter()
                        .map(str::to_owned)
                        .collect(),
                    known,
                }
            })
        });
        let mut wanted = named.collect::<Result<Vec<_>, _>>()?;
        if wanted.is_empty() {
            let parts: Vec<_> = (0..workflows.len()).flat_map(|own| self.runs(own)).collect();
            wanted = (0..workflows.len()).filter(|own| !parts.contains(own)).collect();
        }
        if wanted.is_empty() {
            wanted = (0..workflows.len()).collect();
        }
        Ok(self.description.in_order(&wanted))
    }

    /// Returns the workflows that the steps of a workflow run.
    fn runs(&self, workflow: usize) -> impl Iterator<Item = usize> {
        let steps =
            self.description.workflows.get(workflow).map(|own| own.steps.as_slice()).unwrap_or_default();
        steps.iter().filter_map(|step| match step.target {
            Target::Workflow(own) => Some(own),
            Target::OperationId { .. } | Target::OperationPath { .. } => None,
        })
    }

    /// Returns the steps of the workflows, and of those that they run, in order.
    pub fn plan(&self, chosen: &[usize]) -> Vec<Planned<'_>> {
        let mut order = Vec::new();
        let mut open: Vec<_> = chosen.iter().rev().copied().collect();
        while let Some(own) = open.pop() {
            if !order.contains(&own) {
                order.push(own);
                open.extend(self.leads_to(own));
            }
        }
        let steps = order.into_iter().flat_map(|at| {
            let workflow = &self.description.workflows[at];
            workflow.steps.iter().zip(&self.targets[at]).map(|(step, target)| Planned {
                workflow: &workflow.id,
                step,
                undone_by: step.undone_by.map(|by| workflow.steps[by].id.as_str()),
                calls: match *target {
                    Bound::Operation { source, operation } => {
                        Calls::Operation(&self.sources[source].action.signatures[operation])
                    }
                    Bound::Workflow(at) => Calls::Workflow(&self.description.workflows[at].id),
                },
            })
        });
        steps.collect()
    }

    /// Makes sure that no step may change something.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::Writes`] for the first that may.
    pub fn only_reads(&self, chosen: &[usize]) -> Result<(), WorkflowError> {
        let writes = self.plan(chosen).into_iter().find_map(|own| match own.calls {
            Calls::Operation(signature) if !signature.method.is_safe() => Some(WorkflowError::Writes {
                step: own.step.id.clone(),
                workflow: own.workflow.to_owned(),
                operation: signature.name.clone(),
                method: signature.method.clone(),
            }),
            Calls::Operation(_) | Calls::Workflow(_) => None,
        });
        writes.map_or(Ok(()), Err)
    }

    /// Returns the headers and cookies that the description sends and an action cannot, with the place
    /// of each.
    pub fn left_out(&self) -> Vec<String> {
        let mut left = Vec::new();
        for step in self.description.workflows.iter().flat_map(|own| &own.steps) {
            for parameter in &step.parameters {
                let Some(place) = parameter.place.filter(|place| !bind::is_sent(*place)) else { continue };
                let position = self.description.position(&parameter.span);
                let (name, line, column) = (self.description.source().name(), position.line, position.column);
                let text = format!("{name}:{line}:{column}: the {} `{}`", place.word(), parameter.name);
                if !left.contains(&text) {
                    left.push(text);
                }
            }
        }
        left
    }

    fn leads_to(&self, workflow: usize) -> Vec<usize> {
        use crate::arazzo::{Destination, FailureThen, SuccessThen};
        let steps = &self.description.workflows[workflow].steps;
        let mut all: Vec<_> = self.runs(workflow).collect();
        for step in steps {
            let success = step.on_success.iter().filter_map(|own| match own.then {
                SuccessThen::Goto(Destination::Workflow(at)) => Some(at),
                SuccessThen::Goto(Destination::Step(_)) | SuccessThen::End => None,
            });
            all.extend(success);
            let failure = step.on_failure.iter().filter_map(|own| match own.then {
                FailureThen::Goto(Destination::Workflow(at))
                | FailureThen::Retry { first: Some(Destination::Workflow(at)), .. } => Some(at),
                FailureThen::Goto(_) | FailureThen::Retry { .. } | FailureThen::End => None,
            });
            all.extend(failure);
        }
        all.reverse();
        all
    }
}

impl Scenario {
    /// Returns the server of the first source.
    fn server(&self) -> Result<Url, CallError> {
        match self.sources.first() {
            Some(source) => Ok(source.action.server()?.url),
            None => Err(ServerError::None.into()),
        }
    }
}

/// Returns the addresses of the sources, for expressions.
fn addresses(sources: &[SourceDescription]) -> Vec<(String, String)> {
    sources.iter().map(|own| (own.name.clone(), own.url.clone())).collect()
}
