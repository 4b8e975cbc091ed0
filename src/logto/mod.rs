//! Logto's Management API: requests built, answers judged, what is wanted against what is there.
//!
//! Every request here is one whose answer was measured at a real Logto. No I/O and no clock; the
//! bearer token is put on by whoever sends, and only towards the tenant's own host.

pub mod answer;
pub mod application;
pub mod callback;
pub mod desired;
pub mod domain;
pub mod log;
pub mod merge;
pub mod plan;
pub mod request;
pub mod temporary;
pub mod tenant;
pub mod token;
