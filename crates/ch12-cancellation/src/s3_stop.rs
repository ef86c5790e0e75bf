//! One stop for many: whoever waits for it is woken when it comes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{pending, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::s1_race::race;

pub fn main() {
    turns::block_on(async {
        let stop = Stop::default();
        let tasks: Vec<_> = ["a", "b"].map(|name| turns::spawn(work(name, stop.clone()))).into();
        turns::yield_now().await;
        println!("waiting for the stop: {}", stop.waiting());
        let count = async { println!("with a third: {}", stop.waiting()) };
        race(stop.stopped(), count).await;
        println!("when the third has given up: {}", stop.waiting());
        stop.stop();
        for task in tasks {
            println!("{}", task.await.unwrap());
        }
        println!("late: {}", work("c", stop).await);
    });
}

async fn work(name: &'static str, stop: Stop) -> String {
    let stopped = async {
        stop.stopped().await;
        format!("{name} has stopped")
    };
    race(pending(), stopped).await
}

/// It is called once, and heard by all. Clones are the same.
#[derive(Clone, Default)]
struct Stop(Rc<Shared>);

#[derive(Default)]
struct Shared {
    is_stopped: Cell<bool>,
    /// Whoever waits, under a number of its own.
    waiting: RefCell<BTreeMap<u64, Waker>>,
    next: Cell<u64>,
}

impl Stop {
    fn stop(&self) {
        self.0.is_stopped.set(true);
        // Taken out first: a waker may run code that comes back to this list.
        for waker in self.0.waiting.take().into_values() {
            waker.wake();
        }
    }

    async fn stopped(&self) {
        let number = self.0.next.replace(self.0.next.get() + 1);
        // Whoever gives up waiting, gives up its place.
        let _place = Place(self, number);
        poll_fn(|context| {
            if self.0.is_stopped.get() {
                return Poll::Ready(());
            }
            let waker = context.waker().clone();
            let old = self.0.waiting.borrow_mut().insert(number, waker);
            drop(old); // when the list is free again
            Poll::Pending
        })
        .await;
    }

    fn waiting(&self) -> usize {
        self.0.waiting.borrow().len()
    }
}

struct Place<'a>(&'a Stop, u64);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let waker = self.0.0.waiting.borrow_mut().remove(&self.1);
        drop(waker); // when the list is free again
    }
}
