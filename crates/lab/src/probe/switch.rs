//! What it costs to let another one go on.

use crate::plan::Size;
use crate::reading::{Reading, timed};
use anyhow::Result;
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// One poll of an async state machine that is never ready.
pub fn poll(size: Size) -> Result<Reading> {
    let mut turns = pin!(forever());
    let mut cx = Context::from_waker(Waker::noop());
    Ok(timed(size.of(20_000_000, 200_000), |units| {
        for _ in 0..units {
            assert!(black_box(turns.as_mut()).poll(&mut cx).is_pending());
        }
    }))
}

/// It counts its turns, so that there is a state to come back to.
async fn forever() {
    let mut count = 0_u64;
    loop {
        let mut yielded = false;
        std::future::poll_fn(|_| {
            if std::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        count = black_box(count + 1);
    }
}
