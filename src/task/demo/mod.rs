//! The demo: two servers on loopback, and a tour of every command against them.

pub mod servers;
pub mod tour;
pub mod visitor;
