//! Futures that compile and hang, or never rest, and the checks that find them out; then a right one.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// Rings once, from any thread. Each of the futures below waits for that.
#[derive(Default)]
pub struct Bell {
    inside: Mutex<Inside>,
    /// For a check: another thread rings at the worst moment, right after `has_rung` said no.
    meanwhile: bool,
}

#[derive(Default)]
struct Inside {
    rung: bool,
    waker: Option<Waker>,
}

impl Bell {
    /// Rings, and wakes whoever has left a waker. A second time, nothing happens.
    pub fn ring(&self) {
        let mut inside = self.inside.lock().unwrap();
        let first = !std::mem::replace(&mut inside.rung, true);
        let waker = if first { inside.waker.take() } else { None };
        drop(inside);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn has_rung(&self) -> bool {
        let answer = self.inside.lock().unwrap().rung;
        if self.meanwhile {
            self.ring();
        }
        answer
    }

    fn leave(&self, waker: &Waker) {
        self.inside.lock().unwrap().waker = Some(waker.clone());
    }
}

/// Leaves no waker: the bell rings, and nobody polls again.
pub struct Forgetful(pub Arc<Bell>);

impl Future for Forgetful {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0.has_rung() { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Asks first and leaves its waker then: what if the bell rings in between?
pub struct TooLate(pub Arc<Bell>);

impl Future for TooLate {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.has_rung() {
            return Poll::Ready(());
        }
        self.0.leave(context.waker());
        Poll::Pending
    }
}

/// Leaves the waker of its first poll and keeps to it: what if the next poll brings another?
pub struct FirstOnly(pub Arc<Bell>);

impl Future for FirstOnly {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut inside = self.0.inside.lock().unwrap();
        if inside.rung {
            return Poll::Ready(());
        }
        if inside.waker.is_none() {
            inside.waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

/// Wakes itself, to be on the safe side: it never hangs, and never lets the processor rest.
pub struct Restless(pub Arc<Bell>);

impl Future for Restless {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0.has_rung() {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Asks and leaves the newest waker under one lock: the bell rings before both or after both.
pub struct Right(pub Arc<Bell>);

impl Future for Right {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut inside = self.0.inside.lock().unwrap();
        if inside.rung {
            return Poll::Ready(());
        }
        inside.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// A waker that only counts how often it is woken.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Count {
    /// Polls once with this waker. Says whether the future is ready.
    fn polls(self: &Arc<Self>, future: &mut (impl Future<Output = ()> + Unpin)) -> bool {
        let waker = Waker::from(Arc::clone(self));
        Pin::new(future).poll(&mut Context::from_waker(&waker)).is_ready()
    }

    fn is_woken(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }
}

/// The bell rings after the poll. Is the one who polled woken?
pub fn is_woken_by_the_bell<F: Future<Output = ()> + Unpin>(make: fn(Arc<Bell>) -> F) -> bool {
    let (bell, poller) = (Arc::new(Bell::default()), Arc::new(Count::default()));
    poller.polls(&mut make(Arc::clone(&bell)));
    bell.ring();
    poller.is_woken()
}

/// The bell rings in the middle of the poll. Does the future notice, or is its poller woken?
pub fn misses_no_ring<F: Future<Output = ()> + Unpin>(make: fn(Arc<Bell>) -> F) -> bool {
    let bell = Arc::new(Bell { meanwhile: true, ..Bell::default() });
    let poller = Arc::new(Count::default());
    let ready = poller.polls(&mut make(Arc::clone(&bell)));
    bell.ring();
    ready || poller.is_woken()
}

/// Two poll, one after the other, as when a future moves to another task. Is the second woken?
pub fn wakes_the_newest<F: Future<Output = ()> + Unpin>(make: fn(Arc<Bell>) -> F) -> bool {
    let bell = Arc::new(Bell::default());
    let (first, second) = (Arc::new(Count::default()), Arc::new(Count::default()));
    let mut future = make(Arc::clone(&bell));
    first.polls(&mut future);
    second.polls(&mut future);
    bell.ring();
    second.is_woken()
}

/// Nothing happens. Is the poller left in peace?
pub fn rests<F: Future<Output = ()> + Unpin>(make: fn(Arc<Bell>) -> F) -> bool {
    let poller = Arc::new(Count::default());
    poller.polls(&mut make(Arc::new(Bell::default())));
    !poller.is_woken()
}

fn report<F: Future<Output = ()> + Unpin>(name: &str, make: fn(Arc<Bell>) -> F) {
    let [woken, no_miss, newest, rests] =
        [is_woken_by_the_bell, misses_no_ring, wakes_the_newest, rests]
            .map(|check| if check(make) { "yes" } else { "NO" });
    println!("{name:10} {woken:6} {no_miss:11} {newest:7} {rests}");
}

pub fn main() {
    println!("           woken  in between  newest  rests");
    report("Forgetful", Forgetful);
    report("TooLate", TooLate);
    report("FirstOnly", FirstOnly);
    report("Restless", Restless);
    report("Right", Right);
}
