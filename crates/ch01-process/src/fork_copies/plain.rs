//! What a child of `fork` has of its parent: memory, files, threads, locks.

#![allow(unsafe_code, reason = "the standard library has no fork")]

use std::io::{self, Read, Seek, Write};
use std::process::exit;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

static LOCK: Mutex<()> = Mutex::new(());
static TICKS: AtomicU32 = AtomicU32::new(0);

pub fn main() {
    memory();
    files();
    threads_and_locks();
}

// ANCHOR: copies
fn memory() {
    let counter = AtomicU32::new(1);
    let add = || [address(&counter), 1 + u64::from(counter.fetch_add(1, Relaxed))];
    // SAFETY: adding needs neither a lock nor new memory.
    let [place, value] = unsafe { in_child(add) };
    println!("the counter of both is at the same address: {}", yes(place == address(&counter)));
    println!("child: the counter is {value}; parent: the counter is {}", counter.into_inner());
}

fn files() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"abcdef").unwrap();
    file.rewind().unwrap();
    let read = || [(&file).read(&mut [0; 3]).unwrap_or(0) as u64, 0];
    // SAFETY: this `read` is the system call and nothing else.
    let [count, _] = unsafe { in_child(read) };
    let rest = io::read_to_string(file).unwrap();
    println!("child: reads {count} letters; parent: reads the rest, {rest}");
}

fn threads_and_locks() {
    let stop = AtomicBool::new(false);
    thread::scope(|threads| {
        threads.spawn(|| tick_holding_the_lock(&stop));
        while !it_ticks() {}
        let look = || [u64::from(it_ticks()), u64::from(LOCK.try_lock().is_ok())];
        // SAFETY: sleeping, loading and trying to lock need no new memory, and wait for no lock.
        let [ticking, free] = unsafe { in_child(look) };
        println!("child: the other thread ticks on: {}", yes(ticking == 1));
        println!("child: the lock that it held is free: {}", yes(free == 1));
        stop.store(true, Relaxed);
    });
}
// ANCHOR_END: copies

fn tick_holding_the_lock(stop: &AtomicBool) {
    let _guard = LOCK.lock().unwrap();
    while !stop.load(Relaxed) {
        TICKS.fetch_add(1, Relaxed);
        thread::sleep(Duration::from_millis(1));
    }
}

fn it_ticks() -> bool {
    let before = TICKS.load(Relaxed);
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(1));
    }
    TICKS.load(Relaxed) != before
}

/// Forks; the child does the work, and tells two numbers through a pipe.
///
/// # Safety
///
/// The child has one thread, and every lock as it stood. So the work may not take a lock that
/// another thread may hold. The allocator may have one, and `println` has: it may use neither.
unsafe fn in_child(work: impl FnOnce() -> [u64; 2]) -> [u64; 2] {
    let (mut read, mut write) = io::pipe().unwrap();
    // SAFETY: the child does the work, of which the caller says that it may be done here, writes
    // to a pipe, which is a system call and nothing else, and ends without running anything more.
    let child = unsafe { libc::fork() };
    if child == -1 {
        // No panic: the ticker would never be told to stop.
        eprintln!("error: no child: {}", io::Error::last_os_error());
        exit(1);
    }
    if child == 0 {
        let [first, second] = work().map(u64::to_ne_bytes);
        let told = write.write_all(&first).and_then(|()| write.write_all(&second));
        // SAFETY: it ends the process, and runs nothing on the way.
        unsafe { libc::_exit(if told.is_ok() { 0 } else { 1 }) }
    }
    drop(write);
    let mut numbers = [[0; 8]; 2];
    read.read_exact(numbers.as_flattened_mut()).unwrap();
    // SAFETY: the child is ours, and a null pointer says that its exit code is not wanted.
    unsafe { libc::waitpid(child, std::ptr::null_mut(), 0) };
    numbers.map(u64::from_ne_bytes)
}

fn address(of: &AtomicU32) -> u64 {
    std::ptr::from_ref(of).addr() as u64
}

fn yes(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}
