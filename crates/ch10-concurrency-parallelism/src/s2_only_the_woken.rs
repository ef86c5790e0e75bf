//! Stage 2 of waiting for many: each child has a waker of its own, so only those are polled that
//! were woken.
//!
//! Run it: `cargo listing s2_only_the_woken`.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use futures::channel::oneshot::channel;

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

async fn join_all(mut children: Children<'_>) {
    poll_fn(|context| children.poll(context)).await;
}

/// How often children are polled until all have ended, if they are woken one after the other.
fn count_polls(number: usize) -> usize {
    let polls = Cell::new(0);
    let mut children = Children::default();
    let mut gates = Vec::new();
    for _ in 0..number {
        let (open, mut gate) = channel::<()>();
        gates.push(open);
        let polls = &polls;
        children.add(poll_fn(move |context| {
            polls.set(polls.get() + 1);
            Pin::new(&mut gate).poll(context).map(Result::unwrap)
        }));
    }
    let mut all = pin!(join_all(children));
    // Whoever waits is polled at once when it is woken, and not before: so no waker is needed here.
    let mut context = Context::from_waker(Waker::noop());
    assert!(all.as_mut().poll(&mut context).is_pending());
    for (open, left) in gates.into_iter().zip((0..number).rev()) {
        open.send(()).unwrap();
        assert_eq!(all.as_mut().poll(&mut context).is_ready(), left == 0);
    }
    polls.get()
}

pub fn main() {
    for number in [10, 100, 1_000] {
        println!("{number} children: {} polls", count_polls(number));
    }
}
