//! Stage 1 of waiting for many: a future that has children, and polls all of them each time.
//!
//! Run it: `cargo listing s1_join`.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::channel::oneshot::channel;

type Child<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Futures that are waited for together.
#[derive(Default)]
struct Children<'a> {
    running: Vec<Child<'a>>,
}

impl<'a> Children<'a> {
    fn add(&mut self, child: impl Future<Output = ()> + 'a) {
        self.running.push(Box::pin(child));
    }

    /// Gives each child a turn, keeps those that need another one, and is ready when none does.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.running.retain_mut(|child| child.as_mut().poll(context).is_pending());
        if self.running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
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
