//! A coroutine driven by hand, with no loop at all, by std alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Pending once, then ready.
struct Pause {
    paused: bool,
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.paused {
            return Poll::Ready(());
        }
        self.paused = true;
        // Whoever says "pending" must see to it that somebody polls again: here, at once.
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

async fn do_some_work(x: i32) -> i32 {
    println!("  before the pause");
    Pause { paused: false }.await;
    println!("  after the pause");
    x * 2
}

/// Lets it go on to its next pause or to its end.
fn poll(coroutine: Pin<&mut impl Future<Output = i32>>) -> String {
    // A waker that wakes nobody: we poll again when we like.
    let mut context = Context::from_waker(Waker::noop());
    match catch_unwind(AssertUnwindSafe(|| coroutine.poll(&mut context))) {
        Ok(Poll::Pending) => "pending".into(),
        Ok(Poll::Ready(value)) => format!("ready: {value}"),
        // It panicked: "`async fn` resumed after completion"
        Err(_) => "refused".into(),
    }
}

pub fn main() {
    let mut coroutine = Box::pin(do_some_work(21));
    println!("called");
    println!("{}", poll(coroutine.as_mut()));
    println!("{}", poll(coroutine.as_mut()));
    println!("{}", poll(coroutine.as_mut()));
}
