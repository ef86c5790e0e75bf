//! Twelve jobs for three worker processes. One job kills its worker once, another each time.
//!
//! Run it: `cargo listing process_pool`.

pub mod plain;
