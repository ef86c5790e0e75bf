//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_state_machine;
pub mod e3_first_value;
pub mod e4_delegate;
pub mod e5_retry;
