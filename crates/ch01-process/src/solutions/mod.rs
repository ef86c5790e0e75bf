//! One way to solve each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_exit_words;
pub mod e3_drain_both;
pub mod e4_name_it;
pub mod e5_restart;
