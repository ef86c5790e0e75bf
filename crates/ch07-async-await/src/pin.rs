//! What goes wrong when a value that points into itself is moved, and what a pin does about it.
//!
//! Run it: `cargo listing pin`.

use std::cell::Cell;
use std::marker::PhantomPinned;
use std::mem;
use std::task::{Context, Poll, Waker};

/// A stand-in for a paused coroutine that borrows from itself. A real one holds a reference into
/// itself, which we have no way to write; so this one keeps the address, as a number.
struct Paused {
    text: [u8; 8],
    points_to: Cell<usize>,
    /// With this, a pin holds it, as it holds the real ones.
    _stays: PhantomPinned,
}

impl Paused {
    fn new(text: [u8; 8]) -> Self {
        Paused { text, points_to: Cell::new(0), _stays: PhantomPinned }
    }

    fn text_is_at(&self) -> usize {
        (&raw const self.text).addr()
    }

    /// Its first poll, so to speak: from here on it points into itself.
    fn begin(&self) {
        self.points_to.set(self.text_is_at());
    }
}

fn moved() {
    let (mut soup, mut rice) = (Paused::new(*b"the soup"), Paused::new(*b"the rice"));
    soup.begin();
    rice.begin();
    mem::swap(&mut soup, &mut rice);
    let lead = |from: &Paused, to: &Paused| from.points_to.get() == to.text_is_at();
    println!("after a move it points into itself: {}", lead(&soup, &soup));
    println!("it points into the other one: {}", lead(&soup, &rice));
}

fn pinned() {
    let soup = Box::pin(Paused::new(*b"the soup"));
    soup.begin();
    let elsewhere = [soup];
    let soup = &elsewhere[0];
    println!(
        "its box has moved; it points into itself: {}",
        soup.points_to.get() == soup.text_is_at()
    );
}

/// A real one: `last` leads into `numbers`, and both are needed after the pause.
async fn borrows_from_itself(numbers_are_at: &Cell<usize>) -> u32 {
    let numbers = [1, 2, 3];
    let last = &numbers[2];
    numbers_are_at.set((&raw const numbers).addr());
    pause().await;
    *last
}

fn a_real_one() {
    let numbers_are_at = Cell::new(0);
    let mut coroutine = Box::pin(borrows_from_itself(&numbers_are_at));
    let mut context = Context::from_waker(Waker::noop());
    let _ = coroutine.as_mut().poll(&mut context);
    let start = (&raw const *coroutine).addr();
    let inside = start..start + size_of_val(&*coroutine);
    println!("a real one holds its numbers: {}", inside.contains(&numbers_are_at.get()));
    let mut elsewhere = [coroutine];
    println!("its box has moved, and it says: {:?}", elsewhere[0].as_mut().poll(&mut context));
}

/// Pending once, then ready.
async fn pause() {
    let mut paused = false;
    std::future::poll_fn(|_| {
        if mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

pub fn main() {
    moved();
    pinned();
    a_real_one();
}
