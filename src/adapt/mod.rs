//! Makes an OpenAPI document of any make into one that ChatGPT takes.
//!
//! A part of its operations is chosen, and copied with the schemas that they need; what ChatGPT
//! cannot send is left out and told in a note. What a fix can mend is left to [`crate::edit`].

mod build;
mod choice;
mod operation;
mod schema;
mod text;

pub use build::{Adapted, Note, Settings, adapt};
pub use choice::{Choice, ChoiceError, Offer, choose, offers, tags};

#[cfg(test)]
mod tests;
