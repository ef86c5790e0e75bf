//! A generator on stable Rust: each pause gives a value out and brings one in.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

// ANCHOR: example
pub fn main() {
    let mut average = averager();
    for number in [Some(10.0), Some(20.0), Some(30.0), None] {
        println!("{:?}", average.resume(number));
    }
}

fn averager() -> Generator<'static, Option<f64>, f64, u32> {
    Generator::new(async |out, first| {
        let (mut total, mut count) = (0.0, 0);
        let mut sent = first;
        while let Some(number) = sent {
            total += number;
            count += 1;
            sent = out.suspend(total / f64::from(count)).await;
        }
        count
    })
}
// ANCHOR_END: example

/// What came of a `resume`. The names are those of the library corosensei.
#[derive(Debug, PartialEq, Eq)]
pub enum CoroutineResult<Yield, Return> {
    /// It has paused, and gives this out.
    Yield(Yield),
    /// It has come to its end.
    Return(Return),
}

/// A function that pauses. It takes `Input`, gives out `Yield`, and ends with `Return`.
pub struct Generator<'a, Input, Yield, Return> {
    slot: Rc<Cell<Slot<Input, Yield>>>,
    /// `None` while it runs, and when it has ended.
    body: Option<Pin<Box<dyn Future<Output = Return> + 'a>>>,
}

/// What passes between the two sides. Only one of them runs at a time.
enum Slot<Input, Yield> {
    Empty,
    In(Input),
    Out(Yield),
}

impl<'a, Input, Yield, Return> Generator<'a, Input, Yield, Return> {
    /// Makes one and runs nothing. What the first `resume` brings is the body's second argument.
    pub fn new(body: impl AsyncFnOnce(&mut Yielder<Input, Yield>, Input) -> Return + 'a) -> Self
    where
        Input: 'a,
        Yield: 'a,
    {
        let slot = Rc::new(Cell::new(Slot::Empty));
        let mut yielder = Yielder { slot: Rc::clone(&slot) };
        let body = async move {
            let first = yielder.received().await;
            body(&mut yielder, first).await
        };
        Generator { slot, body: Some(Box::pin(body)) }
    }

    // ANCHOR: resume
    /// Runs it to its next pause, or to its end.
    ///
    /// # Panics
    ///
    /// If it has ended, if it awaits what isn't its own yielder, or if its body panics. Then it has
    /// ended, too.
    pub fn resume(&mut self, input: Input) -> CoroutineResult<Yield, Return> {
        // It's put back only if it has paused. So a body that panics is gone.
        let mut body = self.body.take().expect("the generator has ended");
        self.slot.set(Slot::In(input));
        let poll = body.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        match (poll, self.slot.replace(Slot::Empty)) {
            (Poll::Pending, Slot::Out(value)) => {
                self.body = Some(body);
                CoroutineResult::Yield(value)
            }
            (Poll::Ready(value), Slot::Empty) => CoroutineResult::Return(value),
            (Poll::Pending, _) => panic!("a generator can await only its own yielder"),
            (Poll::Ready(_), _) => panic!("a generator ended in the middle of a `suspend`"),
        }
    }
    // ANCHOR_END: resume

    /// Whether it has ended.
    pub fn done(&self) -> bool {
        self.body.is_none()
    }
}

/// The body's side.
pub struct Yielder<Input, Yield> {
    slot: Rc<Cell<Slot<Input, Yield>>>,
}

impl<Input, Yield> Yielder<Input, Yield> {
    // ANCHOR: suspend
    /// Gives a value out and pauses. Returns what the next `resume` brings.
    ///
    /// # Panics
    ///
    /// If an earlier `suspend` was begun and not awaited to its end.
    pub async fn suspend(&mut self, value: Yield) -> Input {
        let before = self.slot.replace(Slot::Out(value));
        assert!(matches!(before, Slot::Empty), "the last `suspend` was not awaited to its end");
        self.received().await
    }

    /// Pauses until there's an input.
    async fn received(&mut self) -> Input {
        poll_fn(|_| match self.slot.replace(Slot::Empty) {
            Slot::In(input) => Poll::Ready(input),
            other => {
                self.slot.set(other);
                Poll::Pending
            }
        })
        .await
    }
    // ANCHOR_END: suspend
}

/// One that takes nothing and returns nothing is an iterator.
impl<Yield> Iterator for Generator<'_, (), Yield, ()> {
    type Item = Yield;

    fn next(&mut self) -> Option<Yield> {
        if self.done() {
            return None;
        }
        match self.resume(()) {
            CoroutineResult::Yield(value) => Some(value),
            CoroutineResult::Return(()) => None,
        }
    }
}
