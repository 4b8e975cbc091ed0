//! The kinds of fault that only a probe can show: GA5xx of the provider, GA65x of the API.

/// Declares a kind with the page of its name.
macro_rules! kind {
    ($(#[$doc:meta])* $constant:ident = $code:literal $name:literal $severity:ident $outcome:ident $basis:expr) => {
        kind! { @ $(#[$doc])* $constant $code $name $severity $outcome None, $basis }
    };
    ($(#[$doc:meta])* $constant:ident = $code:literal $name:literal $severity:ident $outcome:ident $basis:expr, $says:expr) => {
        kind! { @ $(#[$doc])* $constant $code $name $severity $outcome Some($says), $basis }
    };
    (@ $(#[$doc:meta])* $constant:ident $code:literal $name:literal $severity:ident $outcome:ident $says:expr, $basis:expr) => {
        $(#[$doc])*
        pub static $constant: Kind = Kind {
            code: $code,
            name: $name,
            severity: Severity::$severity,
            outcome: Outcome::$outcome,
            says: $says,
            basis: $basis,
            page: include_str!(concat!($name, ".md")),
        };
    };
}

mod api;
mod client;
mod provider;
mod signed_in;
mod token;

pub use api::*;
pub use client::*;
pub use provider::*;
pub use signed_in::*;
pub use token::*;

use crate::diagnostic::Kind;
use std::time::Duration;

/// From when on an answer of the provider counts as slow.
pub(super) const SLOW: Duration = Duration::from_secs(5);

/// Returns every kind of this module, in the order of the codes.
pub fn all() -> impl Iterator<Item = &'static Kind> {
    let provider = provider::KINDS.into_iter().chain(client::KINDS).chain(token::KINDS);
    provider.chain(signed_in::KINDS).chain(api::KINDS)
}
