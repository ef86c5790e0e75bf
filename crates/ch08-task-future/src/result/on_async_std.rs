//! A finished task hands out the value that its coroutine returned, on async-std.

use std::time::{Duration, Instant};

use async_std::channel;
use async_std::task;
use futures::FutureExt;

/// Waits, and returns what it has done.
async fn do_some_work(ms: u64) -> Result<String, String> {
    println!("Waiting {ms} ms");
    task::sleep(Duration::from_millis(ms)).await;
    Ok(format!("Done after {ms} ms"))
}

/// Waits and returns an error: a value like any other. (A panic is another thing: see `panics`.)
async fn fail(ms: u64) -> Result<String, String> {
    println!("Waiting {ms} ms");
    task::sleep(Duration::from_millis(ms)).await;
    Err("the disk is full".into())
}

pub fn main() {
    ask(do_some_work(50));
    ask(fail(50));
}

fn ask(coroutine: impl Future<Output = Result<String, String>> + Send + 'static) {
    let start = Instant::now();
    // Held back until it has been asked: async-std's threads would run it at once.
    let (go, held_back) = channel::bounded(1);
    let mut task = task::spawn(async move {
        held_back.recv().await.unwrap();
        coroutine.await
    });
    // A handle has no `result()`. It is a future, so to ask without waiting is to poll it once.
    print_result("before the end:", (&mut task).now_or_never().as_ref());
    go.try_send(()).unwrap();
    let result = task::block_on(task);
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
