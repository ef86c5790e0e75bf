//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_virtual_time;
pub mod e3_channel;
pub mod e4_same_fringe;
pub mod e5_first_frame;
