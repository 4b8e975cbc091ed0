//! The only door to the world.
//!
//! One small trait per piece of it, so that a task can be run against a scripted world in a test.
//! Nothing here knows what a login or a check is.

use crate::source::Source;
use http::{Request, Response};
use jiff::Timestamp;
use secrecy::SecretString;
use std::{
    fmt, io,
    path::{Path, PathBuf},
    pin::Pin,
    time::Duration,
};
use url::Url;

/// A future that a trait object can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Every piece of the world that a command may use. Nothing in it works before it is asked.
pub struct System {
    /// Sends HTTP requests.
    pub http: Box<dyn HttpClient>,
    /// Tells the time and waits.
    pub clock: Box<dyn Clock>,
    /// Draws random bytes and keys.
    pub random: Box<dyn Random>,
    /// Opens the browser.
    pub browser: Box<dyn Browser>,
    /// Listens on the loopback interface.
    pub loopback: Box<dyn Loopback>,
    /// Reads and writes files.
    pub files: Box<dyn Files>,
    /// Keeps tokens and client secrets.
    pub stores: Box<dyn TokenStores>,
    /// Reads the environment of the process.
    pub environment: Box<dyn Environment>,
}

/// Sends requests.
pub trait HttpClient {
    /// Sends `request` and reads the whole answer. Redirects are not followed; size and time are
    /// limited by the [`Limits`] in the request's extensions, or by their default.
    ///
    /// # Errors
    ///
    /// Where no complete answer came within the limits.
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>>;
}

/// How much of an answer is waited for and read. Put into a request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From sending to the last byte.
    pub time: Duration,
    /// The size of the body after decompression, in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(30), bytes: 8 * 1024 * 1024 }
    }
}

/// Why no answer came.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The request cannot be sent as it is: a scheme other than http or https, a header value with
    /// control characters.
    #[error("cannot send this request: {reason}")]
    Unsendable {
        /// What is wrong with it.
        reason: String,
    },
    /// The name did not resolve.
    #[error("cannot resolve `{host}`")]
    Resolve {
        /// The host that was asked for.
        host: String,
        /// The resolver's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Nobody listens there, or the connection broke off before an answer.
    #[error("cannot connect to `{origin}`")]
    Connect {
        /// Scheme, host and port.
        origin: String,
        /// The system's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The TLS handshake failed.
    #[error("no secure connection to `{origin}`")]
    Tls {
        /// Scheme, host and port.
        origin: String,
        /// The TLS library's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The answer did not end in time.
    #[error("no complete answer from `{origin}` within {} s", .limit.as_secs())]
    Timeout {
        /// Scheme, host and port.
        origin: String,
        /// How long was waited.
        limit: Duration,
    },
    /// The answer is larger than we read.
    #[error("the answer from `{origin}` is larger than {limit} bytes")]
    TooLarge {
        /// Scheme, host and port.
        origin: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The connection broke off while the answer was read.
    #[error("the answer from `{origin}` broke off")]
    Broken {
        /// Scheme, host and port.
        origin: String,
        /// The system's words.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Tells the time.
pub trait Clock {
    /// Returns the wall-clock time.
    fn now(&self) -> Timestamp;
    /// Returns the time since some fixed point, which never jumps.
    fn elapsed(&self) -> Duration;
    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;
}

/// Draws what must not be guessed, from the operating system.
pub trait Random {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// Where the operating system gives none.
    fn fill(&self, bytes: &mut [u8]) -> io::Result<()>;
    /// Returns a new EC P-384 private key as PKCS #8.
    ///
    /// # Errors
    ///
    /// Where the operating system gives no randomness.
    fn p384_key(&self) -> io::Result<Vec<u8>>;
}

/// Opens pages for the user.
pub trait Browser {
    /// Opens `url` in the user's browser, as one argument and through no shell.
    ///
    /// # Errors
    ///
    /// Where the URL is not http or https, or no browser could be started.
    fn open(&self, url: &Url) -> BoxFuture<'_, io::Result<()>>;
}

/// The loopback host to listen on. There is no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopbackHost {
    /// `127.0.0.1`.
    V4,
    /// `[::1]`.
    V6,
    /// `localhost`: both of them, on one port.
    Localhost,
}

impl LoopbackHost {
    /// Returns the host as it stands in a URL.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "127.0.0.1",
            Self::V6 => "[::1]",
            Self::Localhost => "localhost",
        }
    }
}

/// Listens on the loopback interface, and on no other.
pub trait Loopback {
    /// Binds `host` at `port`; port 0 takes a free one. The port is held from here on, so nothing
    /// can slip in between.
    ///
    /// # Errors
    ///
    /// Where the port is taken or the address family is not there.
    fn bind(&self, host: LoopbackHost, port: u16) -> io::Result<Box<dyn BoundPort>>;
}

/// A port that is ours.
pub trait BoundPort {
    /// Returns its number.
    fn port(&self) -> u16;
    /// Answers requests until `respond` says stop. Heads over 16 kB, slow clients and a flood of
    /// idle connections do not keep others from being answered.
    ///
    /// # Errors
    ///
    /// Where the socket itself fails; a broken connection is not an error.
    fn serve<'a>(self: Box<Self>, respond: Responder<'a>) -> BoxFuture<'a, io::Result<()>>;
}

/// Answers one request that came in on a bound port.
pub type Responder<'a> = Box<dyn FnMut(Request<Vec<u8>>) -> (Response<Vec<u8>>, Flow) + 'a>;

/// Whether a bound port goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Waits for the next request.
    Continue,
    /// Sends this answer whole, then closes the port.
    Stop,
}

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
    fn replace(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Returns whether something is there.
    fn exists(&self, path: &Path) -> bool;
    /// Returns the folder that the process was started in.
    ///
    /// # Errors
    ///
    /// Where it is gone.
    fn current_dir(&self) -> io::Result<PathBuf>;
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

/// Which store the user asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum StoreChoice {
    /// The keyring; the file where no keyring answers within 3 s.
    #[default]
    Auto,
    /// The keyring or nothing.
    Keyring,
    /// Files in the user's data folder, or in the given one.
    Files(Option<PathBuf>),
}

/// Opens token stores.
pub trait TokenStores {
    /// Opens a store and proves that it answers, without changing anything in it.
    ///
    /// # Errors
    ///
    /// Where it does not answer.
    fn open(&self, choice: &StoreChoice) -> Result<Box<dyn TokenStore>, StoreError>;
}

/// Keeps secrets between runs. It does not look into them.
pub trait TokenStore {
    /// Returns where the secrets are, to be told to the user.
    fn place(&self) -> &StorePlace;
    /// Returns the secret kept under `key`.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError>;
    /// Keeps `secret` under `key`: durably, and whole or not at all.
    ///
    /// # Errors
    ///
    /// Where it cannot be written; the old one is then still there.
    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError>;
    /// Removes what is kept under `key`; returns whether something was.
    ///
    /// # Errors
    ///
    /// Where it cannot be removed.
    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError>;
    /// Takes the lock of `key`, which other processes see, or returns `None` where it is taken. It is
    /// free again when the value is dropped or the process ends, however it ends.
    ///
    /// # Errors
    ///
    /// Where no lock can be made.
    fn try_lock(&self, key: &StoreKey) -> Result<Option<Box<dyn StoreLock>>, StoreError>;
}

/// A lock that is held until it is dropped.
pub trait StoreLock {}

/// What a secret belongs to. Tokens of one issuer, client or environment are never seen by another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoreKey {
    /// The issuer, or the token endpoint where there is no issuer.
    pub issuer: String,
    /// The client identifier.
    pub client_id: String,
    /// The named environment of the project; `None` is the base one.
    pub environment: Option<String>,
    /// Which of the secrets of this client.
    pub item: StoreItem,
}

/// The secrets that are kept for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreItem {
    /// The tokens of the signed-in user.
    Tokens,
    /// The client secret.
    ClientSecret,
}

impl StoreItem {
    /// Returns the word for it: `tokens`, `client-secret`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::ClientSecret => "client-secret",
        }
    }
}

/// Where secrets are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// The operating system's keyring, by its name: `Secret Service`, `Keychain`.
    Keyring {
        /// The keyring's name.
        name: &'static str,
    },
    /// Files with mode 0600 in a folder with mode 0700, not encrypted.
    Files {
        /// The folder.
        directory: PathBuf,
        /// Why it is not the keyring, where that was tried first.
        instead_of_keyring: Option<String>,
    },
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring { name } => write!(f, "the keyring ({name})"),
            Self::Files { directory, .. } => {
                write!(f, "{} (mode 0600, not encrypted)", directory.display())
            }
        }
    }
}

/// Why the token store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No keyring answers.
    #[error("no keyring answers: {reason}")]
    NoKeyring {
        /// The keyring library's words.
        reason: String,
    },
    /// The keyring refused one item.
    #[error("the keyring refused to {action}: {reason}")]
    Keyring {
        /// `read`, `write`, `remove`.
        action: &'static str,
        /// The keyring library's words.
        reason: String,
    },
    /// A file or folder of the store cannot be used.
    #[error("cannot {action} `{}`", .path.display())]
    Io {
        /// `read`, `write`, `remove`, `create`, `lock`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// A file or folder of the store is not safe to use: a link, another owner, open to others.
    #[error("`{}` is not safe to keep secrets in: {reason}", .path.display())]
    Unsafe {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What is kept there cannot be understood. It is left as it is.
    #[error("what is kept in {place} is damaged: {reason}")]
    Corrupt {
        /// The file, or the keyring item.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// What is kept there was written by a newer gptauth. It is left as it is.
    #[error("what is kept in {place} has version {found}, newer than {known}")]
    Newer {
        /// The file, or the keyring item.
        place: String,
        /// The version found.
        found: u64,
        /// The newest version that we know.
        known: u64,
    },
    /// Another process held the lock for too long.
    #[error("another process has held the lock of {place} for {} s", .waited.as_secs())]
    Locked {
        /// The lock.
        place: String,
        /// How long was waited.
        waited: Duration,
    },
    /// The user's data folder cannot be found.
    #[error("no home folder to keep tokens in")]
    NoHome,
}

/// Reads the environment of the process.
pub trait Environment {
    /// Returns a variable; `None` where it is not set, empty or not UTF-8.
    fn variable(&self, name: &str) -> Option<String>;
}

/// Reads a variable of the process, for the decisions that come before there is a [`System`].
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl System {
    /// Returns the real world.
    pub fn real() -> Self {
        unimplemented!()
    }
}
