//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_keep_order;
pub mod e3_not_polled;
pub mod e4_bound_it;
pub mod e5_try_join_group;
