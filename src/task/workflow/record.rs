//! The inferred test as an Arazzo description, to be edited and run.
//!
//! What cannot be said in one is left to `gptauth test` itself: calls without a token and with a forged
//! one.

mod part;
mod pointer;
mod write;

use crate::{
    arazzo::VERSION,
    edit,
    scenario::{Check, Feed, Plan, Step},
    system::System,
    task::action::Action,
};
use part::Part;
use serde_json::{Value, json};
use std::{
    io,
    path::{Component, Path, PathBuf},
};

/// The name of the one source description.
const SOURCE: &str = "api";

/// What was written.
#[derive(Debug)]
pub struct Recorded {
    /// The description, YAML.
    pub text: String,
    /// How many workflows it has.
    pub workflows: usize,
    /// How many steps they have.
    pub steps: usize,
    /// Whether one of them may change something.
    pub writes: bool,
    /// What is a guess, or was left out, in words.
    pub remarks: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The document was read from standard input, and so has no address.
    #[error("the OpenAPI document has no file that the workflows could name")]
    NoFile,
    /// Something is there already.
    #[error("`{}` is there already", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// Nothing of the plan can be said in a description.
    #[error("there is nothing to record")]
    Nothing,
}

/// Writes the plan into `file`, over what is there only with `force`.
///
/// # Errors
///
/// As [`RecordError`].
pub fn record(
    system: &System,
    action: &Action,
    plan: &Plan,
    (file, force): (&Path, bool),
) -> Result<Recorded, RecordError> {
    let url = url_from(system, &action.document, file).ok_or(RecordError::NoFile)?;
    let recorded = recorded(action, plan, &url, file)?;
    let written = if force {
        system.files.replace(file, recorded.text.as_bytes())
    } else {
        system.files.create_new(file, recorded.text.as_bytes())
    };
    match written {
        Ok(()) => Ok(recorded),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(RecordError::Exists { path: file.to_owned() })
        }
        Err(source) => Err(RecordError::Write { path: file.to_owned(), source }),
    }
}

fn recorded(action: &Action, plan: &Plan, url: &str, file: &Path) -> Result<Recorded, RecordError> {
    let mut writer = write::Writer::new(action);
    let workflows: Vec<Value> = parts(plan, action).iter().filter_map(|part| writer.workflow(part)).collect();
    if workflows.is_empty() {
        return Err(RecordError::Nothing);
    }
    let title = action.openapi.at("/info/title").and_then(|own| own.text()).unwrap_or("API");
    let count = workflows.len();
    let document = json!({
        "arazzo": VERSION,
        "info": {
            "title": format!("Test of {title}"),
            "summary": "Written by gptauth, yours to edit.",
            "version": "1.0.0",
        },
        "sourceDescriptions": [{ "name": SOURCE, "url": url, "type": "openapi" }],
        "workflows": workflows,
    });
    let writes = writer.writes;
    let text = format!("{}{}", head(file, writes, &writer.remarks), commented(&edit::yaml(&document)));
    Ok(Recorded { text, workflows: count, steps: writer.steps, writes, remarks: writer.remarks })
}

/// Returns the comment that the file begins with.
fn head(file: &Path, writes: bool, remarks: &[String]) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let write = if writes { " --write" } else { "" };
    let mut head = format!(
        "# What `gptauth test` makes up by itself, as an Arazzo description. Run it with\n\
         #   gptauth test --workflow {name}{write}\n\
         #\n\
         # Edit what only you know:\n\
         # - `payload` and `value` hold sample data: put in what your API is asked for;\n\
         # - `successCriteria` ask for the status: add what must stand in the answer,\n\
         #   `- condition: $response.body#/text == 'Tea'`;\n\
         # - `outputs` keep what later steps need, `onFailure` says how to go on;\n\
         # - `x-gptauth-undone-by` names the step that removes what a step made: `gptauth test`\n\
         #   takes it however the workflow ends, Ctrl-C included.\n\
         #\n\
         # Calls without a token, or with a forged one, cannot be said here: `gptauth test` makes them.\n"
    );
    for own in remarks {
        head.push_str(&format!("#\n# To look at: {}\n", own.replace(char::is_control, " ")));
    }
    head
}

/// Adds a comment where sample data stands.
fn commented(yaml: &str) -> String {
    let lines = yaml.lines().map(|line| {
        let indent = line.len() - line.trim_start().len();
        let is_payload = line.trim_start().starts_with("payload:");
        let comment = if is_payload { format!("{:indent$}# sample data\n", "") } else { String::new() };
        format!("{comment}{line}\n")
    });
    lines.collect()
}

/// Returns the workflows that a plan comes apart into: reads that feed each other, and each round.
fn parts<'p>(plan: &'p Plan, action: &Action) -> Vec<Part<'p>> {
    let name = |step: &Step| action.signatures[step.operation].name.as_str();
    let reads: Vec<_> = plan.steps.iter().filter(|own| own.round.is_none() && is_told(own)).collect();
    let mut parts: Vec<Part<'p>> = Vec::new();
    for step in &reads {
        // What an earlier workflow lists is read there.
        let of_source = |part: &Part<'_>| {
            let feeds = |feed: &Feed| part.steps.iter().any(|own| name(own) == feed.source);
            step.feeds.iter().any(feeds)
        };
        match parts.iter_mut().find(|part| of_source(part)) {
            Some(part) => part.steps.push(step),
            None => parts.push(Part { steps: vec![step], is_round: false }),
        }
    }
    let rounds = plan.steps.iter().filter(|own| own.round.is_some() && is_told(own));
    let mut of_round: Vec<(crate::scenario::Round, Vec<&Step>)> = Vec::new();
    for step in rounds {
        let Some(round) = step.round else { continue };
        match of_round.iter_mut().find(|(own, _)| *own == round) {
            Some((_, steps)) => steps.push(step),
            None => of_round.push((round, vec![step])),
        }
    }
    for (_, steps) in of_round {
        let mut all = part::feeding(&reads, &steps, &name);
        all.extend(steps);
        parts.push(Part { steps: all, is_round: true });
    }
    parts
}

/// Returns whether a step can be said in a description.
fn is_told(step: &Step) -> bool {
    matches!(
        step.check,
        Check::Answers | Check::Creates | Check::ReadsBack | Check::Updates | Check::Deletes | Check::IsGone
    )
}

/// Returns the address of the document as it is seen from the file.
fn url_from(system: &System, document: &Path, file: &Path) -> Option<String> {
    if document == Path::new("-") {
        return None;
    }
    let here = system.files.current_dir().ok()?;
    let folder = here.join(file.parent().unwrap_or(Path::new("")));
    // What a link leads to is the same from everywhere; a folder that is yet to be made has none.
    let folder = system.files.canonical(&folder).unwrap_or(folder);
    let document = system.files.canonical(document).ok()?;
    let shared =
        folder.components().zip(document.components()).take_while(|(left, right)| left == right).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = document.components().skip(shared).filter_map(|own| match own {
        Component::Normal(name) => Some(encoded(&name.to_string_lossy())),
        _ => None,
    });
    let parts: Vec<_> = up.chain(down).collect();
    let is_below = parts.first().is_some_and(|first| first != "..");
    Some(format!("{}{}", if is_below { "./" } else { "" }, parts.join("/")))
}

/// Returns the name of a file as it stands in a URL.
fn encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
