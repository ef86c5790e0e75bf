//! Workers print pages. Three are asked to stop, and three are dropped.

use std::cell::Cell;

use futures::future::{join, join_all};
use futures::poll;
use turns::sync::Stop;
use turns::yield_now;

pub fn main() {
    turns::block_on(run());
}

async fn run() {
    let (stopper, press) = press();
    let workers = join_all((0..3).map(|_| work(&press)));
    join(workers, async { stopper.stop() }).await;
    println!("asked: {} pages begun, {} printed", press.begun.get(), press.printed.get());

    let (_stopper, press) = self::press();
    let mut workers = join_all((0..3).map(|_| work(&press)));
    assert!(poll!(&mut workers).is_pending());
    drop(workers);
    println!("dropped: {} pages begun, {} printed", press.begun.get(), press.printed.get());
}

/// What the workers share, and what is counted.
struct Press {
    stop: Stop,
    begun: Cell<u32>,
    printed: Cell<u32>,
}

fn press() -> (Stop, Press) {
    let stop = Stop::new();
    (stop.clone(), Press { stop, begun: Cell::new(0), printed: Cell::new(0) })
}

async fn work(press: &Press) {
    while !press.stop.is_stopped() {
        print_page(press).await;
    }
}

async fn print_page(press: &Press) {
    press.begun.set(press.begun.get() + 1);
    yield_now().await;
    press.printed.set(press.printed.get() + 1);
}
