//! A task printed pending, run, and printed finished, on async-std.
//!
//! async-std is discontinued; its authors point to smol, on whose executor it runs. It is here for
//! the programs that still use it.

use std::time::{Duration, Instant};

use async_std::channel;
use async_std::task::{self, JoinHandle};

/// Says that it waits, and ends at once.
async fn do_some_work(ms: u64) {
    println!("Waiting: {ms} ms");
}

/// Says the same, and waits: at the await the runtime is free to run others.
async fn wait_for_real(ms: u64) {
    println!("Waiting: {ms} ms");
    task::sleep(Duration::from_millis(ms)).await;
}

pub fn main() {
    // async-std has no runtime to build: its threads start with the first task, and run a task
    // as soon as there is one. `print_run` holds it back, or it might finish before it is printed.
    print_run(2000, timeline::task("do_some_work", do_some_work(2000)));
    print_run(50, timeline::task("wait_for_real", wait_for_real(50)));
}

fn print_run(ms: u64, coroutine: impl Future<Output = ()> + Send + 'static) {
    let start = Instant::now();
    // The task waits for the word to go; not one line of the coroutine has run.
    let (go, held_back) = channel::bounded(1);
    let mut task = task::spawn(async move {
        held_back.recv().await.unwrap();
        coroutine.await
    });
    println!("pending:  {}", show(&task));
    go.try_send(()).unwrap();
    task::block_on(&mut task);
    println!("finished: {}", show(&task));
    let seconds = start.elapsed().as_secs_f64();
    println!("TIME: {seconds:.4}");
    println!("waited: {}", if seconds > ms as f64 / 1000.0 / 2.0 { "yes" } else { "no" });
}

/// A handle knows an id and a name. Its state cannot be asked for, only awaited: there is no
/// `is_finished`. (`{task:?}` shows the executor's own bits, too, as far as its thread has come.)
fn show(task: &JoinHandle<()>) -> String {
    format!("{:?}", task.task())
}
