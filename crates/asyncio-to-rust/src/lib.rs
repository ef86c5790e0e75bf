//! The table from asyncio to Rust is `book/asyncio.toml`. What no listing of the book shows of it is
//! tested in `tests/rows.rs`: each test runs a Python program and does the same in Rust.
