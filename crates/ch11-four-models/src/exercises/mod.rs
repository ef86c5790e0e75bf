//! What the reader writes. Each file says its goal; `cargo exercise ch11` runs them.

pub mod e1_predict;
pub mod e2_pool;
pub mod e3_share;
pub mod e4_crossover;
pub mod e5_little;
