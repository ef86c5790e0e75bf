//! What the reader writes. Each file says its goal; `cargo exercise ch02` runs them.

pub mod e1_predict;
pub mod e2_sum_scoped;
pub mod e3_wait_properly;
pub mod e4_survive;
pub mod e5_refused;
