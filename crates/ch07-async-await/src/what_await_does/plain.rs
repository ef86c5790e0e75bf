//! An await, and beside it the loop that it stands for, by std alone.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// A question that pauses once; then the answer is there.
struct Ask {
    answer: u32,
    asked: bool,
}

fn ask(answer: u32) -> Ask {
    Ask { answer, asked: false }
}

impl Future for Ask {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
        if self.asked {
            return Poll::Ready(self.answer);
        }
        self.asked = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

async fn with_await() -> u32 {
    ask(20).await + 1
}

/// `poll_fn` makes a future of a closure. Each poll calls the closure again: that is the loop.
fn by_hand() -> impl Future<Output = u32> {
    let mut inner = ask(20);
    poll_fn(move |context| {
        match Pin::new(&mut inner).poll(context) {
            Poll::Ready(answer) => Poll::Ready(answer + 1),
            // Not ready: hand the pause up to whoever polls us.
            Poll::Pending => Poll::Pending,
        }
    })
}

fn drive(coroutine: impl Future<Output = u32>) {
    let mut coroutine = pin!(coroutine);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match coroutine.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return println!("  ready: {answer}"),
            Poll::Pending => println!("  pending"),
        }
    }
}

pub fn main() {
    println!("with await:");
    drive(with_await());
    println!("by hand:");
    drive(by_hand());
}
