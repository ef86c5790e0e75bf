//! Shrink a future.
//!
//! `checksum` adds up numbers, chunk by chunk, and gives the others a turn after each chunk. Its
//! future holds the buffer of a whole chunk; a server with ten thousand of them would hold ten
//! thousand buffers, nearly all of them while nothing happens. Make the future as small as `LIMIT`;
//! let it give the same sum, and pause as often.
//!
//! # Hint
//!
//! What has been borrowed and is still in scope at the `.await` lies in the future, needed or not.
//! A value whose scope ends before the `.await`, with a block or with a function that is called,
//! does not.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use smol::future::yield_now;

const CHUNK: usize = 4096;

/// How large the future may be, in bytes.
const LIMIT: usize = 256;

/// Adds up the doubles of all numbers.
pub async fn checksum(data: &[u8]) -> u32 {
    let mut sum = 0;
    for chunk in data.chunks(CHUNK) {
        // Your turn: `doubled` is borrowed, and in scope at the `.await`; so it lies in the future.
        let mut doubled = [0_u16; CHUNK];
        for (to, from) in doubled.iter_mut().zip(chunk) {
            *to = u16::from(*from) * 2;
        }
        yield_now().await;
        sum += doubled.iter().map(|number| u32::from(*number)).sum::<u32>();
    }
    sum
}

// The test: the same for the solution.

/// Drives it by hand, and asks how large it is.
pub fn test() {
    let data: Vec<u8> = (0..=255).cycle().take(3 * CHUNK + 100).collect();
    let size = size_of_val(&checksum(&data));
    let mut future = pin!(checksum(&data));
    let mut context = Context::from_waker(Waker::noop());
    let mut pauses = 0;
    let sum = loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(sum) => break sum,
            Poll::Pending => pauses += 1,
        }
        assert!(pauses < 1000, "It was polled 1000 times, and has not ended.");
    };

    let right: u32 = data.iter().map(|number| u32::from(*number) * 2).sum();
    assert_eq!(sum, right, "The sum has changed.");
    assert_eq!(pauses, 4, "There are four chunks, and after each it must pause.");
    assert!(size <= LIMIT, "The future is {size} bytes large. At most {LIMIT} are allowed.");
}
