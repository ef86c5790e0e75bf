//! Two futures race. The first that is ready wins, and the other is dropped.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

pub fn main() {
    turns::block_on(async {
        let winner = race(swim("hare", 3), swim("tortoise", 2)).await;
        println!("winner: {winner}");
        let winner = race(swim("early bird", 0), swim("worm", 0)).await;
        println!("winner: {winner}");
    });
}

/// Whichever is ready first. If both are, it is the first: the second was not even polled.
pub async fn race<T>(first: impl Future<Output = T>, second: impl Future<Output = T>) -> T {
    let (mut first, mut second) = (pin!(first), pin!(second));
    poll_fn(|context| {
        if let Poll::Ready(result) = first.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        second.as_mut().poll(context)
    })
    .await
    // Here both are dropped, the loser in the middle of what it did.
}

async fn swim(name: &'static str, lengths: u32) -> &'static str {
    let mut pool = Pool { name, left: lengths };
    while pool.left > 0 {
        turns::yield_now().await;
        pool.left -= 1;
    }
    name
}

struct Pool {
    name: &'static str,
    left: u32,
}

impl Drop for Pool {
    fn drop(&mut self) {
        println!("{} leaves the pool, with {} lengths to go", self.name, self.left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::pending;

    #[test]
    fn a_future_that_never_ends_loses_on_either_side() {
        turns::block_on(async {
            assert_eq!(race(pending(), async { 1 }).await, 1);
            assert_eq!(race(async { 1 }, pending()).await, 1);
        });
    }
}
