//! Ten threads have twelve requests to make. When all ten wait, who makes the eleventh?
//!
//! Run it: `cargo listing ten_wait`.

pub mod plain;
