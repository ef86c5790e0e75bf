//! How much may a parent write to its child before it reads what the child answers?
//!
//! Run it: `cargo listing pipe_talk`.

pub mod plain;
