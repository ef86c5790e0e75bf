//! One way to do each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_lost_wake;
pub mod e3_yield_now;
pub mod e4_join;
pub mod e5_shrink;
