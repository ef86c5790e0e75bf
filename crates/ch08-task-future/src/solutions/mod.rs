//! One solution of each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_keep_the_handles;
pub mod e3_cancel;
pub mod e4_join_handle;
pub mod e5_stop;
