//! Tasks that wait for the time, and no clock: if nobody is ready, the scheduler jumps to the next
//! moment at which somebody is. Tests of timers are written like that, and take no time at all.
//!
//! # Hint
//!
//! A `BTreeMap` is sorted by its keys, and `pop_first` takes the smallest. Two tasks may want the same
//! minute; which of two keys is smaller then?

use std::collections::VecDeque;

/// A task: each item is for how many minutes it wants to be left alone.
pub type Task = Box<dyn Iterator<Item = u64>>;

/// Runs all to their end. Returns who had a turn at which minute; all have their first at minute 0.
pub fn run(tasks: Vec<(&'static str, Task)>) -> Vec<(u64, &'static str)> {
    let mut ready = VecDeque::from(tasks);
    let mut turns = Vec::new();
    let now = 0;
    while let Some((name, mut task)) = ready.pop_front() {
        turns.push((now, name));
        // Your turn: they want to be left alone for so many minutes, and get their next turn at once.
        if task.next().is_some() {
            ready.push_back((name, task));
        }
    }
    turns
}

// The test: the same for the solution.

/// Who has turns when, and in which order.
pub fn test() {
    let pots: Vec<(&str, Task)> = vec![
        ("soup", Box::new([30, 10].into_iter())),
        ("tea", Box::new([3].into_iter())),
        ("rice", Box::new([10, 10, 20].into_iter())),
    ];
    let turns = run(pots);
    let ended = turns.iter().map(|(minute, _)| *minute).max();
    assert_eq!(ended, Some(40), "Soup takes 30 and 10 minutes: so the last turn is at minute 40.");
    let times: Vec<u64> = turns.iter().map(|(minute, _)| *minute).collect();
    assert!(times.is_sorted(), "Time does not go back: {times:?} are the minutes of the turns.");
    let all = [
        (0, "soup"),
        (0, "tea"),
        (0, "rice"),
        (3, "tea"),
        (10, "rice"),
        (20, "rice"),
        (30, "soup"),
        (40, "rice"),
        (40, "soup"),
    ];
    assert_eq!(turns, all, "At minute 40 rice comes first: it has asked for that before soup has.");
}
