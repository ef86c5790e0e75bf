//! What follows the end of a task, on turns: a callback, as in asyncio.

use std::time::Duration;

use turns::{JoinHandle, sleep};

async fn do_some_work(ms: u64) -> String {
    println!("Waiting: {ms} ms");
    sleep(Duration::from_millis(ms)).await;
    println!("the coroutine returns");
    format!("Done after {ms} ms")
}

fn on_done(task: &JoinHandle<String>) {
    // An ordinary function: it cannot await. The task that it gets has ended, so `result()` cannot
    // be too early.
    assert!(task.is_finished());
    timeline::mark("callback");
    println!("callback: {}", task.result().unwrap());
}

async fn watch() {
    let work = turns::spawn(timeline::task("work", do_some_work(50)));
    // The loop calls it when the task has ended, before whoever awaits the task goes on.
    work.add_done_callback(on_done);
    println!("awaited: {}", work.await.unwrap());
}

pub fn main() {
    turns::block_on(timeline::task("main", watch()));
}
