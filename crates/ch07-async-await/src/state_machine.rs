//! An `async fn`, and beside it the state machine that the compiler makes of it, written by hand.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker, ready};

/// As one writes it: two pauses, and a value that must survive each.
async fn download(pages: u32) -> u32 {
    println!("  asks for the head");
    let head = ask(2).await;
    println!("  asks for the body");
    let body = ask(pages * 10).await;
    head + body
}

/// As one would write it without the two keywords. Each variant is a place where the function can
/// be, and holds what is still needed from there on.
enum Download {
    /// It has been called, and no line of it has run.
    Called { pages: u32 },
    /// It is at the first `.await`.
    Head { pages: u32, asking: Ask },
    /// It is at the second `.await`: `pages` is no longer needed, `head` is.
    Body { head: u32, asking: Ask },
    /// It has returned.
    Returned,
}

impl Future for Download {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
        let state = self.get_mut();
        loop {
            match state {
                Self::Called { pages } => {
                    println!("  asks for the head");
                    *state = Self::Head { pages: *pages, asking: ask(2) };
                }
                Self::Head { pages, asking } => {
                    // `ready!` takes the value, or returns `Pending` from here.
                    let head = ready!(Pin::new(asking).poll(context));
                    println!("  asks for the body");
                    *state = Self::Body { head, asking: ask(*pages * 10) };
                }
                Self::Body { head, asking } => {
                    let body = ready!(Pin::new(asking).poll(context));
                    let sum = *head + body;
                    *state = Self::Returned;
                    return Poll::Ready(sum);
                }
                Self::Returned => panic!("`Download` polled after it was ready"),
            }
        }
    }
}

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
    println!("made by the compiler, {} bytes:", size_of_val(&download(5)));
    drive(download(5));
    println!("made by hand, {} bytes:", size_of::<Download>());
    drive(Download::Called { pages: 5 });
}
