//! A finished task hands out the value that its coroutine returned, on smol.

use std::time::{Duration, Instant};

use futures::FutureExt;
use smol::{LocalExecutor, Timer};

/// Waits, and returns what it has done.
async fn do_some_work(ms: u64) -> Result<String, String> {
    println!("Waiting {ms} ms");
    Timer::after(Duration::from_millis(ms)).await;
    Ok(format!("Done after {ms} ms"))
}

/// Waits and returns an error: a value like any other. (A panic is another thing: see `panics`.)
async fn fail(ms: u64) -> Result<String, String> {
    println!("Waiting {ms} ms");
    Timer::after(Duration::from_millis(ms)).await;
    Err("the disk is full".into())
}

pub fn main() {
    let executor = LocalExecutor::new();
    ask(&executor, do_some_work(50));
    ask(&executor, fail(50));
}

fn ask(
    executor: &LocalExecutor<'_>,
    coroutine: impl Future<Output = Result<String, String>> + 'static,
) {
    let start = Instant::now();
    let mut task = executor.spawn(coroutine);
    // A handle has no `result()`. It is a future, so to ask without waiting is to poll it once.
    print_result("before the end:", (&mut task).now_or_never().as_ref());
    let result = smol::block_on(executor.run(task));
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
