//! Two coroutines and two threads: which thread runs a coroutine, and what is its own?

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Waker};
use std::thread;

use crate::round_robin::plain::pause;

/// A coroutine that may go to another thread.
type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

thread_local! {
    static COUNTER: Cell<u32> = const { Cell::new(0) };
}

async fn cook(dish: &'static str) {
    for step in 1.. {
        COUNTER.set(COUNTER.get() + 1);
        let thread = thread::current();
        println!("{dish}, step {step}: on {}, counter {}", thread.name().unwrap(), COUNTER.get());
        pause().await;
    }
}

/// A new thread lets each of them do a step.
fn on_a_thread(name: &str, tasks: &mut [&mut Task]) {
    thread::scope(|scope| {
        let steps = || {
            let mut context = Context::from_waker(Waker::noop());
            for task in tasks {
                assert!(task.as_mut().poll(&mut context).is_pending());
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn_scoped(scope, steps).unwrap();
    });
}

pub fn main() {
    let mut soup: Task = Box::pin(cook("soup"));
    let mut rice: Task = Box::pin(cook("rice"));
    on_a_thread("thread 1", &mut [&mut soup, &mut rice]);
    on_a_thread("thread 2", &mut [&mut soup]);
}
