//! A solution of each, with its reasons.

pub mod e1_robots;
pub mod e2_retry_after;
pub mod e3_trap;
pub mod e4_resume;
pub mod e5_lease;
