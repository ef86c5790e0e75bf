//! The first `resume` brings the body's second argument. The body had called it `_` and thrown it away.
//! With Python's `next` nothing is lost, because it brings nothing. So: keep what came first, and let
//! `suspend` be the *end* of a round, which gives the answer and brings the next number.

use crate::Generator;

/// Takes a number, and gives the median of the last three.
pub fn smooth() -> Generator<'static, i32, Option<i32>, ()> {
    Generator::new(async |out, first| {
        let mut last = vec![first];
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
