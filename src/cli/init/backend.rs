//! `gptauth init --backend`: the API's half, beside the project.

use crate::{
    cli::{self, failure::Failure, options::GlobalOptions, terminal::Terminal},
    project::FILE_NAME,
    system::System,
    task::{
        self,
        backend::{self, FOLDER, Named},
    },
    template::{NewFile, backend::Backend},
};
use std::path::{Path, PathBuf};

/// Writes the back end of a project that is there.
pub(super) fn add(
    backend: Backend,
    directory: &Path,
    force: bool,
    global: &GlobalOptions,
    system: &System,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let project = task::project::open(system, Some(&directory.join(FILE_NAME)), global.env.as_deref())?;
    let directory = directory.join(FOLDER);
    let named = Named::default();
    let (_, written) =
        cli::backend::write(backend, &directory, Some(&project), named, force, system, terminal)?;
    cli::backend::tell(backend, &directory, &written, terminal);
    Ok(())
}

/// A back end that is about to be written.
pub(super) struct Prepared {
    backend: Backend,
    directory: PathBuf,
    files: Vec<NewFile>,
    force: bool,
}

impl Prepared {
    /// Makes sure that it can be written, before the project is.
    pub(super) fn new(
        backend: Backend,
        project: &Path,
        issuer: &str,
        force: bool,
        system: &System,
    ) -> Result<Self, Failure> {
        let directory = project.join(FOLDER);
        // The provider may not be there yet: it is not asked.
        let files = backend.render(&backend::as_logto_has_it(issuer));
        if !force {
            backend::refuse_existing(system, &directory, &files)?;
        }
        Ok(Self { backend, directory, files, force })
    }

    /// Writes it, and says how it is started.
    pub(super) fn write(&self, system: &System, terminal: &mut Terminal) -> Result<(), Failure> {
        let written = backend::write(system, &self.directory, &self.files, self.force)?;
        terminal.status("");
        cli::backend::tell(self.backend, &self.directory, &written, terminal);
        let name = self.backend.name();
        terminal.hint(format_args!(
            "its endpoints are where Logto has them; `gptauth backend {name} --force` asks your provider"
        ));
        Ok(())
    }
}
