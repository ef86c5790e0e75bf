//! A task printed pending, run, and printed finished, on smol.

use std::time::{Duration, Instant};

use smol::{LocalExecutor, Task, Timer};

/// Says that it waits, and ends at once.
async fn do_some_work(ms: u64) {
    println!("Waiting: {ms} ms");
}

/// Says the same, and waits: at the await the runtime is free to run others.
async fn wait_for_real(ms: u64) {
    println!("Waiting: {ms} ms");
    Timer::after(Duration::from_millis(ms)).await;
}

pub fn main() {
    // A LocalExecutor runs a task only inside `block_on(executor.run(…))`, as asyncio does. With
    // `smol::spawn` the global executor's thread could run it before it is printed pending.
    let executor = LocalExecutor::new();
    print_run(&executor, 2000, timeline::task("do_some_work", do_some_work(2000)));
    print_run(&executor, 50, timeline::task("wait_for_real", wait_for_real(50)));
}

fn print_run(executor: &LocalExecutor<'_>, ms: u64, coroutine: impl Future<Output = ()> + 'static) {
    let start = Instant::now();
    // The task is made and queued; not one line of the coroutine has run.
    let mut task = executor.spawn(coroutine);
    println!("pending:  {}", show(&task));
    smol::block_on(executor.run(&mut task));
    println!("finished: {}", show(&task));
    let seconds = start.elapsed().as_secs_f64();
    println!("TIME: {seconds:.4}");
    println!("waited: {}", if seconds > ms as f64 / 1000.0 / 2.0 { "yes" } else { "no" });
}

/// A handle has no id or name: it says whether the task is finished. (`{task:?}` shows the
/// executor's own bits; one counts the references, which the timer's thread still holds or not.)
fn show(task: &Task<()>) -> String {
    format!("Task, is_finished: {}", task.is_finished())
}
