//! Sets up and tests the OAuth of custom-GPT actions.
//!
//! Four floors; imports run downwards only, and `tests/floors.rs` holds them to it.
//!
//! 1. **The subject**: [`source`], [`diagnostic`], [`domain`], [`openapi`], [`platform`], [`project`],
//!    [`nearest`], [`providers`].
//! 2. **The pure core**, values in and values out: [`lint`], [`oauth`], [`invoke`], [`scenario`],
//!    [`demo`], [`template`], [`edit`], [`adapt`], [`json_schema`], [`sample`], [`probe`],
//!    [`logto`], [`arazzo`].
//! 3. **Tasks**, effects in order: [`task`], [`catalog`], and [`system`], the only door to the world.
//! 4. **Words**: [`report`] turns outcomes into bytes, [`cli`] turns arguments into tasks.

pub mod adapt;
pub mod arazzo;
pub mod catalog;
pub mod cli;
pub mod demo;
pub mod diagnostic;
pub mod domain;
pub mod edit;
pub mod invoke;
pub mod json_schema;
pub mod lint;
pub mod logto;
pub mod nearest;
pub mod oauth;
pub mod openapi;
pub mod platform;
pub mod probe;
pub mod project;
pub mod providers;
pub mod report;
pub mod sample;
pub mod scenario;
pub mod source;
pub mod system;
pub mod task;
pub mod template;
