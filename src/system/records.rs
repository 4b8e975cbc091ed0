//! Records of what is yet to be undone: each is held by one process at a time, and found again where
//! that process ended without undoing it.

use super::files::sync_folder;
use etcetera::BaseStrategy;
use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

/// The longest record that is read, in bytes.
const LONGEST: u64 = 64 * 1024;

/// What a record's name ends with.
const EXTENSION: &str = "json";

/// Keeps records, of which no two processes hold the same one.
pub trait Records {
    /// Takes the record of this name, a new and empty one where there is none; `None` where another
    /// process holds it. A name is made of letters, digits and `-`.
    ///
    /// # Errors
    ///
    /// Where it can be neither made nor locked, or the user has no home.
    fn hold(&self, name: &str) -> io::Result<Option<Box<dyn Record>>>;
    /// Takes every record that nobody holds, by name: what processes left behind that ended too early.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be read.
    fn abandoned(&self) -> io::Result<Vec<Box<dyn Record>>>;
}

/// A record that is ours until it is dropped or the process ends, however it ends. It stays where it is
/// until it is removed.
pub trait Record {
    /// Returns what was written last, by anybody; an unfinished first write counts for nothing.
    fn content(&self) -> &str;
    /// Writes it, so that it outlasts a power cut.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    fn write(&mut self, content: &str) -> io::Result<()>;
    /// Removes it: what it told of is undone.
    ///
    /// # Errors
    ///
    /// Where it cannot be removed.
    fn remove(self: Box<Self>) -> io::Result<()>;
}

/// The records in the user's data folder.
pub(super) struct RealRecords;

impl Records for RealRecords {
    fn hold(&self, name: &str) -> io::Result<Option<Box<dyn Record>>> {
        held_in(&folder()?, name)
    }

    fn abandoned(&self) -> io::Result<Vec<Box<dyn Record>>> {
        abandoned_in(&folder()?)
    }
}

fn folder() -> io::Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy().map_err(|_| io::Error::from(io::ErrorKind::NotFound))?;
    Ok(strategy.data_dir().join("gptauth").join("undo"))
}

fn held_in(folder: &Path, name: &str) -> io::Result<Option<Box<dyn Record>>> {
    private_folder().create(folder)?;
    let path = folder.join(name).with_extension(EXTENSION);
    loop {
        let file = options().create(true).open(&path)?;
        match taken(file, &path)? {
            Attempt::Taken(record) => return Ok(Some(Box::new(record))),
            Attempt::Held => return Ok(None),
            Attempt::Gone => {}
        }
    }
}

fn abandoned_in(folder: &Path) -> io::Result<Vec<Box<dyn Record>>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|own| own == EXTENSION));
    paths.sort();
    let mut records: Vec<Box<dyn Record>> = Vec::new();
    for path in paths {
        let file = match options().open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if let Attempt::Taken(record) = taken(file, &path)? {
            records.push(Box::new(record));
        }
    }
    Ok(records)
}

/// What came of trying to take a record.
enum Attempt {
    Taken(FileRecord),
    /// Another process has it.
    Held,
    /// Whoever had it removed it meanwhile.
    Gone,
}

/// Locks a file that was opened at `path`, and reads it.
fn taken(file: File, path: &Path) -> io::Result<Attempt> {
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Attempt::Held),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    if !is_there(&file, path) {
        return Ok(Attempt::Gone);
    }
    let mut content = String::new();
    (&file).take(LONGEST).read_to_string(&mut content)?;
    Ok(Attempt::Taken(FileRecord { file, path: path.to_owned(), content }))
}

/// A locked file.
struct FileRecord {
    file: File,
    path: PathBuf,
    content: String,
}

impl Record for FileRecord {
    fn content(&self) -> &str {
        &self.content
    }

    fn write(&mut self, content: &str) -> io::Result<()> {
        // In place: a rename would leave the lock with the old file.
        self.file.rewind()?;
        self.file.set_len(0)?;
        self.file.write_all(content.as_bytes())?;
        self.file.sync_all()?;
        content.clone_into(&mut self.content);
        self.path.parent().map_or(Ok(()), sync_folder)
    }

    fn remove(self: Box<Self>) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Only their owner reads and writes them.
#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let no_follow = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600).custom_flags(no_follow.bits().cast_signed());
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    options
}

fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Returns whether an open file is still the one at its path: a lock on a removed file excludes nobody.
#[cfg(unix)]
fn is_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let inode = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (open, at_path) = (file.metadata().map(inode), fs::symlink_metadata(path).map(inode));
    matches!((open, at_path), (Ok(open), Ok(at_path)) if open == at_path)
}

#[cfg(not(unix))]
fn is_there(_file: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(folder: &Path) -> Vec<String> {
        abandoned_in(folder).unwrap().iter().map(|record| record.content().to_owned()).collect()
    }

    #[test]
    fn a_record_is_held_by_one_and_found_once_nobody_holds_it() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("undo");
        assert!(contents(&folder).is_empty(), "a folder that is not there has none");
        let mut record = held_in(&folder, "a").unwrap().unwrap();
        record.write("first, which is longer").unwrap();
        record.write("second").unwrap();
        assert!(held_in(&folder, "a").unwrap().is_none());
        assert!(contents(&folder).is_empty(), "what is held is not abandoned");
        let other = held_in(&folder, "b").unwrap().unwrap();
        drop((record, other));
        assert_eq!(contents(&folder), ["second", ""]);
        assert_eq!(held_in(&folder, "a").unwrap().unwrap().content(), "second");
    }

    #[test]
    fn a_removed_record_is_gone_and_its_name_is_free() {
        let root = tempfile::tempdir().unwrap();
        let mut record = held_in(root.path(), "a").unwrap().unwrap();
        record.write("old").unwrap();
        record.remove().unwrap();
        assert!(contents(root.path()).is_empty());
        assert_eq!(held_in(root.path(), "a").unwrap().unwrap().content(), "");
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_on_a_removed_file_counts_for_nothing() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a.json");
        let opened = options().create(true).open(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, "another's").unwrap();
        assert!(matches!(taken(opened, &path).unwrap(), Attempt::Gone));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_them_and_no_link_is_followed() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("undo");
        drop(held_in(&folder, "a").unwrap().unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("a.json"))), (0o700, 0o600));
        std::os::unix::fs::symlink(root.path().join("elsewhere"), folder.join("b.json")).unwrap();
        assert!(held_in(&folder, "b").is_err());
        assert!(!root.path().join("elsewhere").exists());
    }
}
