//! `apply` against the strict stand-in: what goes wrong, at which request, and what is left then.

mod failures;
mod setting;
mod third_parties;
