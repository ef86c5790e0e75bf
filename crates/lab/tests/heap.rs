//! How much of the heap a task takes: counted by the allocator, so the same in each run.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::pending;
use std::time::Duration;

/// Counts for each thread what it holds, and hands on to the system.
struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes on to the system's allocator as it came, so its promises hold; the
// counter is a plain cell that never allocates.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.set(HELD.get().wrapping_add(layout.size()));
        // SAFETY: the caller keeps the promises that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.set(HELD.get().wrapping_sub(layout.size()));
        // SAFETY: the pointer came from `alloc`, that is from the system, with that layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Nearly a power of two, so that what doubles as it grows is nearly full; the root is a task, too.
const TASKS: usize = (1 << 16) - 8;

// The aims are 80 for a task and 115 for one that sleeps: as the loop comes nearer, lower these.
const WAITING: f64 = 102.0;
const SLEEPING: f64 = 118.0;

#[test]
fn a_task_that_waits_takes_little() {
    let each = held_by_each(|| drop(turns::spawn(pending::<()>())));

    assert!(each <= WAITING, "{each:.1} bytes a task; the limit is {WAITING}");
}

#[test]
fn a_task_that_sleeps_takes_little() {
    let each = held_by_each(|| drop(turns::spawn(turns::sleep(Duration::from_secs(60)))));

    assert!(each <= SLEEPING, "{each:.1} bytes a sleeping task; the limit is {SLEEPING}");
}

#[test]
fn a_loop_that_is_gone_leaves_nothing() {
    let round = || turns::block_on(async { drop(turns::spawn(pending::<()>())) });
    // What is made once for the thread is made now.
    round();
    let before = HELD.get();

    round();

    assert_eq!(HELD.get(), before);
}

/// Bytes for each of many tasks that have all had a turn.
fn held_by_each(spawn: impl Fn()) -> f64 {
    let mut held = 0;
    turns::block_on(async {
        let before = HELD.get();
        for _ in 0..TASKS {
            spawn();
        }
        turns::yield_now().await;
        held = HELD.get() - before;
    });
    println!("{:.1} bytes each", held as f64 / TASKS as f64);
    held as f64 / TASKS as f64
}
