//! Python that computes outside of its lock: the same work shared by 1, 2 and 4 workers.
//!
//! All of it is measured in Python; the line to compare with is `gil.python`.

use crate::plan::{Probe, Quantity};
use figures::{Words, words};

const HASH: Words = words("hashlib, which lets go", "hashlib，会释放锁");
const HOLDING: Words = words("Rust that holds on", "Rust，不释放锁");
const RELEASED: Words = words("Rust that lets go", "Rust，释放锁");
const PROCESSES: Words = words("processes", "进程");
const INTERPRETERS: Words = words("interpreters with a lock each", "各有一把锁的解释器");

/// Five lines.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::python("outside.hash.1", HASH),
        Probe::python("outside.hash.2", HASH),
        Probe::python("outside.hash.4", HASH),
        Probe::python("outside.pyo3_holding.1", HOLDING),
        Probe::python("outside.pyo3_holding.2", HOLDING),
        Probe::python("outside.pyo3_holding.4", HOLDING),
        Probe::python("outside.pyo3_released.1", RELEASED),
        Probe::python("outside.pyo3_released.2", RELEASED),
        Probe::python("outside.pyo3_released.4", RELEASED),
        Probe::python("outside.processes.1", PROCESSES),
        Probe::python("outside.processes.2", PROCESSES),
        Probe::python("outside.processes.4", PROCESSES),
        Probe::python("outside.interpreters.1", INTERPRETERS),
        Probe::python("outside.interpreters.2", INTERPRETERS),
        Probe::python("outside.interpreters.4", INTERPRETERS),
    ];
    all.into_iter().map(|probe| probe.of(Quantity::Wall)).collect()
}
