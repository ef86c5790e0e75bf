//! What the reader writes. Each file says its goal; `cargo exercise ch03` runs them.

pub mod e1_predict;
pub mod e2_checkpoint;
pub mod e3_let_go;
pub mod e4_fair;
pub mod e5_ask_again;
