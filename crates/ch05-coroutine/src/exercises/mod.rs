//! What the reader edits: each file fails its own test until it is solved.

pub mod e1_predict;
pub mod e2_virtual_time;
pub mod e3_channel;
pub mod e4_same_fringe;
pub mod e5_first_frame;
