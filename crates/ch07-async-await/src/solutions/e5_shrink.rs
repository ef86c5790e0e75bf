//! The buffer ends before the await.
//!
//! It is needed only for the sum, so it goes into a function that is done before the pause. What is
//! left across the await is the sum, and where in the data we are. (A `Vec` would do too: then the
//! future holds a pointer, and the buffer still lives through the pause.)

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
        sum += sum_of_doubles(chunk);
        yield_now().await;
    }
    sum
}

/// No `async`: its buffer lies on the stack, and is gone when it returns.
fn sum_of_doubles(chunk: &[u8]) -> u32 {
    let mut doubled = [0_u16; CHUNK];
    for (to, from) in doubled.iter_mut().zip(chunk) {
        *to = u16::from(*from) * 2;
    }
    doubled.iter().map(|number| u32::from(*number)).sum()
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
