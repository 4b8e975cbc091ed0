//! The demo: its servers, and the story of the tour.

pub mod faults;
pub mod servers;
pub mod story;
