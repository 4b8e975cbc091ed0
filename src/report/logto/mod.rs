//! What was found and done at Logto, in words and as JSON.

pub mod connect;
pub mod logs;
