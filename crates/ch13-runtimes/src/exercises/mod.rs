//! What the reader writes. Each file says its goal; `cargo exercise ch13` runs them.

pub mod e1_predict;
pub mod e2_adapter;
pub mod e3_migrate;
pub mod e4_bridge;
pub mod e5_pass_the_pause;
