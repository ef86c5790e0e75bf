//! The probes: each is one measurement, made by a child process.
//!
//! A family has a file here for Rust, and one in `python/` for Python. `probes` is the table of
//! all: what is not in it is not measured.

mod switch;

use crate::plan::Probe;
use figures::words;

/// All probes, in the order in which their figures are printed.
pub fn probes() -> Vec<Probe> {
    vec![
        Probe::rust("switch.poll", words("a poll, Rust", "一次 poll，Rust"), switch::poll).pinned(),
        Probe::python(
            "switch.generator",
            words("a generator’s send, Python", "生成器 send，Python"),
        )
        .pinned(),
    ]
}
