//! The main coroutine returns, and a task is left over. What becomes of it?

use std::future::pending;

use async_std::task;
use futures::channel::oneshot::{self, Sender};

pub fn main() {
    task::block_on(run());
    println!("the main coroutine is done");
    // Its threads belong to the process, and nothing ends them.
    println!("there is no runtime to be dropped");
}

async fn run() {
    let (begin, begun) = oneshot::channel();
    drop(task::spawn(left_over(begin)));
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
