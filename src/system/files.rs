//! Files and standard input.

mod together;

use crate::source::Source;
use std::{
    cell::RefCell,
    fs::{self, File},
    io::{self, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// What writes the content of a file, piece by piece.
pub type Writing<'a> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'a;

/// Reads and writes files.
pub trait Files {
    /// Reads a text file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// As [`ReadError`].
    fn read(&self, path: &Path, limit: usize) -> Result<Source, ReadError>;
    /// Reads standard input to its end, at most `limit` bytes, as a source named `<stdin>`.
    ///
    /// # Errors
    ///
    /// As [`ReadError`].
    fn read_stdin(&self, limit: usize) -> Result<Source, ReadError>;
    /// Writes a new file, whole or not at all; folders above it are made.
    ///
    /// # Errors
    ///
    /// `AlreadyExists` where something is there.
    fn create_new(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Writes a file, whole or not at all, over what is there.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; the old bytes are then still there.
    fn replace(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        self.replace_with(path, &mut |out| out.write_all(content))
    }
    /// Writes a file, whole or not at all, over what is there; its content need never be in memory.
    ///
    /// # Errors
    ///
    /// Where it cannot be written, or `content` fails; the old bytes are then still there.
    fn replace_with(&self, path: &Path, content: &mut Writing<'_>) -> io::Result<()>;
    /// Writes several files, all of them whole or none at all; folders above them are made. What is
    /// there already is replaced only where `force` says so.
    ///
    /// # Errors
    ///
    /// With the file that could not be written: `AlreadyExists` where something is there.
    fn write_together(&self, files: &[(PathBuf, &[u8])], force: bool) -> Result<(), (PathBuf, io::Error)>;
    /// Writes a file that nobody but its owner can read, whole or not at all.
    ///
    /// # Errors
    ///
    /// Where the folder is not there or cannot be written.
    fn replace_private(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Opens a new file that has no name, that only this user can read, and of which nothing is left once
    /// it is closed, however the process ends.
    ///
    /// # Errors
    ///
    /// Where none can be made.
    fn nameless(&self) -> io::Result<Box<dyn Scratch>>;
    /// Returns the path without links, `.` and `..`; what it leads to must be there.
    ///
    /// # Errors
    ///
    /// Where nothing is there, or a folder on the way cannot be looked into.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;
    /// Returns whether something is there.
    fn exists(&self, path: &Path) -> bool;
    /// Returns what tells one state of a file from the next; nothing where there is no file.
    fn stamp(&self, path: &Path) -> Option<Stamp>;
    /// Returns the folder that the process was started in.
    ///
    /// # Errors
    ///
    /// Where it is gone.
    fn current_dir(&self) -> io::Result<PathBuf>;
    /// Returns the folder for what is kept for this user between runs, in no project; it need not be
    /// there yet. A user without a home has none.
    fn data_dir(&self) -> Option<PathBuf>;
    /// Makes a new, empty folder that only this user can read.
    ///
    /// # Errors
    ///
    /// Where none can be made.
    fn temporary_dir(&self) -> io::Result<PathBuf>;
    /// Removes a folder made by [`Files::temporary_dir`] and all that is in it.
    ///
    /// # Errors
    ///
    /// Where it cannot be removed.
    fn remove_temporary_dir(&self, path: &Path) -> io::Result<()>;
}

/// A file to be written and read again.
pub trait Scratch: Read + Write + Seek {}

impl<T: Read + Write + Seek> Scratch for T {}

/// When a file was last written, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When it was written, where the file system tells.
    pub modified: Option<SystemTime>,
    /// Its length, in bytes.
    pub length: u64,
}

/// Why a text could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system would not give it.
    #[error("cannot read `{name}`")]
    Io {
        /// The path, or `<stdin>`.
        name: String,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// It is a folder, a device, a pipe: something without an end.
    #[error("`{name}` is not a file")]
    NotAFile {
        /// The path.
        name: String,
    },
    /// It is larger than we read.
    #[error("`{name}` is larger than {limit} bytes")]
    TooLarge {
        /// The path, or `<stdin>`.
        name: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// It is text, but not in UTF-8.
    #[error("`{name}` is not UTF-8 at byte {offset}: it looks like {encoding}")]
    Encoding {
        /// The path, or `<stdin>`.
        name: String,
        /// The first byte that does not fit, from 0.
        offset: usize,
        /// What it looks like: `UTF-16`, `Latin-1 or Windows-1252`, `binary data`.
        encoding: &'static str,
    },
}

/// The file system of this machine.
#[derive(Default)]
pub(super) struct RealFiles {
    /// The folders that we made ourselves: the only ones that are ever removed.
    temporary: RefCell<Vec<PathBuf>>,
}

impl Files for RealFiles {
    fn read(&self, path: &Path, limit: usize) -> Result<Source, ReadError> {
        let name = path.display().to_string();
        let failed = |source| ReadError::Io { name: name.clone(), source };
        // Asked before opening: opening a pipe waits for its other end.
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(ReadError::NotAFile { name });
        }
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile { name });
        }
        let length = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        if length > limit {
            return Err(ReadError::TooLarge { name, limit });
        }
        read_text(file, length, name, limit)
    }

    fn read_stdin(&self, limit: usize) -> Result<Source, ReadError> {
        read_text(io::stdin().lock(), 0, "<stdin>".to_owned(), limit)
    }

    fn create_new(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let folder = folder_of(path);
        fs::create_dir_all(folder)?;
        written(folder, content)?.persist_noclobber(path).map_err(|error| error.error)?;
        sync_folder(folder)
    }

    fn replace_with(&self, path: &Path, content: &mut Writing<'_>) -> io::Result<()> {
        // A link stays a link: what it leads to is replaced.
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(error),
        };
        let folder = folder_of(&target);
        let new = written_with(folder, content)?;
        if let Ok(old) = fs::metadata(&target) {
            if !old.is_file() || old.permissions().readonly() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            new.as_file().set_permissions(old.permissions())?;
        }
        new.persist(&target).map_err(|error| error.error)?;
        sync_folder(folder)
    }

    fn write_together(&self, files: &[(PathBuf, &[u8])], force: bool) -> Result<(), (PathBuf, io::Error)> {
        together::write(files, force)
    }

    fn replace_private(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let folder = folder_of(path);
        // The library's own files have mode 0600.
        let mut file = tempfile::Builder::new().prefix(".gptauth-").tempfile_in(folder)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        sync_folder(folder)
    }

    fn nameless(&self) -> io::Result<Box<dyn Scratch>> {
        Ok(Box::new(nameless()?))
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn exists(&self, path: &Path) -> bool {
        // A dangling link is something, too.
        fs::symlink_metadata(path).is_ok()
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some(Stamp { modified: metadata.modified().ok(), length: metadata.len() })
    }

    fn current_dir(&self) -> io::Result<PathBuf> {
        std::env::current_dir()
    }

    fn data_dir(&self) -> Option<PathBuf> {
        use etcetera::BaseStrategy;
        etcetera::choose_base_strategy().ok().map(|strategy| strategy.data_dir().join("gptauth"))
    }

    fn temporary_dir(&self) -> io::Result<PathBuf> {
        let path = tempfile::Builder::new().prefix("gptauth-").tempdir()?.keep();
        self.temporary.borrow_mut().push(path.clone());
        Ok(path)
    }

    fn remove_temporary_dir(&self, path: &Path) -> io::Result<()> {
        let mut ours = self.temporary.borrow_mut();
        let Some(at) = ours.iter().position(|made| made == path) else {
            return Err(io::ErrorKind::PermissionDenied.into());
        };
        fs::remove_dir_all(path)?;
        ours.remove(at);
        Ok(())
    }
}

/// Returns the folder that a path stands in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Returns a nameless-to-be file in `folder` that holds `content` on the disk, not only in memory.
fn written(folder: &Path, content: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    written_with(folder, &mut |out| out.write_all(content))
}

fn written_with(folder: &Path, content: &mut Writing<'_>) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gptauth-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Ordinary files: the user's umask decides.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder)?;
    let mut out = BufWriter::new(file.as_file());
    content(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    Ok(file)
}

/// Returns a file that has lost its name, or never had one.
fn nameless() -> io::Result<File> {
    let file = tempfile::tempfile()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // It can still be reached as an open file of the process.
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Makes a rename in `folder` outlast a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn read_text(reader: impl Read, expected: usize, name: String, limit: usize) -> Result<Source, ReadError> {
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    let read = reader.take(limit as u64 + 1).read_to_end(&mut bytes);
    if let Err(source) = read {
        return Err(ReadError::Io { name, source });
    }
    if bytes.len() > limit {
        return Err(ReadError::TooLarge { name, limit });
    }
    match decode(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err((offset, encoding)) => Err(ReadError::Encoding { name, offset, encoding }),
    }
}

/// Returns the text, or the first byte that is not UTF-8 and what the whole looks like instead.
pub fn decode(bytes: Vec<u8>) -> Result<String, (usize, &'static str)> {
    // UTF-16 of plain ASCII is valid UTF-8, full of NULs.
    if let Some(offset) = utf16_offset(&bytes) {
        return Err((offset, "UTF-16"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
        let binary = error.as_bytes().iter().any(control);
        (offset, if binary { "binary data" } else { "Latin-1 or Windows-1252" })
    })
}

/// Returns where UTF-16 shows itself: at its byte order mark, or at the first NUL where every second
/// byte of the beginning is one.
fn utf16_offset(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some(0);
    }
    let (pairs, _) = bytes.get(..bytes.len().min(64))?.as_chunks::<2>();
    let half_nul =
        |at: usize| pairs.len() >= 2 && pairs.iter().all(|pair| (pair[at] == 0) && pair[1 - at] != 0);
    match (half_nul(0), half_nul(1)) {
        (true, _) => Some(0),
        (_, true) => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
