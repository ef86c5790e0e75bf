//! A handle is a future and is awaited like one, on async-std; and so is a coroutine.

use async_std::task;

async fn do_some_work(x: i32) -> i32 {
    x
}

async fn is_in_a_task() -> bool {
    task::try_current().is_some()
}

pub fn main() {
    let coroutine = do_some_work(1);
    // Here the words part: what Python calls a coroutine object is Rust's future.
    println!("a coroutine is a future: {}", is_future(&coroutine));
    println!("a coroutine can be awaited: {}", is_awaitable(&coroutine));

    let handle = task::spawn(coroutine);
    println!("a task is a future: {}", is_future(&handle));
    // `.await` calls `into_future` first; a future is handed back as it is.
    println!("a future made a future stays itself: {}", stays_itself(&handle));

    println!("a task, run to its end: {}", task::block_on(handle));
    let coroutine = do_some_work(2);
    println!("a coroutine, run to its end: {}", task::block_on(coroutine));
    // `block_on` polled it on this stack, as on the other runtimes; but it gave it an id and a
    // name first, and that is what async-std calls a task.
    let in_a_task = task::block_on(is_in_a_task());
    println!("that coroutine was in a task: {}", if in_a_task { "yes" } else { "no" });

    // A task drives a future, and a handle is one.
    let handle = task::spawn(do_some_work(3));
    let outer = task::spawn(handle);
    println!("a task of a task: made");
    assert_eq!(task::block_on(outer), 3);
}

/// Compiles for a future only: the answer is given before the program runs.
fn is_future<F: Future>(_: &F) -> &'static str {
    "yes"
}

/// Compiles for what may stand before `.await`.
fn is_awaitable<A: IntoFuture>(_: &A) -> &'static str {
    "yes"
}

/// Compiles for what `into_future` hands back unchanged.
fn stays_itself<F: IntoFuture<IntoFuture = F>>(_: &F) -> &'static str {
    "yes"
}
