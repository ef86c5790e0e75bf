//! What the reader writes. Each file says its goal; `cargo exercise ch04` runs them.

pub mod e1_predict;
pub mod e2_state_machine;
pub mod e3_first_value;
pub mod e4_delegate;
pub mod e5_retry;
