//! What the reader solves.

pub mod e1_robots;
