//! Where no loop runs, and where one does: who gives you the loop, and who refuses.
//!
//! Run it: `cargo listing no_loop`.

pub mod on_tokio;
