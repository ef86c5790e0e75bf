//! The scope ends when all of its threads have, so they may borrow what outlives the scope. Start all of
//! them before you join the first: an iterator that starts and joins in one go runs one after another.
//! That is why the threads are collected first. `div_ceil` rounds up, so that a rest does not become a
//! fifth part; and a part has at least one number, because `chunks(0)` panics.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

const THREADS: usize = 4;

/// The sum of the numbers, of which each part is summed on a thread of its own.
pub fn sum(numbers: &[u64]) -> u64 {
    let length = numbers.len().div_ceil(THREADS).max(1);
    thread::scope(|scope| {
        let parts = numbers.chunks(length);
        let threads: Vec<_> = parts.map(|part| scope.spawn(|| sum_of_part(part))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

// The test: the same for the solution.

/// Which threads have summed a part, and how many numbers each of them had.
static SEEN: Mutex<Vec<(thread::ThreadId, usize)>> = Mutex::new(Vec::new());

fn sum_of_part(part: &[u64]) -> u64 {
    SEEN.lock().unwrap().push((thread::current().id(), part.len()));
    part.iter().sum()
}

/// The sum is right, four threads have worked, and each had a fair part.
pub fn test() {
    let (say, said) = channel();
    // On a thread of its own, so that a wait without end is noticed.
    thread::spawn(move || {
        let numbers: Vec<u64> = (1..=1_003).collect();
        let total = sum(&numbers);
        let seen = SEEN.lock().unwrap().clone();
        let _ = say.send(((total, seen), sum(&[])));
    });
    let ended = said.recv_timeout(Duration::from_secs(5));
    let ((total, seen), nothing) =
        ended.expect("sum ends and does not panic, also without numbers");
    assert_eq!(total, 503_506, "the sum of 1 to 1003");
    let threads: HashSet<_> = seen.iter().map(|(id, _)| id).collect();
    assert_eq!(threads.len(), THREADS, "so many threads have summed a part");
    let longest = seen.iter().map(|(_, length)| *length).max();
    assert_eq!(longest, Some(251), "no part has more numbers than a quarter, rounded up");
    assert_eq!(nothing, 0, "the sum of no numbers");
}
