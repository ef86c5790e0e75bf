//! Solutions, with their reasons.

pub mod e1_robots;
