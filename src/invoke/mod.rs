//! An operation and arguments into an HTTP request; its answer into findings.
//!
//! No I/O: the token, the server and the random parts are handed in, and nothing is sent.

pub mod bind;
pub mod contract;
pub mod depth;
mod encode;
#[cfg(test)]
pub(crate) mod fixture;
pub mod kinds;
pub mod nested;
pub mod outcome;
pub mod read;
pub mod request;
pub mod server;
pub mod signature;
mod style;
mod value;

/// Returns the text that a JSON value is typed as on a command line.
pub fn value_text(value: &serde_json::Value) -> String {
    value::text(value)
}
