//! The main coroutine returns, and a task is left over. What becomes of it?

use std::future::pending;

use tokio::runtime::Builder;
use tokio::sync::oneshot::{self, Sender};

pub fn main() {
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(run());
    println!("the main coroutine is done");
    drop(runtime);
    println!("the runtime is gone");
}

async fn run() {
    let (begin, begun) = oneshot::channel();
    drop(tokio::spawn(left_over(begin)));
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
