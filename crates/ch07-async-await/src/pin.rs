//! Why a future that borrows from itself must stay where it is, and what may move.

use std::cell::Cell;
use std::mem;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// A value that knows where one of its own fields lies. The address is kept as a number, since
/// Rust has no safe way to keep a reference to a field beside the field.
struct Note {
    text: [u8; 4],
    text_lies_at: usize,
}

impl Note {
    fn new(text: [u8; 4]) -> Self {
        Note { text, text_lies_at: 0 }
    }

    fn look(&mut self) {
        self.text_lies_at = (&raw const self.text).addr();
    }

    fn is_right(&self) -> bool {
        self.text_lies_at == (&raw const self.text).addr()
    }
}

fn move_a_note() {
    let (mut a, mut b) = (Note::new(*b"aaaa"), Note::new(*b"bbbb"));
    a.look();
    b.look();
    println!("before the swap, a knows its own text: {}", a.is_right());
    mem::swap(&mut a, &mut b);
    println!("after the swap, a knows its own text: {}", a.is_right());
    println!("it knows the text of b: {}", a.text_lies_at == (&raw const b.text).addr());
}

/// What the compiler makes of this is such a value: `last` points to `numbers`, and both are
/// needed after the pause, so both lie in the future.
async fn borrows_from_itself(numbers_lie_at: &Cell<usize>) -> u32 {
    let numbers = [1, 2, 3];
    let last = &numbers[2];
    numbers_lie_at.set((&raw const numbers).addr());
    Pause { paused: false }.await;
    *last
}

fn pin_a_coroutine() {
    let numbers_lie_at = Cell::new(0);
    let coroutine = borrows_from_itself(&numbers_lie_at);
    // It has not run, and points to nothing yet: so it may still move, here into a box.
    let mut coroutine = Box::pin(coroutine);

    let first = coroutine.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    println!("polled: {first:?}");
    let start = (&raw const *coroutine).addr();
    let inside = start..start + size_of_val(&*coroutine);
    println!("its numbers lie inside of it: {}", inside.contains(&numbers_lie_at.get()));

    // The box may move: it is a pointer, and what it points to stays.
    let mut elsewhere = coroutine;
    println!(
        "the box has moved, the coroutine with it: {}",
        (&raw const *elsewhere).addr() != start
    );
    let second = elsewhere.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    println!("polled: {second:?}");
}

/// Pending once, then ready. It holds no address, so it may move at any time: it is `Unpin`.
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
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

fn move_a_pause() {
    let mut context = Context::from_waker(Waker::noop());
    let mut here = Pause { paused: false };
    println!("a pause, polled: {:?}", Pin::new(&mut here).poll(&mut context));
    let mut there = here;
    println!("moved, and polled: {:?}", Pin::new(&mut there).poll(&mut context));
    // What is not `Unpin` can be pinned where it lies; from then on only the pin can reach it.
    let on_the_stack = pin!(async { 7 });
    println!("pinned on the stack, polled: {:?}", on_the_stack.poll(&mut context));
}

pub fn main() {
    move_a_note();
    pin_a_coroutine();
    move_a_pause();
}
