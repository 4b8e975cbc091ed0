//! The store of files: one file a secret, in a folder of which others see nothing.

use super::{
    LockAttempt, StoreError, StoreItem, StoreKey, StoreKind, StorePlace, StoreReason, TokenStore,
    envelope::Envelope,
    lock::{self, HeldLock},
};
use crate::system::files::sync_folder;
use etcetera::BaseStrategy;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::{
    cell::RefCell,
    fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::Duration,
};

/// The largest file that is read, in bytes. Tokens of 16 kB are nothing unusual; this is.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// How the name of a file begins that is still being written.
const UNFINISHED: &str = ".new-";

/// When such a file is certainly nobody's any more.
const UNFINISHED_AGE: Duration = Duration::from_secs(60 * 60);

/// Secrets in files with mode 0600 in a folder with mode 0700.
pub(super) struct FileStore {
    place: StorePlace,
    folder: PathBuf,
    /// Whether the folder is of our own making, so that we may mend its mode.
    ours: bool,
    /// What others could read until it was mended.
    mended: RefCell<Vec<PathBuf>>,
}

impl FileStore {
    /// Opens the store in the user's data folder.
    pub(super) fn ours() -> Result<Self, StoreError> {
        let strategy = etcetera::choose_base_strategy().map_err(|_| StoreError::NoHome)?;
        Self::open(strategy.data_dir().join("gptauth").join("tokens"), true)
    }

    /// Opens the store in a folder that the user named.
    pub(super) fn given(folder: &Path) -> Result<Self, StoreError> {
        let folder = std::path::absolute(folder).map_err(io_error("find", folder))?;
        Self::open(folder, false)
    }

    fn open(folder: PathBuf, ours: bool) -> Result<Self, StoreError> {
        let kind = StoreKind::Files { directory: folder.clone() };
        let place = StorePlace { kind, because: StoreReason::Asked { until_now: None } };
        let store = Self { place, folder, ours, mended: RefCell::default() };
        store.is_there()?;
        Ok(store)
    }

    /// Returns whether the folder is there, and that it is safe if it is.
    fn is_there(&self) -> Result<bool, StoreError> {
        let metadata = match fs::symlink_metadata(&self.folder) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(io_error("read", &self.folder)(error)),
        };
        if !metadata.is_dir() {
            return Err(unsafe_path(&self.folder, "it is not a folder"));
        }
        if protect::folder(&self.folder, &metadata, self.ours)? {
            self.mended.borrow_mut().push(self.folder.clone());
        }
        Ok(true)
    }

    /// Makes the folder where it is not there.
    fn make_folder(&self) -> Result<(), StoreError> {
        if self.is_there()? {
            return Ok(());
        }
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        protect::private_folder(&mut builder);
        builder.create(&self.folder).map_err(io_error("create", &self.folder))?;
        self.is_there().map(|_| ())
    }

    /// Returns a file of the store. Keys never become names: they may hold anything, a name may not.
    fn path(&self, key: &StoreKey, extension: &str) -> PathBuf {
        let digest = Sha256::digest(key.text());
        let name: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(name).with_extension(extension)
    }

    /// Removes what a killed process left of a save. Nobody needs it, and it is a secret.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let age = entry.metadata().and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
            let old = matches!(age, Ok(Ok(age)) if age > UNFINISHED_AGE);
            if old && entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                // Tidying is not worth failing for; the next save tries again.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Returns the keys of the tokens that are kept here.
    pub(super) fn keys(&self) -> Result<Vec<StoreKey>, StoreError> {
        Ok(self.all()?.into_iter().filter(|key| key.item == StoreItem::Tokens).collect())
    }

    /// Returns the keys of everything that is kept here, in a fixed order. What cannot be understood
    /// is left out; whoever asks for it by its key is told.
    pub(super) fn all(&self) -> Result<Vec<StoreKey>, StoreError> {
        if !self.is_there()? {
            return Ok(Vec::new());
        }
        let mut keys = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(io_error("read", &self.folder))? {
            let path = entry.map_err(io_error("read", &self.folder))?.path();
            if path.extension().is_some_and(|extension| extension == "json")
                && let Ok(Some(bytes)) = self.read_own(&path)
            {
                keys.extend(Envelope::key(&bytes));
            }
        }
        keys.sort_by_key(StoreKey::text);
        Ok(keys)
    }

    fn read(&self, key: &StoreKey) -> Result<Option<Envelope>, StoreError> {
        if !self.is_there()? {
            return Ok(None);
        }
        let path = self.path(key, "json");
        let Some(bytes) = self.read_own(&path)? else { return Ok(None) };
        Envelope::open(&bytes, key, &path.display().to_string()).map(Some)
    }

    /// Reads a file of the store; `None` where it is not there.
    fn read_own(&self, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(file) = self.open_own(path, OpenOptions::new().read(true))? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(MAX_FILE).read_to_end(&mut bytes).map_err(io_error("read", path))?;
        Ok(Some(bytes))
    }

    /// Opens a file of the store and proves it safe; `None` where it is not there.
    fn open_own(&self, path: &Path, options: &mut OpenOptions) -> Result<Option<File>, StoreError> {
        match fs::symlink_metadata(path) {
            Ok(metadata) if !metadata.is_file() => {
                let what = if metadata.is_symlink() { "it is a link" } else { "it is not a file" };
                return Err(unsafe_path(path, what));
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(io_error("read", path)(error)),
        }
        protect::private_file(options);
        let file = match options.open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error("open", path)(error)),
        };
        let metadata = file.metadata().map_err(io_error("read", path))?;
        if protect::file(path, &file, &metadata)? {
            self.mended.borrow_mut().push(path.to_owned());
        }
        Ok(Some(file))
    }
}

impl TokenStore for FileStore {
    fn place(&self) -> &StorePlace {
        &self.place
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        Ok(self.read(key)?.map(|envelope| envelope.secret()))
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        // What cannot be understood is never written over, so what is there is read first.
        let old = self.read(key)?.unwrap_or_else(Envelope::new);
        self.make_folder()?;
        self.sweep();
        let path = self.path(key, "json");
        let content = old.seal(key, secret);
        // A temporary file has mode 0600 from its first moment, and it is in the same folder so that
        // the last step is a rename: the old bytes or the new ones, never half of them.
        let written =
            tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder).and_then(|mut file| {
                file.write_all(content.expose_secret().as_bytes())?;
                file.as_file().sync_all()?;
                file.persist(&path).map_err(|error| error.error)?;
                sync_folder(&self.folder)
            });
        written.map_err(io_error("write", &path))
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        if self.read(key)?.is_none() {
            return Ok(false);
        }
        let path = self.path(key, "json");
        fs::remove_file(&path).and_then(|()| sync_folder(&self.folder)).map_err(io_error("remove", &path))?;
        Ok(true)
    }

    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError> {
        self.make_folder()?;
        // Beside the data: a rename would take a lock on the data itself away with the old file. It is
        // never removed, because a lock on a removed file excludes nobody.
        let path = self.path(key, "lock");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true);
        let Some(file) = self.open_own(&path, &mut options)? else {
            return Err(io_error("lock", &path)(io::ErrorKind::NotFound.into()));
        };
        match file.try_lock() {
            Ok(()) => Ok(LockAttempt::Taken(Box::new(HeldLock::new(file)))),
            Err(TryLockError::WouldBlock) => Ok(LockAttempt::Held { by: lock::holder(&file) }),
            Err(TryLockError::Error(error)) => Err(io_error("lock", &path)(error)),
        }
    }

    fn mended(&self) -> Vec<PathBuf> {
        self.mended.take()
    }
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    move |source| StoreError::Io { action, path, source }
}

fn unsafe_path(path: &Path, reason: impl Into<String>) -> StoreError {
    StoreError::Unsafe { path: path.to_owned(), reason: reason.into() }
}

/// Who may look: owners and modes.
#[cfg(unix)]
mod protect {
    use super::{DirBuilder, File, Metadata, OpenOptions, Path, StoreError, fs, io_error, unsafe_path};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};

    pub(super) fn private_folder(builder: &mut DirBuilder) {
        builder.mode(0o700);
    }

    pub(super) fn private_file(options: &mut OpenOptions) {
        let no_follow = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(no_follow.bits().cast_signed());
    }

    /// Returns whether the mode had to be mended.
    pub(super) fn folder(path: &Path, metadata: &Metadata, ours: bool) -> Result<bool, StoreError> {
        owner(path, metadata)?;
        if let Some(above) = path.parent().and_then(|above| fs::metadata(above).ok()) {
            // Whoever can write there can put another folder in this one's place, unless the sticky
            // bit forbids it.
            if above.mode() & 0o1002 == 0o002 {
                return Err(unsafe_path(path, "everybody can write to the folder above it"));
            }
        }
        match metadata.mode() & 0o777 {
            mode if mode & 0o077 == 0 => Ok(false),
            _ if ours => fs::set_permissions(path, fs::Permissions::from_mode(0o700))
                .map(|()| true)
                .map_err(io_error("protect", path)),
            mode => Err(unsafe_path(path, format!("it is open to others (mode {mode:04o}, not 0700)"))),
        }
    }

    /// Returns whether the mode had to be mended.
    pub(super) fn file(path: &Path, file: &File, metadata: &Metadata) -> Result<bool, StoreError> {
        if !metadata.is_file() {
            return Err(unsafe_path(path, "it is not a file"));
        }
        owner(path, metadata)?;
        let open = metadata.mode() & 0o077 != 0;
        if open {
            file.set_permissions(fs::Permissions::from_mode(0o600)).map_err(io_error("protect", path))?;
        }
        Ok(open)
    }

    fn owner(path: &Path, metadata: &Metadata) -> Result<(), StoreError> {
        if metadata.uid() == rustix::process::geteuid().as_raw() {
            Ok(())
        } else {
            Err(unsafe_path(path, format!("it belongs to another user (uid {})", metadata.uid())))
        }
    }
}

/// Who may look: on Windows the folder above, in the user's profile, decides.
#[cfg(not(unix))]
mod protect {
    use super::{DirBuilder, File, Metadata, OpenOptions, Path, StoreError, unsafe_path};

    pub(super) fn private_folder(_builder: &mut DirBuilder) {}

    pub(super) fn private_file(_options: &mut OpenOptions) {}

    pub(super) fn folder(_path: &Path, _metadata: &Metadata, _ours: bool) -> Result<bool, StoreError> {
        Ok(false)
    }

    pub(super) fn file(path: &Path, _file: &File, metadata: &Metadata) -> Result<bool, StoreError> {
        if metadata.is_file() { Ok(false) } else { Err(unsafe_path(path, "it is not a file")) }
    }
}

#[cfg(test)]
mod tests;
