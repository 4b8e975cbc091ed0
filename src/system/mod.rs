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
mod loopback;
mod random;
mod tokens;

pub use browser::Browser;
pub use clock::{Clock, real_clock};
pub use environment::{Environment, NoVariables, variable};
pub use files::{Files, ReadError, Stamp, decode};
pub use http::{HttpClient, HttpError, Limits, PublicOnly};
pub use loopback::{BoundPort, Flow, Loopback, LoopbackHost, Responder};
pub use random::{Random, RandomSource};
pub use tokens::{
    StoreChoice, StoreError, StoreItem, StoreKey, StoreLock, StorePlace, TokenStore, TokenStores,
};

use std::pin::Pin;

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

impl System {
    /// Returns the real world. Nothing in it is started, opened or read yet.
    pub fn real() -> Self {
        Self {
            http: Box::new(http::RealHttp::default()),
            clock: Box::new(clock::RealClock::new()),
            random: Box::new(random::RealRandom),
            browser: Box::new(browser::RealBrowser),
            loopback: Box::new(loopback::RealLoopback),
            files: Box::new(files::RealFiles::default()),
            stores: Box::new(tokens::RealStores),
            environment: Box::new(environment::RealEnvironment),
        }
    }
}
