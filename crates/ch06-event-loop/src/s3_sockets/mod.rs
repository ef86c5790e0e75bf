//! Stage 3 of a loop: the kernel says which sockets are ready.
//!
//! Run it: `cargo listing s3_sockets`.

pub mod plain;
