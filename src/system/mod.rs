//! The only door to the world.
//!
//! One small trait per piece of it, so that a task can be run against a scripted world in a test.
//! Nothing here knows what a login or a check is.
#![expect(clippy::disallowed_methods, reason = "this is where the world is touched")]

mod browser;
mod clock;
mod environment;
#[cfg(test)]
pub(crate) mod fake;
mod files;
mod http;
mod input;
mod loopback;
mod names;
mod random;
mod records;
mod signals;
mod spool;
mod tokens;

pub use browser::Browser;
pub use clock::{Clock, real_clock};
pub use environment::{Environment, NoVariables, is_set_to_nothing, variable};
pub use files::{Files, ReadError, Scratch, Stamp, Writing, decode};
pub use http::{HttpClient, HttpError, Limits, PeerCertificate, PublicOnly, TrustError};
pub use input::{Input, Typing};
pub use loopback::{BoundPort, Delivery, Flow, Loopback, LoopbackHost, Responder};
pub use names::Names;
pub use random::{Random, RandomSource};
pub use records::{Record, Records};
pub use signals::{EndSignal, EndSignals, end_signal};
pub use spool::Spool;
pub use tokens::{
    LockAttempt, StoreChoice, StoreError, StoreItem, StoreKey, StoreKind, StoreLock, StorePlace, StoreReason,
    TokenStore, TokenStores,
};

use std::{path::Path, pin::Pin, rc::Rc};

/// A future that a trait object can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Every piece of the world that a command may use. Nothing in it works before it is asked; a clone
/// shares the pieces.
#[derive(Clone)]
pub struct System {
    /// Sends HTTP requests.
    pub http: Rc<dyn HttpClient>,
    /// Asks where hosts are.
    pub names: Rc<dyn Names>,
    /// Tells the time and waits.
    pub clock: Rc<dyn Clock>,
    /// Draws random bytes and keys.
    pub random: Rc<dyn Random>,
    /// Opens the browser.
    pub browser: Rc<dyn Browser>,
    /// Listens on the loopback interface.
    pub loopback: Rc<dyn Loopback>,
    /// Reads what the user types.
    pub input: Rc<dyn Input>,
    /// Reads and writes files.
    pub files: Rc<dyn Files>,
    /// Keeps what is yet to be undone.
    pub records: Rc<dyn Records>,
    /// Keeps tokens and client secrets.
    pub stores: Rc<dyn TokenStores>,
    /// Reads the environment of the process.
    pub environment: Rc<dyn Environment>,
}

impl System {
    /// Returns the real world. Nothing in it is started, opened or read yet.
    pub fn real() -> Self {
        Self {
            http: Rc::new(http::RealHttp::default()),
            names: Rc::new(names::RealNames),
            clock: Rc::new(clock::RealClock::new()),
            random: Rc::new(random::RealRandom),
            browser: Rc::new(browser::RealBrowser),
            loopback: Rc::new(loopback::RealLoopback),
            input: Rc::new(input::RealInput::default()),
            files: Rc::new(files::RealFiles::default()),
            records: Rc::new(records::RealRecords),
            stores: Rc::new(tokens::RealStores),
            environment: Rc::new(environment::RealEnvironment),
        }
    }

    /// Trusts the certificates of a PEM file from now on, beside the system's own.
    ///
    /// # Errors
    ///
    /// As [`TrustError`].
    pub fn trust(&mut self, file: &Path) -> Result<(), TrustError> {
        let roots = http::read_roots(&*self.files, file)?;
        self.http = Rc::new(http::RealHttp::trusting(roots));
        Ok(())
    }
}
