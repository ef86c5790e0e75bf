//! Three workers are told to stop, and each finishes the page that it has begun.

use std::cell::Cell;

use futures::future::{join, join_all};
use smol::channel::{self, Receiver};

/// What the workers share, and what is counted. Nothing is ever sent through the two channels: to
/// close one tells everybody who holds the other end.
struct Press {
    stop: Receiver<()>,
    ink: Receiver<()>,
    begun: Cell<u32>,
    printed: Cell<u32>,
}

pub fn main() {
    smol::block_on(run());
}

async fn run() {
    let (stopper, stop) = channel::bounded(1);
    let (inker, ink) = channel::bounded(1);
    let press = Press { stop, ink, begun: Cell::new(0), printed: Cell::new(0) };
    let workers = join_all((0..3).map(|_| work(&press)));
    let rest = async {
        println!("pages begun: {}, printed: {}", press.begun.get(), press.printed.get());
        stopper.close();
        println!("told to stop");
        inker.close();
    };
    join(workers, rest).await;
    println!("pages begun: {}, printed: {}", press.begun.get(), press.printed.get());
}

async fn work(press: &Press) {
    while !press.stop.is_closed() {
        print_page(press).await;
    }
}

async fn print_page(press: &Press) {
    press.begun.set(press.begun.get() + 1);
    _ = press.ink.recv().await;
    press.printed.set(press.printed.get() + 1);
}
