//! Six clients as in `loops`, but with one pool of three threads, whose workers take tasks from each
//! other. They ask through channels: with sockets, the worker that computes may be the one that
//! watches the sockets for all.
//!
//! Run it: `cargo listing one_pool`.

pub mod on_tokio;
