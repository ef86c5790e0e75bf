//! What a reader is asked to do: each file compiles, and its test fails until it is done.

pub mod e1_predict;
pub mod e2_lost_wake;
pub mod e3_yield_now;
pub mod e4_join;
pub mod e5_shrink;
