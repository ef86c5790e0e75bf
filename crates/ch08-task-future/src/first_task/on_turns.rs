//! A task printed pending, run, and printed finished, on turns.

use std::time::{Duration, Instant};

use turns::{EventLoop, JoinHandle, sleep};

/// Says that it waits, and ends at once.
async fn do_some_work(ms: u64) {
    println!("Waiting: {ms} ms");
}

/// Says the same, and waits: at the await the loop is free to run others.
async fn wait_for_real(ms: u64) {
    println!("Waiting: {ms} ms");
    sleep(Duration::from_millis(ms)).await;
}

pub fn main() {
    // The loop runs a task only inside `run_until_complete`, as asyncio does. It has one thread,
    // so there is nobody else who could.
    let event_loop = EventLoop::new();
    print_run(&event_loop, 2000, timeline::task("do_some_work", do_some_work(2000)));
    print_run(&event_loop, 50, timeline::task("wait_for_real", wait_for_real(50)));
}

fn print_run(event_loop: &EventLoop, ms: u64, coroutine: impl Future<Output = ()> + 'static) {
    let start = Instant::now();
    // The task is made and queued; not one line of the coroutine has run.
    let mut task = event_loop.create_task(coroutine);
    println!("pending:  {}", show(&task));
    // `wait` leaves the result in the task, as asyncio does, so that it can still be printed.
    event_loop.run_until_complete(task.wait());
    println!("finished: {}", show(&task));
    let seconds = start.elapsed().as_secs_f64();
    println!("TIME: {seconds:.4}");
    println!("waited: {}", if seconds > ms as f64 / 1000.0 / 2.0 { "yes" } else { "no" });
}

/// A handle prints the task's name, state and result, as asyncio does.
fn show(task: &JoinHandle<()>) -> String {
    format!("{task:?}")
}
