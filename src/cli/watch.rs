//! What is done again after every save, until Ctrl-C.

use super::{
    failure::{ExitStatus, Failure},
    options::Format,
    runtime::Interruptible,
    terminal::Terminal,
};
use crate::{
    openapi::ParseError,
    report::escape,
    source::Source,
    system::System,
    task::watch::{Stamps, changed},
};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};

/// What can be done again after every save.
pub(super) trait Watched {
    /// The files, as they were read.
    type Read;
    /// Why they cannot be read.
    type Error: std::error::Error + Into<Failure>;

    /// Reads the files.
    fn read(&self) -> Result<Self::Read, Self::Error>;

    /// Returns the texts that were read, each named by its path.
    fn sources<'a>(&self, read: &'a Self::Read) -> Vec<&'a Source>;

    /// Returns the fault of a text that was read and is no document.
    fn fault<'a>(&self, error: &'a Self::Error) -> Option<&'a ParseError>;

    /// Does what is done, and returns the status that it would end with alone.
    fn act(&mut self, read: Self::Read, terminal: &mut Terminal) -> Result<ExitStatus, Failure>;
}

/// Acts, and acts again whenever a file has changed, until Ctrl-C.
pub(super) fn until_interrupted(
    watched: &mut impl Watched,
    system: &System,
    terminal: &mut Terminal,
) -> Result<ExitStatus, Failure> {
    let mut interruptible = Interruptible::new()?;
    let mut stamps = Stamps::default();
    let mut round = Round { watched, system, terminal, paths: Vec::new(), shown: None };
    loop {
        if let Some(end) = round.run()? {
            return Ok(end);
        }
        if let Err(failure) = interruptible.wait_for(changed(system, &round.paths, &mut stamps)) {
            // Ctrl-C is how a watch ends: nothing went wrong.
            return if failure.is_interruption() { Ok(failure.status()) } else { Err(failure) };
        }
    }
}

struct Round<'a, W> {
    watched: &'a mut W,
    system: &'a System,
    terminal: &'a mut Terminal,
    /// The files that were read last.
    paths: Vec<PathBuf>,
    /// What they held when something was last done.
    shown: Option<u64>,
}

impl<W: Watched> Round<'_, W> {
    /// Acts, unless nothing has changed since it was last done. Returns how the watch ends where that
    /// was interrupted.
    fn run(&mut self) -> Result<Option<ExitStatus>, Failure> {
        let read = self.watched.read();
        let content = self.content(&read);
        let first = self.shown.is_none();
        if self.shown.replace(content) == Some(content) {
            return Ok(None);
        }
        if !first {
            self.separate();
        }
        let ended = match read {
            Ok(read) => {
                let sources = self.watched.sources(&read).into_iter();
                self.paths = sources.map(|source| PathBuf::from(source.name())).collect();
                match self.watched.act(read, self.terminal) {
                    Ok(status) => status,
                    Err(failure) => failure.print(Format::Text, self.terminal),
                }
            }
            Err(error) => {
                match self.watched.fault(&error) {
                    Some(fault) if first => self.paths = vec![PathBuf::from(fault.text().name())],
                    // What cannot even be found is not worth waiting for.
                    None if first => return Err(error.into()),
                    _ => {}
                }
                error.into().print(Format::Text, self.terminal)
            }
        };
        if ended.is_interruption() {
            return Ok(Some(ended));
        }
        if first {
            let names: Vec<_> = self.paths.iter().map(|path| path.display().to_string()).collect();
            let names = escape::line(&names.join(" and ")).into_owned();
            self.terminal.status(format_args!("Watching {names}; Ctrl-C ends."));
        }
        Ok(None)
    }

    /// Returns a hash of all that was read.
    fn content(&self, read: &Result<W::Read, W::Error>) -> u64 {
        let mut hasher = DefaultHasher::new();
        match read {
            Ok(read) => self.watched.sources(read).iter().for_each(|source| source.text().hash(&mut hasher)),
            Err(error) => {
                let fault = self.watched.fault(error).map(|fault| fault.text().text());
                (error.to_string(), fault).hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    /// Draws a line between two rounds.
    fn separate(&mut self) {
        let now = self.system.clock.now().to_zoned(self.system.clock.zone());
        let title = format!("── saved at {} ", now.strftime("%H:%M:%S"));
        self.terminal.status(format_args!("\n{title:─<80}\n"));
    }
}
