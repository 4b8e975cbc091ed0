//! The OpenAPI document: read once, tolerantly, every node with its place.
//!
//! A document is a tree of nodes that borrow their text from the source; [`Operation`],
//! [`Parameter`] and the other views lay the words of the OpenAPI Specification over it. A view
//! asks and returns `Option`: a broken document still gets all its findings. What ChatGPT thinks
//! of a document stands elsewhere.

mod build;
mod document;
mod error;
mod json;
mod node;
mod operation;
mod parameter;
mod pointer;
mod reference;
mod scalar;
mod schema;
mod security;
mod server;
mod swagger;
#[cfg(test)]
mod tests;
mod tree;
mod version;
mod yaml;

pub use document::{Document, Notation};
pub use error::{Fault, ParseError};
pub use json::LooseJson;
pub use node::{Entries, Items, Node};
pub use operation::{Method, Operation, RequestBody};
pub use parameter::{Parameter, ParameterIn};
pub(crate) use pointer::percent_decoded;
pub use reference::{Place, Reference, Unread, Unresolved};
pub use schema::{Bound, Schema};
pub use security::SecurityScheme;
pub use server::Server;
pub use version::Version;

/// How large a document may be, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 64 * 1024 * 1024;

/// How deep mappings and sequences may stand in each other, aliases followed.
pub const MAX_DEPTH: usize = 256;

/// How many nodes the aliases of a YAML document may stand for.
pub const MAX_ALIASED_NODES: u64 = 1_000_000;

/// How many other texts one document may draw in.
pub const MAX_PARTS: usize = 256;
