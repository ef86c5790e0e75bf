//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_sum_scoped;
pub mod e3_wait_properly;
pub mod e4_survive;
pub mod e5_refused;
