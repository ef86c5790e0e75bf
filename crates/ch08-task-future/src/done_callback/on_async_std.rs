//! What follows the end of a task, on async-std: a small task that awaits the handle.

use std::time::Duration;

use async_std::task;

async fn do_some_work(ms: u64) -> String {
    println!("Waiting: {ms} ms");
    task::sleep(Duration::from_millis(ms)).await;
    println!("the coroutine returns");
    format!("Done after {ms} ms")
}

fn on_done(result: &str) {
    timeline::mark("callback");
    println!("callback: {result}");
}

async fn watch() {
    let work = task::spawn(timeline::task("work", do_some_work(50)));
    // A handle has no callbacks and can be awaited once. So a second task owns it, does what a
    // callback would do (and may await, too), and hands the value on to those who await it.
    let watched = task::spawn(timeline::task("watched", async move {
        let result = work.await;
        on_done(&result);
        result
    }));
    println!("awaited: {}", watched.await);
}

pub fn main() {
    task::block_on(timeline::task("main", watch()));
}
