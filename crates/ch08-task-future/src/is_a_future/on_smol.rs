//! A handle is a future and is awaited like one, on smol; and so is a coroutine.

async fn do_some_work(x: i32) -> i32 {
    x
}

async fn is_in_a_task() -> &'static str {
    "cannot be asked" // smol has no current task to ask for, in a task or out of one.
}

pub fn main() {
    let coroutine = do_some_work(1);
    // Here the words part: what Python calls a coroutine object is Rust's future.
    println!("a coroutine is a future: {}", is_future(&coroutine));
    println!("a coroutine can be awaited: {}", is_awaitable(&coroutine));

    let handle = smol::spawn(coroutine);
    println!("a task is a future: {}", is_future(&handle));
    // `.await` calls `into_future` first; a future is handed back as it is.
    println!("a future made a future stays itself: {}", stays_itself(&handle));

    println!("a task, run to its end: {}", smol::block_on(handle));
    let coroutine = do_some_work(2);
    println!("a coroutine, run to its end: {}", smol::block_on(coroutine));
    // `block_on` polled it on this stack: it made no task, needs no `Send` and no `'static`.
    let in_a_task = smol::block_on(is_in_a_task());
    println!("that coroutine was in a task: {in_a_task}");

    // A task drives a future, and a handle is one.
    let handle = smol::spawn(do_some_work(3));
    let outer = smol::spawn(handle);
    println!("a task of a task: made");
    assert_eq!(smol::block_on(outer), 3);
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
