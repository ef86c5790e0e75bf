//! A task printed pending, run, and printed finished, on tokio.

use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Says that it waits, and ends at once.
async fn do_some_work(ms: u64) {
    println!("Waiting: {ms} ms");
}

/// Says the same, and waits: at the await the runtime is free to run others.
async fn wait_for_real(ms: u64) {
    println!("Waiting: {ms} ms");
    sleep(Duration::from_millis(ms)).await;
}

pub fn main() {
    // The current-thread runtime runs a task only inside `block_on`, as asyncio does. With
    // `Builder::new_multi_thread` another thread could run it before it is printed pending.
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    print_run(&runtime, 2000, timeline::task("do_some_work", do_some_work(2000)));
    print_run(&runtime, 50, timeline::task("wait_for_real", wait_for_real(50)));
}

fn print_run(runtime: &Runtime, ms: u64, coroutine: impl Future<Output = ()> + Send + 'static) {
    let start = Instant::now();
    // The task is made and queued; not one line of the coroutine has run.
    let mut task = runtime.spawn(coroutine);
    println!("pending:  {}", show(&task));
    runtime.block_on(&mut task).unwrap();
    println!("finished: {}", show(&task));
    let seconds = start.elapsed().as_secs_f64();
    println!("TIME: {seconds:.4}");
    println!("waited: {}", if seconds > ms as f64 / 1000.0 / 2.0 { "yes" } else { "no" });
}

/// A handle prints its id, and never its state: that is asked for.
fn show(task: &JoinHandle<()>) -> String {
    format!("{task:?}, is_finished: {}", task.is_finished())
}
