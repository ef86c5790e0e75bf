//! A generator that smooths: for each number that goes in, the median of the last three comes out, or
//! `None` as long as there aren't three yet. Somebody who knows Python has written it, and its first
//! median comes one number too late. Find the number that gets lost.
//!
//! # Hint
//!
//! In Python the first `send` only gets it going, so nothing can be lost by it. What does the first
//! `resume` bring here, and who has it?

use crate::Generator;

/// Takes a number, and gives the median of the last three.
pub fn smooth() -> Generator<'static, i32, Option<i32>, ()> {
    Generator::new(async |out, _| {
        let mut last = Vec::new();
        // Your turn: which numbers come to this loop?
        loop {
            let number = out.suspend(median(&last)).await;
            last.push(number);
        }
    })
}

fn median(numbers: &[i32]) -> Option<i32> {
    let mut three = *numbers.last_chunk::<3>()?;
    three.sort();
    Some(three[1])
}

// The test: the same for the solution.

/// Numbers go in one by one, and each brings out the median of itself and the two before it.
pub fn test() {
    use crate::CoroutineResult::Yield;

    let mut smooth = smooth();
    let rounds = [(5, None), (1, None), (3, Some(3)), (9, Some(3)), (4, Some(4)), (4, Some(4))];
    for (round, (number, expected)) in (1..).zip(rounds) {
        let result = smooth.resume(number);
        let expected = Yield(expected);
        assert_eq!(result, expected, "round {round}: this comes out when {number} goes in");
    }
}
