//! OAuth 2.0 and OpenID Connect: per step, a request built and a response judged.
//!
//! No I/O, no clock and no randomness of its own; all of it is handed in.

pub mod values;
