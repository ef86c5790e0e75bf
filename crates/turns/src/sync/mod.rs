//! Ways for the tasks of one loop to wait for each other.

pub mod oneshot;
