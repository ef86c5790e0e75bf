//! To yield costs a turn, which is many times what an addition costs, and lets every ready
//! neighbour go first. So it is done after a piece of work that is long beside a turn, and short
//! beside what the neighbours can bear. Unoptimised, 1,000 additions are near the lower end;
//! optimised, far below it. A real loop would look at the clock.

use std::cell::Cell;
use std::rc::Rc;

/// The sum of the numbers from 1 to `last`.
async fn sum_to(last: u64) -> u64 {
    let mut sum = 0;
    for number in 1..=last {
        sum += number;
        if number.is_multiple_of(1_000) {
            turns::yield_now().await;
        }
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
