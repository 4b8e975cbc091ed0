//! Finds and reads the project file.

use crate::{
    project::{FILE_NAME, Project, ProjectError},
    system::{ReadError, System},
};
use std::{
    io,
    path::{Path, PathBuf},
};

/// The largest project file that is read, in bytes.
const LIMIT: usize = 1024 * 1024;

/// Why there is no project to work with.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// No project file was named, and none is here or above.
    #[error("no {FILE_NAME} in `{}` or a folder above it", .from.display())]
    NotFound {
        /// Where the search began.
        from: PathBuf,
    },
    /// The project file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The project file could be read, but not understood.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The current folder is gone.
    #[error("cannot tell the current folder")]
    CurrentDir(#[source] io::Error),
}

/// Returns the project in `file`, or in the nearest project file at or above the current folder.
///
/// # Errors
///
/// As [`OpenError`].
pub fn open(system: &System, file: Option<&Path>, environment: Option<&str>) -> Result<Project, OpenError> {
    let path = match file {
        Some(path) => path.to_owned(),
        None => find(system)?,
    };
    let source = system.files.read(&path, LIMIT)?;
    let directory = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Project::parse(source, directory, environment)?)
}

/// Returns the project like [`open`], or nothing where none was named and none is found: for
/// commands that can also work on a document alone.
///
/// # Errors
///
/// As [`OpenError`], but for [`OpenError::NotFound`].
pub fn open_if_any(
    system: &System,
    file: Option<&Path>,
    environment: Option<&str>,
) -> Result<Option<Project>, OpenError> {
    match open(system, file, environment) {
        Ok(project) => Ok(Some(project)),
        Err(OpenError::NotFound { .. }) if environment.is_none() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the nearest project file, relative to the current folder where it is in it.
fn find(system: &System) -> Result<PathBuf, OpenError> {
    let from = system.files.current_dir().map_err(OpenError::CurrentDir)?;
    if system.files.exists(&from.join(FILE_NAME)) {
        return Ok(PathBuf::from(FILE_NAME));
    }
    let above = from.ancestors().skip(1).map(|folder| folder.join(FILE_NAME));
    let found = above.into_iter().find(|path| system.files.exists(path));
    found.ok_or(OpenError::NotFound { from })
}
