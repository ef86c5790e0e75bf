//! Workers print pages. Three are asked to stop, and three are dropped.

use std::cell::Cell;

use futures::future::{join, join_all};
use futures::poll;
use smol::channel::{self, Receiver, Sender};
use smol::future::yield_now;

pub fn main() {
    smol::block_on(run());
}

async fn run() {
    let (stopper, press) = press();
    let workers = join_all((0..3).map(|_| work(&press)));
    join(workers, async { stopper.close() }).await;
    println!("asked: {} pages begun, {} printed", press.begun.get(), press.printed.get());

    let (_stopper, press) = self::press();
    let mut workers = join_all((0..3).map(|_| work(&press)));
    assert!(poll!(&mut workers).is_pending());
    drop(workers);
    println!("dropped: {} pages begun, {} printed", press.begun.get(), press.printed.get());
}

/// What the workers share, and what is counted.
struct Press {
    stop: Receiver<()>,
    begun: Cell<u32>,
    printed: Cell<u32>,
}

fn press() -> (Sender<()>, Press) {
    // Nothing is ever sent. To close it is heard by whoever has the other end.
    let (stopper, stop) = channel::bounded(1);
    (stopper, Press { stop, begun: Cell::new(0), printed: Cell::new(0) })
}

async fn work(press: &Press) {
    while !press.stop.is_closed() {
        print_page(press).await;
    }
}

async fn print_page(press: &Press) {
    press.begun.set(press.begun.get() + 1);
    yield_now().await;
    press.printed.set(press.printed.get() + 1);
}
