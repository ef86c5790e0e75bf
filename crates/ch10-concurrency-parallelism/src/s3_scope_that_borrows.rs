//! Stage 3 of waiting for many: children that borrow from their parent, and end before it.
//!
//! Run it: `cargo listing s3_scope_that_borrows`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures::channel::oneshot::{Receiver, channel};

type Child<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Futures that are waited for together. One that has ended leaves its place empty.
#[derive(Default)]
pub struct Children<'a> {
    places: Vec<Option<(Child<'a>, Waker)>>,
    running: usize,
    shared: Arc<Mutex<Shared>>,
}

/// What the children's wakers reach.
#[derive(Default)]
struct Shared {
    /// The places of those that were woken, each once.
    woken: BTreeSet<usize>,
    /// How to wake the task that polls all of this.
    parent: Option<Waker>,
}

struct ChildWaker {
    place: usize,
    shared: Arc<Mutex<Shared>>,
}

impl Wake for ChildWaker {
    /// Writes down which child it was, and wakes the parent.
    fn wake(self: Arc<Self>) {
        let mut shared = self.shared.lock().unwrap();
        shared.woken.insert(self.place);
        let parent = shared.parent.take();
        drop(shared);
        if let Some(parent) = parent {
            parent.wake();
        }
    }
}

impl<'a> Children<'a> {
    /// Adds one, to be polled the first time.
    pub fn add(&mut self, child: impl Future<Output = ()> + 'a) {
        let place = self.places.len();
        let waker = ChildWaker { place, shared: Arc::clone(&self.shared) };
        self.places.push(Some((Box::pin(child), Arc::new(waker).into())));
        self.running += 1;
        self.shared.lock().unwrap().woken.insert(place);
    }

    /// Gives each child a turn that was woken, and is ready when all have ended.
    pub fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut shared = self.shared.lock().unwrap();
        let old = shared.parent.replace(context.waker().clone());
        let woken = std::mem::take(&mut shared.woken);
        // Whoever is woken from here on wakes the parent, too, which so looks again.
        drop(shared);
        drop(old); // After the lock: it may be the last of a task, whose drop wakes children.
        for place in woken {
            let Some((child, waker)) = &mut self.places[place] else { continue };
            if child.as_mut().poll(&mut Context::from_waker(waker)).is_ready() {
                self.places[place] = None;
                self.running -= 1;
            }
        }
        if self.running == 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Where the body of a scope puts its new children. They may use what lives as long as `'env`.
#[derive(Default)]
struct Scope<'env> {
    new: RefCell<Vec<Child<'env>>>,
}

impl<'env> Scope<'env> {
    /// Adds a child, and gives a place where its answer will come.
    fn spawn<T: 'env>(&self, future: impl Future<Output = T> + 'env) -> Receiver<T> {
        let (send, answer) = channel();
        self.new.borrow_mut().push(Box::pin(async {
            // If nobody waits for the answer, it is dropped.
            drop(send.send(future.await));
        }));
        answer
    }
}

/// Runs the body and its children by turns, and is ready when all of them have ended. If it is
/// dropped before, they are dropped with it.
async fn scope<'env, T>(body: impl AsyncFnOnce(&Scope<'env>) -> T) -> T {
    let scope = Scope::default();
    let mut body = pin!(body(&scope));
    let mut children = Children::default();
    let mut result = None;
    poll_fn(|context| {
        if result.is_none() {
            if let Poll::Ready(value) = body.as_mut().poll(context) {
                result = Some(value);
            }
            scope.new.take().into_iter().for_each(|child| children.add(child));
        }
        match children.poll(context) {
            Poll::Ready(()) if result.is_some() => Poll::Ready(result.take().unwrap()),
            _ => Poll::Pending,
        }
    })
    .await
}

pub fn main() {
    turns::block_on(async {
        let words = vec!["many", "at", "once"];
        let last = Cell::new("");
        scope(async |scope| {
            let count = scope.spawn(async { words.len() });
            println!("{words:?} {}", count.await.unwrap());
            // Nobody asks for this one's answer. The scope waits for its end all the same.
            drop(scope.spawn(async {
                turns::yield_now().await;
                last.set(words[2]);
            }));
        })
        .await;
        println!("the last one: {}", last.get());
    });
}
