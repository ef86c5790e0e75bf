//! A solution for each exercise, held to the same test.

pub mod e1_predict;
pub mod e2_checkpoint;
pub mod e3_let_go;
pub mod e4_fair;
pub mod e5_ask_again;
