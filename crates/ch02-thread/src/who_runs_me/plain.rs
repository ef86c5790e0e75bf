//! Two threads of one process ask the kernel who they are, and where they run.

use std::collections::HashSet;
use std::process;
use std::sync::Barrier;
use std::thread;

use rustix::thread::{CpuSet, gettid, sched_getaffinity, sched_getcpu, sched_setaffinity};

static BOTH: Barrier = Barrier::new(2);

pub fn main() {
    let allowed = sched_getaffinity(None).unwrap();
    let is_allowed = |core: &usize| allowed.is_set(*core);
    let first = (0..CpuSet::MAX_CPU).find(is_allowed).unwrap();
    let last = (0..CpuSet::MAX_CPU).rfind(is_allowed).unwrap();
    let threads = [first, last].map(|core| thread::spawn(move || ask(core)));
    let [one, other] = threads.map(|thread| thread.join().unwrap());
    let (process, my_id) = (process::id(), current_id());
    println!("both say the same process id: {}", yes([one.0, other.0] == [process, process]));
    let ids = HashSet::from([one.1, other.1, my_id]);
    println!("with the main thread, three thread ids: {}", yes(ids.len() == 3));
    println!("the main thread's id is the process id: {}", yes(my_id == process));
    println!("each ran on the core chosen for it: {}", yes([one.2, other.2] == [first, last]));
}

fn ask(core: usize) -> (u32, u32, usize) {
    let mut only = CpuSet::new();
    only.set(core);
    sched_setaffinity(None, &only).unwrap(); // None means: the thread that calls
    BOTH.wait(); // both threads are there, at the same time
    (process::id(), current_id(), sched_getcpu())
}

fn current_id() -> u32 {
    gettid().as_raw_pid().unsigned_abs()
}

fn yes(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}
