//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_do_not_lose;
pub mod e3_frame;
pub mod e4_two_words;
pub mod e5_group;
