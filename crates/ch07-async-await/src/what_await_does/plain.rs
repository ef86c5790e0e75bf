//! An await, and beside it the loop that it stands for, by std alone.

use std::collections::VecDeque;
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
        // `Poll::Pending` has no room for a word, so the question speaks for itself.
        println!("  pending, says the question for {}", self.answer);
        self.asked = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

async fn with_await() -> u32 {
    ask(20).await + ask(1).await
}

/// A future from a closure, which is called at each poll. What a generator keeps by standing still,
/// the closure has to keep by itself: which question is open, and the total so far.
fn by_hand() -> impl Future<Output = u32> {
    let mut total = 0;
    let mut open = VecDeque::from([ask(20), ask(1)]);
    poll_fn(move |context| {
        while let Some(inner) = open.front_mut() {
            match Pin::new(inner).poll(context) {
                Poll::Ready(answer) => {
                    total += answer;
                    open.pop_front();
                }
                // Not ready: hand the pause up to whoever polls us.
                Poll::Pending => return Poll::Pending,
            }
        }
        Poll::Ready(total)
    })
}

fn drive(coroutine: impl Future<Output = u32>) -> u32 {
    let mut coroutine = pin!(coroutine);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(answer) = coroutine.as_mut().poll(&mut context) {
            return answer;
        }
    }
}

pub fn main() {
    println!("with await:");
    println!("ready: {}", drive(with_await()));
    println!("by hand:");
    println!("ready: {}", drive(by_hand()));
}
