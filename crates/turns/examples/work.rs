//! One kind of work, many times, so that its cost can be counted: `work yield 1000000`.
//!
//! Run it twice under a tool that counts instructions, with two numbers, and divide the
//! difference: what the process does once falls out.

use turns::sync::mpsc;
use turns::{block_on, sleep, spawn, yield_now};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_default();
    let number = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(1_000_000);
    match kind.as_str() {
        "yield" => block_on(yields(number)),
        "yield100" => block_on(async {
            let tasks: Vec<_> = (0..100).map(|_| spawn(yields(number / 100))).collect();
            for task in tasks {
                task.await.expect("no panic");
            }
        }),
        "spawn" => block_on(async {
            for n in 0..number {
                assert_eq!(spawn(async move { n }).await.expect("no panic"), n);
            }
        }),
        "ping" => block_on(ping(number)),
        "sleep" => block_on(async {
            let nap = std::time::Duration::from_millis(500);
            let tasks: Vec<_> = (0..number).map(|_| spawn(sleep(nap))).collect();
            for task in tasks {
                task.await.expect("no panic");
            }
        }),
        _ => eprintln!("usage: work yield|yield100|spawn|ping|sleep [NUMBER]"),
    }
}

async fn yields(number: usize) {
    for _ in 0..number {
        yield_now().await;
    }
}

/// A round trip between two tasks over two queues.
async fn ping(number: usize) {
    let (there, mut receive) = mpsc::unbounded();
    let (back, mut answers) = mpsc::unbounded();
    let echo = spawn(async move {
        while let Some(value) = receive.recv().await {
            back.send(value).expect("the root listens");
        }
    });
    for n in 0..number {
        there.send(n).expect("the echo listens");
        assert_eq!(answers.recv().await, Some(n));
    }
    drop(there);
    echo.await.expect("no panic");
}
