//! The main coroutine returns, and a task is left over. What becomes of it?

use std::future::pending;

use futures::channel::oneshot::{self, Sender};
use smol::LocalExecutor;

pub fn main() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(run(&executor)));
    println!("the main coroutine is done");
    drop(executor);
    println!("the runtime is gone");

    println!("and by smol::spawn:");
    smol::block_on(async {
        let (begin, begun) = oneshot::channel();
        smol::spawn(left_over(begin)).detach();
        begun.await.unwrap();
    });
    println!("the main coroutine is done");
    // smol's own executor belongs to the process, and nothing ends it.
}

async fn run(executor: &LocalExecutor<'_>) {
    let (begin, begun) = oneshot::channel();
    executor.spawn(left_over(begin)).detach();
    begun.await.unwrap();
}

async fn left_over(begin: Sender<()>) {
    println!("a task has begun");
    let _clean_up = CleanUp;
    begin.send(()).unwrap();
    pending().await
}

struct CleanUp;

impl Drop for CleanUp {
    fn drop(&mut self) {
        println!("the task cleans up");
    }
}
