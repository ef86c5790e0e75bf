//! A handle is a future and is awaited like one, on turns; and so is a coroutine.

use turns::EventLoop;

async fn do_some_work(x: i32) -> i32 {
    x
}

async fn is_in_a_task() -> bool {
    turns::current_task().is_some()
}

pub fn main() {
    let event_loop = EventLoop::new();
    let coroutine = do_some_work(1);
    // Here the words part: what Python calls a coroutine object is Rust's future.
    println!("a coroutine is a future: {}", is_future(&coroutine));
    println!("a coroutine can be awaited: {}", is_awaitable(&coroutine));

    let handle = event_loop.create_task(coroutine);
    println!("a task is a future: {}", is_future(&handle));
    // `.await` calls `into_future` first; a future is handed back as it is.
    println!("a future made a future stays itself: {}", stays_itself(&handle));

    println!("a task, run to its end: {}", event_loop.run_until_complete(handle).unwrap());
    let coroutine = do_some_work(2);
    println!("a coroutine, run to its end: {}", event_loop.run_until_complete(coroutine));
    // It was polled on this stack, and no task made of it: so it need not be `'static`.
    let in_a_task = event_loop.run_until_complete(is_in_a_task());
    println!("that coroutine was in a task: {}", if in_a_task { "yes" } else { "no" });

    // A task drives a future, and a handle is one.
    let handle = event_loop.create_task(do_some_work(3));
    let outer = event_loop.create_task(handle);
    println!("a task of a task: made");
    assert_eq!(event_loop.run_until_complete(outer).unwrap().unwrap(), 3);
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
