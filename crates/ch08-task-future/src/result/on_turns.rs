//! A finished task hands out the value that its coroutine returned, on turns.

use std::time::{Duration, Instant};

use turns::{EventLoop, JoinHandle, ResultError, sleep};

/// Waits, and returns what it has done.
async fn do_some_work(ms: u64) -> Result<String, String> {
    println!("Waiting {ms} ms");
    sleep(Duration::from_millis(ms)).await;
    Ok(format!("Done after {ms} ms"))
}

/// Waits and returns an error: a value like any other. (A panic is another thing: see `panics`.)
async fn fail(ms: u64) -> Result<String, String> {
    println!("Waiting {ms} ms");
    sleep(Duration::from_millis(ms)).await;
    Err("the disk is full".into())
}

pub fn main() {
    let event_loop = EventLoop::new();
    ask(&event_loop, do_some_work(50));
    ask(&event_loop, fail(50));
}

fn ask(event_loop: &EventLoop, coroutine: impl Future<Output = Result<String, String>> + 'static) {
    let start = Instant::now();
    let mut task = event_loop.create_task(coroutine);
    print_result("before the end:", &task);
    event_loop.run_until_complete(task.wait());
    print_result("at the end:", &task);
    // `result` gives a copy and the task keeps its own; to await it would take that away.
    print_result("asked again:", &task);
    println!("TIME: {:.4}", start.elapsed().as_secs_f64());
}

fn print_result(when: &str, task: &JoinHandle<Result<String, String>>) {
    match task.result() {
        Ok(Ok(value)) => println!("{when} {value}"),
        Err(ResultError::Pending { .. }) => println!("{when} no result yet"),
        Ok(Err(error)) => println!("{when} failed, {error}"),
        // It panicked or was cancelled.
        Err(error) => println!("{when} {error}"),
    }
}
