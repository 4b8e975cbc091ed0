//! Files in memory.

use super::World;
use crate::{
    source::Source,
    system::{Files, ReadError, Scratch, Stamp, Writing, files::decode},
};
use std::{
    io,
    path::{Path, PathBuf},
};

const CURRENT_DIR: &str = "/project";

impl World {
    /// Puts a file there; a relative path is one in `/project`.
    pub(crate) fn set_file(&self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) {
        self.0.files.borrow_mut().insert(absolute(path.as_ref()), content.into());
    }

    /// Takes a file away.
    pub(crate) fn remove_file(&self, path: impl AsRef<Path>) {
        self.0.files.borrow_mut().remove(&absolute(path.as_ref()));
    }

    /// Returns the text of a file, or nothing where there is none.
    pub(crate) fn file(&self, path: impl AsRef<Path>) -> Option<String> {
        let files = self.0.files.borrow();
        files.get(&absolute(path.as_ref())).map(|content| String::from_utf8(content.clone()).unwrap())
    }

    /// Returns every file there is, by path.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.0.files.borrow().keys().cloned().collect()
    }

    /// Sets what comes in on standard input.
    pub(crate) fn set_stdin(&self, content: impl Into<Vec<u8>>) {
        *self.0.stdin.borrow_mut() = content.into();
    }

    /// Lets every write fail from now on.
    pub(crate) fn make_read_only(&self) {
        self.0.read_only.set(true);
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.0.read_only.get()
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        if self.is_read_only() {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        self.set_file(path, content);
        Ok(())
    }
}

fn absolute(path: &Path) -> PathBuf {
    let mut absolute = PathBuf::new();
    for part in Path::new(CURRENT_DIR).join(path).components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                absolute.pop();
            }
            part => absolute.push(part),
        }
    }
    absolute
}

fn text(name: String, content: Vec<u8>, limit: usize) -> Result<Source, ReadError> {
    if content.len() > limit {
        return Err(ReadError::TooLarge { name, limit });
    }
    match decode(content) {
        Ok(text) => Ok(Source::new(name, text)),
        Err((offset, encoding)) => Err(ReadError::Encoding { name, offset, encoding }),
    }
}

impl Files for World {
    fn read(&self, path: &Path, limit: usize) -> Result<Source, ReadError> {
        let name = path.display().to_string();
        let found = self.0.files.borrow().get(&absolute(path)).cloned();
        match found {
            Some(content) => text(name, content, limit),
            None if self.exists(path) => Err(ReadError::NotAFile { name }),
            None => Err(ReadError::Io { name, source: io::ErrorKind::NotFound.into() }),
        }
    }

    fn read_stdin(&self, limit: usize) -> Result<Source, ReadError> {
        text("<stdin>".to_owned(), self.0.stdin.take(), limit)
    }

    fn create_new(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        if self.exists(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.write(path, content)
    }

    fn replace_with(&self, path: &Path, content: &mut Writing<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        content(&mut bytes)?;
        self.write(path, &bytes)
    }

    fn nameless(&self) -> io::Result<Box<dyn Scratch>> {
        if self.is_read_only() {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        Ok(Box::new(io::Cursor::new(Vec::new())))
    }

    fn write_together(&self, files: &[(PathBuf, &[u8])], force: bool) -> Result<(), (PathBuf, io::Error)> {
        if !force && let Some((path, _)) = files.iter().find(|(path, _)| self.exists(path)) {
            return Err((path.clone(), io::ErrorKind::AlreadyExists.into()));
        }
        files
            .iter()
            .try_for_each(|(path, content)| self.write(path, content).map_err(|error| (path.clone(), error)))
    }

    fn replace_private(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.write(path, content)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        if self.exists(path) { Ok(absolute(path)) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    fn exists(&self, path: &Path) -> bool {
        let path = absolute(path);
        self.0.files.borrow().keys().any(|file| file.starts_with(&path))
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let files = self.0.files.borrow();
        // No time of writing is kept: a file that changes in a test changes its length as well.
        files.get(&absolute(path)).map(|content| Stamp { modified: None, length: content.len() as u64 })
    }

    fn current_dir(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from(CURRENT_DIR))
    }

    fn data_dir(&self) -> Option<PathBuf> {
        Some(PathBuf::from("/data/gptauth"))
    }

    fn temporary_dir(&self) -> io::Result<PathBuf> {
        Ok(PathBuf::from("/tmp/gptauth"))
    }

    fn remove_temporary_dir(&self, path: &Path) -> io::Result<()> {
        self.0.files.borrow_mut().retain(|file, _| !file.starts_with(path));
        Ok(())
    }
}
