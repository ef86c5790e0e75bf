//! What the reader writes. Each file says its goal; `cargo exercise ch12` runs them.

pub mod e1_predict;
pub mod e2_do_not_lose;
pub mod e3_frame;
pub mod e4_two_words;
pub mod e5_group;
