//! The demo: its servers, and the story of the tour.

pub mod servers;
pub mod story;
