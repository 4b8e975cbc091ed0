//! What was found and done at Logto, in words and as JSON.

pub mod apply;
pub mod callback;
pub mod connect;
pub mod domain;
pub mod logs;
pub mod plan;
