//! A million switches where the kernel kills whoever calls it.

#![allow(unsafe_code, reason = "that the kernel is to kill us is said by a system call")]

use std::process::{Command, exit};
use std::{env, fs, thread};

use crate::stackful::{Coroutine, Yielder};

/// From here on, this thread may read, write and end itself.
fn forbid_system_calls() {
    // SAFETY: it takes two numbers.
    let answer = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_STRICT) };
    assert_eq!(answer, 0);
}

fn switch_a_million_times() {
    // SAFETY: `count` calls nothing but `suspend`.
    let mut coroutine: Coroutine<(), (), ()> = unsafe { Coroutine::new(count) };
    coroutine.resume(());
    forbid_system_calls();
    let mut switches = 0;
    while switches < 1_000_000 {
        coroutine.resume(()); // there, and back again
        switches += 2;
    }
    end(&format!("{switches} switches"));
}

fn count(yielder: &Yielder<(), ()>, (): ()) {
    loop {
        yielder.suspend(());
    }
}

fn yield_a_thread() {
    forbid_system_calls();
    thread::yield_now();
    end("it still lives");
}

/// Ends this thread, and nothing else: to end the whole process is another call, and forbidden.
fn end(last_words: &str) {
    println!("{last_words}");
    // SAFETY: it is the only thread, and nobody waits for what it has.
    unsafe { libc::syscall(libc::SYS_exit, 0) };
}

fn is_under_a_filter() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    status.contains("\nSeccomp:\t2\n")
}

pub fn main() {
    match env::args().last().unwrap().as_str() {
        "coroutine" => return switch_a_million_times(),
        "thread" => return yield_a_thread(),
        _ => {}
    }
    if is_under_a_filter() {
        eprintln!(
            "error: under a filter of system calls, as in Docker, the kernel takes no other: \
             run it outside, or with `--security-opt seccomp=unconfined`"
        );
        exit(77);
    }
    for what in ["coroutine", "thread"] {
        let mut child = Command::new(env::current_exe().unwrap());
        let status = child.args(env::args().skip(1)).arg(what).status().unwrap();
        println!("{what}: {}", if status.success() { "ends" } else { "killed" });
    }
}
