//! A future that waits for a flag, and forgets to say whom to wake.
//!
//! Run it: `cargo listing forgotten_waker`.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker};

/// Ready when the flag is set.
struct Wait(Arc<AtomicBool>);

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0.load(Relaxed) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// A waker that only counts how often it is called.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Relaxed);
    }
}

pub fn main() {
    let (flag, count) = (Arc::new(AtomicBool::new(false)), Arc::new(Count::default()));
    let waker = Waker::from(count.clone());
    let mut context = Context::from_waker(&waker);
    let mut wait = Wait(flag.clone());

    println!("polled: {:?}", Pin::new(&mut wait).poll(&mut context));
    flag.store(true, Relaxed);
    println!("the flag is set; wakes: {}", count.0.load(Relaxed));
    println!("polled without a reason: {:?}", Pin::new(&mut wait).poll(&mut context));
}
