//! The stand-in is what was recorded at a real Logto, where the recordings are there.

mod curl;
mod faults;
mod management;
mod replay;
mod tokens;
