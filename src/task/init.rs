//! Writes a new project, and the pipeline that checks and tests it.

mod pipeline;
pub mod progress;

use crate::{
    project::FILE_NAME,
    system::{ReadError, System},
    template::{self, Answers},
};
use pipeline::place;
pub use pipeline::{Pipeline, Placed};
use std::{
    io,
    path::{Path, PathBuf},
};

/// The largest `.gitignore` that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// What was written.
#[derive(Debug)]
pub struct InitOutcome {
    /// The folder of the project, as it was named.
    pub directory: PathBuf,
    /// The files, in the order in which they were written.
    pub written: Vec<PathBuf>,
    /// The pipeline among them.
    pub pipeline: Option<Placed>,
}

/// A file to write.
struct ToWrite {
    path: PathBuf,
    content: String,
}

/// Why no project was written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// Something is there already, and nothing was written.
    #[error("`{}` is there already", .path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// The pipeline to add is there already, and nothing was written.
    #[error("`{}` is there already", .path.display())]
    PipelineExists {
        /// What is there.
        path: PathBuf,
    },
    /// A file could not be written.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// What is there already could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Writes a project into `directory`, over what is there only where `force` says so.
///
/// # Errors
///
/// As [`InitError`]; with [`InitError::Exists`] nothing was written at all.
pub fn init(
    system: &System,
    directory: &Path,
    answers: &Answers,
    pipeline: Option<Pipeline<'_>>,
    force: bool,
) -> Result<InitOutcome, InitError> {
    let files = template::render(answers);
    let mut files: Vec<_> = files
        .into_iter()
        .map(|file| ToWrite { path: directory.join(file.path), content: file.content })
        .collect();
    let ignored = gitignore(system, directory)?;
    let placed = pipeline.map(|pipeline| place(system, directory, pipeline)).transpose()?;
    let placed = placed.map(|(file, placed)| {
        files.push(file);
        placed
    });
    let mut written = write(system, files, force)?;
    if let Some(content) = ignored {
        let path = directory.join(".gitignore");
        match system.files.replace(&path, content.as_bytes()) {
            Ok(()) => written.push(path),
            Err(source) => return Err(InitError::Write { path, source }),
        }
    }
    Ok(InitOutcome { directory: directory.to_owned(), written, pipeline: placed })
}

/// Writes the pipeline of the project in `directory` and nothing else.
///
/// # Errors
///
/// As [`init`].
pub fn add_pipeline(
    system: &System,
    directory: &Path,
    pipeline: Pipeline<'_>,
    force: bool,
) -> Result<InitOutcome, InitError> {
    let (file, placed) = place(system, directory, pipeline)?;
    let written = write(system, vec![file], force).map_err(|error| match error {
        InitError::Exists { path } => InitError::PipelineExists { path },
        error => error,
    })?;
    Ok(InitOutcome { directory: directory.to_owned(), written, pipeline: Some(placed) })
}

/// Returns whether a folder holds a project.
pub fn is_project(system: &System, directory: &Path) -> bool {
    system.files.exists(&directory.join(FILE_NAME))
}

/// Writes files in their order, over what is there only where `force` says so.
fn write(system: &System, files: Vec<ToWrite>, force: bool) -> Result<Vec<PathBuf>, InitError> {
    let there = |path: &Path| system.files.exists(path);
    if !force && let Some(file) = files.iter().find(|file| there(&file.path)) {
        return Err(InitError::Exists { path: file.path.clone() });
    }
    let mut written = Vec::new();
    for ToWrite { path, content } in files {
        let done = if force && there(&path) {
            system.files.replace(&path, content.as_bytes())
        } else {
            system.files.create_new(&path, content.as_bytes())
        };
        match done {
            Ok(()) => written.push(path),
            // Somebody was quicker between the look and the write.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(InitError::Exists { path });
            }
            Err(source) => return Err(InitError::Write { path, source }),
        }
    }
    Ok(written)
}

/// Returns the new content of `.gitignore`, where the folder is in a repository and the line that
/// keeps a token store out of it is not there yet.
fn gitignore(system: &System, directory: &Path) -> Result<Option<String>, InitError> {
    if pipeline::repository(system, directory).is_none() {
        return Ok(None);
    }
    let path = directory.join(".gitignore");
    if !system.files.exists(&path) {
        return Ok(template::gitignore(""));
    }
    let present = system.files.read(&path, LIMIT)?;
    Ok(template::gitignore(present.text()))
}
