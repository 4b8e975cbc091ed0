//! Writes a new project.

use crate::{
    system::{ReadError, System},
    template::{self, Answers},
};
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
    /// A file could not be written.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The `.gitignore` that is there could not be read.
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
    force: bool,
) -> Result<InitOutcome, InitError> {
    let files = template::render(answers);
    let ignored = gitignore(system, directory)?;
    if !force && let Some(path) = existing(system, directory, &files) {
        return Err(InitError::Exists { path });
    }
    let mut written = Vec::new();
    for file in files {
        let path = directory.join(file.path);
        let content = file.content.as_bytes();
        let done = if force {
            system.files.replace(&path, content)
        } else {
            system.files.create_new(&path, content)
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
    if let Some(content) = ignored {
        let path = directory.join(".gitignore");
        match system.files.replace(&path, content.as_bytes()) {
            Ok(()) => written.push(path),
            Err(source) => return Err(InitError::Write { path, source }),
        }
    }
    Ok(InitOutcome { directory: directory.to_owned(), written })
}

fn existing(system: &System, directory: &Path, files: &[template::NewFile]) -> Option<PathBuf> {
    files.iter().map(|file| directory.join(file.path)).find(|path| system.files.exists(path))
}

/// Returns the new content of `.gitignore`, where the folder is in a repository and the line that
/// keeps a token store out of it is not there yet.
fn gitignore(system: &System, directory: &Path) -> Result<Option<String>, InitError> {
    let Ok(here) = system.files.current_dir() else { return Ok(None) };
    let whole = here.join(directory);
    if !whole.ancestors().any(|folder| system.files.exists(&folder.join(".git"))) {
        return Ok(None);
    }
    let path = directory.join(".gitignore");
    if !system.files.exists(&path) {
        return Ok(template::gitignore(""));
    }
    let present = system.files.read(&path, LIMIT)?;
    Ok(template::gitignore(present.text()))
}
