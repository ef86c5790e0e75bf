//! An `async fn`, and beside it the state machine that the compiler makes of it, written by hand.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker, ready};

/// As one writes it: two pauses, and a value that must survive each.
async fn download(pages: u32) -> u32 {
    println!("  asking for the head");
    let head = ask(2).await;
    println!("  asking for the body");
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
                    println!("  asking for the head");
                    *state = Self::Head { pages: *pages, asking: ask(2) };
                }
                Self::Head { pages, asking } => {
                    // `ready!` returns `Poll::Pending` from here if the future inside says so.
                    let head = ready!(Pin::new(asking).poll(context));
                    println!("  asking for the body");
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

/// A question whose answer is there when it is asked for the second time.
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

/// Polls until the future is ready, and prints each answer. Says how large the future is.
fn drive(future: impl Future<Output = u32>) -> usize {
    let size = size_of_val(&future);
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Pending => println!("pending"),
            Poll::Ready(value) => {
                println!("ready: {value}");
                return size;
            }
        }
    }
}

pub fn main() {
    println!("made by the compiler:");
    let compiled = drive(download(5));
    println!("made by hand:");
    let by_hand = drive(Download::Called { pages: 5 });
    println!("size: {compiled} bytes by the compiler, {by_hand} bytes by hand");
}
