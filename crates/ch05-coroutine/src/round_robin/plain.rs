//! Three tasks, one thread: everybody has a turn, and then everybody again.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::mem::replace;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// A function that has paused, or has not begun.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

async fn cook(dish: &'static str, steps: u32) {
    for step in 1..=steps {
        println!("{dish}: step {step} of {steps}");
        pause().await;
    }
}

fn run(tasks: [(&'static str, Task); 3]) {
    let mut ready = VecDeque::from(tasks);
    let mut context = Context::from_waker(Waker::noop());
    while let Some((name, mut task)) = ready.pop_front() {
        let turn = timeline::turn(name); // only records whose turn it is
        match task.as_mut().poll(&mut context) {
            Poll::Pending => ready.push_back((name, task)),
            Poll::Ready(()) => {
                println!("{name} is done");
                turn.last();
            }
        }
    }
}

/// `pause().await` is Python's bare `yield`. It says "pending" once, and then it's over.
pub fn pause() -> impl Future<Output = ()> {
    let mut has_paused = false;
    poll_fn(move |_| if replace(&mut has_paused, true) { Poll::Ready(()) } else { Poll::Pending })
}

pub fn main() {
    let dishes = [("soup", 2), ("rice", 3), ("tea", 1)];
    run(dishes.map(|(dish, steps)| (dish, Box::pin(cook(dish, steps)) as Task)));
}
