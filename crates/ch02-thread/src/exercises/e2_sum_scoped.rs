//! Sum a slice, which is a list that is lent, on four threads that are all at work at the same time.
//! The function borrows the numbers and may not copy them, so there is no `Arc` that would help.
//!
//! # Hint
//!
//! `chunks` cuts a slice into parts that are slices themselves. `std::thread::scope` lets its threads
//! borrow them. An iterator is lazy: it starts the second thread when somebody asks for it.

use std::collections::HashSet;
use std::sync::mpsc::channel;
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

const THREADS: usize = 4;

// Your turn: this does it all on the caller's own thread. Who else could?
/// The sum of the numbers, of which each part is summed on a thread of its own.
pub fn sum(numbers: &[u64]) -> u64 {
    sum_of_part(numbers)
}

// The test: the same for the solution.

/// What the calls of `sum_of_part` have seen of each other.
struct Seen {
    /// Who has summed a part, and how many numbers were in it.
    parts: Vec<(thread::ThreadId, usize)>,
    /// Whether one has waited for the others for too long.
    gave_up: bool,
}

static SEEN: Mutex<Seen> = Mutex::new(Seen { parts: Vec::new(), gave_up: false });
static CHANGED: Condvar = Condvar::new();
const LIMIT: Duration = Duration::from_secs(5);

/// Sums a part, and does not return before four parts are in work at once.
fn sum_of_part(part: &[u64]) -> u64 {
    let mut seen = SEEN.lock().unwrap();
    seen.parts.push((thread::current().id(), part.len()));
    CHANGED.notify_all();
    // Somebody who sums all numbers, or none, has nobody to wait for.
    if (1..=LONGEST).contains(&part.len()) && !seen.gave_up {
        let alone = |seen: &mut Seen| seen.parts.len() < THREADS && !seen.gave_up;
        let (mut seen, waited) = CHANGED.wait_timeout_while(seen, LIMIT, alone).unwrap();
        seen.gave_up |= waited.timed_out();
    }
    part.iter().sum()
}

const NUMBERS: u64 = 1_003;
const LONGEST: usize = 251;

/// The sum is right, four threads have worked at the same time, and each had a fair part.
pub fn test() {
    let (say, said) = channel();
    // On a thread of its own, so that a wait without end is noticed.
    thread::spawn(move || {
        let numbers: Vec<u64> = (1..=NUMBERS).collect();
        let total = sum(&numbers);
        let _ = say.send((total, sum(&[])));
    });
    let (total, nothing) =
        said.recv_timeout(2 * LIMIT).expect("sum ends and does not panic, also without numbers");
    let seen = SEEN.lock().unwrap();
    assert_eq!(total, 503_506, "the sum of 1 to 1003");
    assert_eq!(nothing, 0, "the sum of no numbers");
    let threads: HashSet<_> =
        seen.parts.iter().filter(|part| part.1 > 0).map(|part| part.0).collect();
    assert_eq!(threads.len(), THREADS, "so many threads have summed a part");
    let longest = seen.parts.iter().map(|part| part.1).max();
    assert_eq!(longest, Some(LONGEST), "no part has more numbers than a quarter, rounded up");
    assert!(!seen.gave_up, "all four parts are in work at once, none waits until another is done");
}
