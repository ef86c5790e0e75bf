//! An await beside what it stands for: the inner coroutine is driven, its pauses are passed on.
//!
//! Run it: `cargo listing what_await_does`.

pub mod plain;
