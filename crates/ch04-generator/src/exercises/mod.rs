//! What the reader writes. Each file says its goal; `cargo exercise ch04` runs them.
