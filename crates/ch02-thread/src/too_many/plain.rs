//! Threads are started until the system refuses one, and then one more.

use std::io::Error;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::{self, JoinHandle};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More than there is room for.
const MOST: usize = 100;
static IS_OVER: AtomicBool = AtomicBool::new(false);

pub fn main() {
    // Addresses for very few stacks, so that the refusal comes soon.
    let maximum = getrlimit(Resource::As).maximum;
    setrlimit(Resource::As, Rlimit { current: Some(1 << 30), maximum }).unwrap();
    let (waiting, refusal) = start_until_refused();
    println!("some threads started: {}", if waiting.is_empty() { "no" } else { "yes" });
    match refusal {
        Some(error) => println!("then the system refused: {:?}, {error}", error.kind()),
        None => println!("the system refused nothing"),
    }
    IS_OVER.store(true, Relaxed);
    for thread in waiting {
        thread.thread().unpark();
        thread.join().unwrap();
    }
    let one_more = thread::spawn(|| println!("they have ended, and one more runs"));
    one_more.join().unwrap();
}

fn start_until_refused() -> (Vec<JoinHandle<()>>, Option<Error>) {
    let mut waiting = Vec::new();
    while waiting.len() < MOST {
        match thread::Builder::new().stack_size(64 << 20).spawn(wait) {
            Ok(thread) => waiting.push(thread),
            Err(error) => return (waiting, Some(error)),
        }
    }
    (waiting, None)
}

fn wait() {
    while !IS_OVER.load(Relaxed) {
        thread::park(); // sleep until somebody calls unpark
    }
}
