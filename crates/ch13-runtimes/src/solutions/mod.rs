//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_adapter;
pub mod e3_migrate;
pub mod e4_bridge;
pub mod e5_pass_the_pause;
