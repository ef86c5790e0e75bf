//! A time limit is a race against a timer.

use std::future::{pending, ready};
use std::thread;
use std::time::Duration;

use crate::s1_race::race;

pub fn main() {
    turns::block_on(async {
        let ms = Duration::from_millis;
        println!("never ready: {:?}", timeout(ms(20), pending::<u32>()).await);
        println!("ready, and no time: {:?}", timeout(ms(0), ready(1)).await);
        println!("blocks for longer: {:?}", timeout(ms(20), async { block() }).await);
    });
}

/// What the future gives, or nothing, if the time is over first.
async fn timeout<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    let timer = async {
        turns::sleep(limit).await;
        None
    };
    // The future first: what is ready is not thrown away because time is over, too.
    race(async { Some(future.await) }, timer).await
}

fn block() -> u32 {
    thread::sleep(Duration::from_millis(50));
    1
}
