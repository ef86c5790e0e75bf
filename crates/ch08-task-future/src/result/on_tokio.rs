//! A finished task hands out the value that its coroutine returned, on tokio.

use std::time::{Duration, Instant};

use futures::FutureExt;
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

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
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    ask(&runtime, do_some_work(50));
    ask(&runtime, fail(50));
}

fn ask(
    runtime: &Runtime,
    coroutine: impl Future<Output = Result<String, String>> + Send + 'static,
) {
    let start = Instant::now();
    let mut task = runtime.spawn(coroutine);
    // A handle has no `result()`. It is a future, so to ask without waiting is to poll it once.
    // What it gives is a Result of its own, in case the task panicked or was aborted.
    print_result("before the end:", (&mut task).now_or_never().map(|end| end.unwrap()).as_ref());
    let result = runtime.block_on(task).unwrap();
    print_result("at the end:", Some(&result));
    // The handle gave the value away and is gone; the value is ours to read again.
    print_result("asked again:", Some(&result));
    println!("TIME: {:.4}", start.elapsed().as_secs_f64());
}

fn print_result(when: &str, result: Option<&Result<String, String>>) {
    match result {
        Some(Ok(value)) => println!("{when} {value}"),
        None => println!("{when} no result yet"),
        Some(Err(error)) => println!("{when} failed, {error}"),
    }
}
