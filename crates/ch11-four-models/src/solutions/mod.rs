//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_pool;
pub mod e3_share;
pub mod e4_crossover;
pub mod e5_little;
