//! Futures that compile, and hang or never rest; the checks that find them; and a right one.
//!
//! Run it: `cargo listing a_wrong_future`.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

/// Set once, from any thread. Each of the futures below waits for that.
#[derive(Default)]
pub struct Flag {
    inside: Mutex<Inside>,
    /// For a check: another thread sets it just before a waker is left.
    in_between: bool,
}

#[derive(Default)]
struct Inside {
    set: bool,
    waker: Option<Waker>,
}

impl Flag {
    /// First the flag, then the wake. A second time, nothing happens.
    pub fn set(&self) {
        let mut inside = self.inside.lock().unwrap();
        let waker = if inside.set { None } else { inside.waker.take() };
        inside.set = true;
        drop(inside);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn is_set(&self) -> bool {
        self.inside.lock().unwrap().set
    }

    fn leave(&self, waker: &Waker) {
        if self.in_between {
            self.set();
        }
        // The old one is dropped without the lock: it may be the last of a task, and drop that.
        let old = self.inside.lock().unwrap().waker.replace(waker.clone());
        drop(old);
    }
}

/// Leaves no waker.
pub fn forgetful(flag: Arc<Flag>) -> impl Future<Output = ()> {
    poll_fn(move |_| if flag.is_set() { Poll::Ready(()) } else { Poll::Pending })
}

/// Looks first, and leaves its waker then.
pub fn too_late(flag: Arc<Flag>) -> impl Future<Output = ()> {
    poll_fn(move |context| {
        if flag.is_set() {
            return Poll::Ready(());
        }
        flag.leave(context.waker());
        Poll::Pending
    })
}

/// Leaves the waker of its first poll, and no other.
pub fn first_only(flag: Arc<Flag>) -> impl Future<Output = ()> {
    let mut has_left = false;
    poll_fn(move |context| {
        if !has_left {
            flag.leave(context.waker());
            has_left = true;
        }
        if flag.is_set() { Poll::Ready(()) } else { Poll::Pending }
    })
}

/// Wakes itself, to be on the safe side.
pub fn restless(flag: Arc<Flag>) -> impl Future<Output = ()> {
    poll_fn(move |context| {
        if flag.is_set() {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

/// Leaves the newest waker, and looks then.
pub fn right(flag: Arc<Flag>) -> impl Future<Output = ()> {
    poll_fn(move |context| {
        flag.leave(context.waker());
        if flag.is_set() { Poll::Ready(()) } else { Poll::Pending }
    })
}

/// A waker that only counts how often it is called.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Relaxed);
    }
}

/// Polls once, with a waker that counts: is it ready, and how often is it woken?
fn poll<F: Future<Output = ()>>(future: &mut Pin<Box<F>>) -> (bool, Arc<Count>) {
    let count = Arc::new(Count::default());
    let waker = Waker::from(count.clone());
    (future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready(), count)
}

/// Is it woken when the flag is set later? When it is set in the middle of a poll? Is the
/// newest waker the one that is called? And does it rest while nothing happens?
pub fn checks<F: Future<Output = ()>>(make: fn(Arc<Flag>) -> F) -> [bool; 4] {
    let begin = |in_between| {
        let flag = Arc::new(Flag { in_between, ..Flag::default() });
        (flag.clone(), Box::pin(make(flag)))
    };
    let is_woken = |count: Arc<Count>| count.0.load(Relaxed) > 0;

    let (flag, mut future) = begin(false);
    let (_, count) = poll(&mut future);
    let rests = !is_woken(count.clone());
    flag.set();
    let later = is_woken(count);

    let (flag, mut future) = begin(true);
    let (is_ready, count) = poll(&mut future);
    flag.set();
    let in_between = is_ready || is_woken(count);

    let (flag, mut future) = begin(false);
    poll(&mut future);
    let (_, newest) = poll(&mut future);
    flag.set();
    [later, in_between, is_woken(newest), rests]
}

fn report<F: Future<Output = ()>>(name: &str, make: fn(Arc<Flag>) -> F) {
    let [later, in_between, newest, rests] =
        checks(make).map(|passed| if passed { "yes" } else { "NO" });
    println!("{name:11} {later:6} {in_between:11} {newest:7} {rests}");
}

pub fn main() {
    println!("            woken  in between  newest  rests");
    report("forgetful", forgetful);
    report("too_late", too_late);
    report("first_only", first_only);
    report("restless", restless);
    report("right", right);
}
