//! One way to solve each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_give_it_away;
pub mod e3_polite;
pub mod e4_lock_for_a_moment;
pub mod e5_a_job_that_panics;
