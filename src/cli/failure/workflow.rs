//! How the errors of running workflows end the program.

use super::{ExitStatus, Failure};
use crate::{
    arazzo::{Faulty, ReadError},
    openapi::Fault,
    report::diagnostics::line_excerpt,
    task::workflow::{InputError, RecordError, WorkflowError},
};
use serde_json::json;

/// How many faults are told one by one.
const TOLD: usize = 20;

impl From<WorkflowError> for Failure {
    fn from(error: WorkflowError) -> Self {
        match error {
            WorkflowError::File(error) => error.into(),
            WorkflowError::Description(ReadError::Parse(error)) => {
                // The reader is that of OpenAPI documents, and so are some of its hints.
                let hint = match error.fault() {
                    Fault::Empty | Fault::OnlyComments | Fault::NotAMapping { .. } => Some(
                        "an Arazzo description begins with `arazzo: 1.0.1`; `gptauth test --record FILE` writes one",
                    ),
                    Fault::Html | Fault::Postman => Some("name the file of an Arazzo description"),
                    _ => None,
                };
                match hint {
                    Some(hint) => Self::new(ExitStatus::Usage, error).hinted(hint),
                    None => error.into(),
                }
            }
            WorkflowError::Description(ReadError::Faulty(faulty)) => faults(*faulty),
            WorkflowError::Source { name, source } => {
                Self::from(*source).hinted(format!("it is the source description `{name}` of the workflows"))
            }
            WorkflowError::Action(error) => error.into(),
            WorkflowError::OneForSeveral { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("change `url` in the description, or `servers` in the documents"),
            WorkflowError::Unknown { ref nearest, ref known, .. } => {
                let hint = match nearest.first() {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "there are {}",
                        known.iter().map(|own| format!("`{own}`")).collect::<Vec<_>>().join(", ")
                    ),
                };
                Self::new(ExitStatus::Usage, error).hinted(hint)
            }
            WorkflowError::Writes { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("if it may, add `--write`; `--plan` shows what would be called"),
            WorkflowError::Input(error) => error.into(),
            WorkflowError::Call(error) => error.into(),
        }
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        let hint = match &error {
            RecordError::NoFile => "name the document with `--schema FILE`".to_owned(),
            RecordError::Exists { .. } => "choose another name, or write over it with `--force`".to_owned(),
            RecordError::Write { .. } => "name a file in a folder that you can write".to_owned(),
            RecordError::Nothing => "`gptauth test --plan` shows what would be called".to_owned(),
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        let hint = match &error {
            InputError::Unknown { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            InputError::Unknown { known, .. } if known.is_empty() => "the workflows take none".to_owned(),
            InputError::Unknown { known, .. } => format!("there are {}", known.join(", ")),
            InputError::Twice { .. } => "give it once".to_owned(),
            InputError::Secret { .. } => {
                "no secret is sent but the access token, and that by itself; take the input out".to_owned()
            }
            InputError::Missing { names, .. } => {
                let typed: Vec<_> = names.iter().map(|name| format!("--workflow-input {name}=…")).collect();
                format!("add {}", typed.join(" "))
            }
            InputError::Broken { .. } => "the schema is `inputs` of the workflow".to_owned(),
            InputError::Unusable { .. } => "mend the schema, its `pattern`s perhaps".to_owned(),
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

/// Returns the failure of a description with faults: the first as the error, then each of the others.
fn faults(faulty: Faulty) -> Failure {
    let place = |at: usize| {
        let fault = &faulty.faults()[at];
        let position = faulty.position(fault);
        let help = fault.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}:{}: {}{help}", position.line, position.column, fault.message)
    };
    let all = faulty.faults().iter().map(|fault| {
        let position = faulty.position(fault);
        json!({ "line": position.line, "column": position.column, "message": fault.message, "help": fault.help })
    });
    let all = all.collect::<Vec<_>>();
    let (help, start) = match faulty.faults().first() {
        Some(first) => (first.help.clone(), first.span.start),
        None => (None, 0),
    };
    let others: Vec<_> = (1..faulty.faults().len().min(TOLD)).map(place).collect();
    let excerpt = line_excerpt(faulty.source(), start);
    let mut failure = Failure::new(ExitStatus::Usage, faulty).detailed("faults", all.into());
    if let Some(excerpt) = excerpt {
        failure = failure.showing(excerpt);
    }
    if let Some(help) = help {
        failure = failure.hinted(help);
    }
    others.into_iter().fold(failure, |failure, other| failure.hinted(format!("also {other}")))
}
