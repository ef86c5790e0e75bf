//! `sum_to` adds the numbers from 1 to `last` in one go, and its neighbours wait for that long. Let
//! them have a turn every 1,000 steps, and no more often.
//!
//! # Hint
//!
//! `turns::yield_now().await` gives the turn back and is ready the next time.

use std::cell::Cell;
use std::rc::Rc;

/// The sum of the numbers from 1 to `last`.
async fn sum_to(last: u64) -> u64 {
    let mut sum = 0;
    for number in 1..=last {
        sum += number;
        // Your turn: nobody else has one here.
    }
    sum
}

// The test: the same for the solution.

/// The sum is right, and a neighbour has some turns, but not one at each step.
pub fn test() {
    let turns = Rc::new(Cell::new(0));
    let (sum, had) = turns::block_on(async {
        let neighbour = turns::spawn(count(Rc::clone(&turns)));
        turns::yield_now().await;
        let before = turns.get();
        let sum = sum_to(100_000).await;
        neighbour.cancel();
        (sum, turns.get() - before)
    });
    assert_eq!(sum, 5_000_050_000, "the sum of 1 to 100,000 is not right");
    assert!(had >= 90, "the neighbour had {had} turns in 100,000 steps: yield every 1,000 steps");
    assert!(had <= 1_000, "the neighbour had {had} turns: to yield that often costs too much");
}

async fn count(turns: Rc<Cell<u32>>) {
    loop {
        turns.set(turns.get() + 1);
        turns::yield_now().await;
    }
}
