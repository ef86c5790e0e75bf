//! The main coroutine returns, and a task is left over. What becomes of it?

use std::future::pending;

use turns::EventLoop;
use turns::sync::oneshot::{self, Sender};

pub fn main() {
    let event_loop = EventLoop::new();
    event_loop.run_until_complete(run());
    println!("the main coroutine is done");
    drop(event_loop);
    println!("the runtime is gone");
}

async fn run() {
    let (begin, begun) = oneshot::channel();
    drop(turns::spawn(left_over(begin)));
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
