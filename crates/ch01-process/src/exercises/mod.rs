//! What the reader writes. Each file says its goal; `cargo exercise ch01` runs them.

pub mod e1_predict;
pub mod e2_exit_words;
pub mod e3_drain_both;
pub mod e4_name_it;
pub mod e5_restart;
