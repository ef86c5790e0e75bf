//! A child changes a variable. What does the parent read?

use std::env;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

static COUNTER: AtomicU32 = AtomicU32::new(1);

fn count() {
    COUNTER.fetch_add(1, Relaxed);
    println!("child: the counter is {}", COUNTER.load(Relaxed));
}

pub fn main() {
    if env::args().last().unwrap() == "child" {
        return count();
    }
    // This program once more, with one word more: "child".
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(env::args().skip(1)).arg("child");
    let mut child = command.spawn().unwrap();
    child.wait().unwrap();
    println!("parent: the counter is {}", COUNTER.load(Relaxed));
}
