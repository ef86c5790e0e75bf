//! What the reader writes. Each file says its goal; `cargo exercise ch09` runs them.

pub mod e1_predict;
pub mod e2_give_it_away;
pub mod e3_polite;
pub mod e4_lock_for_a_moment;
pub mod e5_a_job_that_panics;
