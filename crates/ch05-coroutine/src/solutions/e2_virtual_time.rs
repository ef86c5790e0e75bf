//! The key is the minute together with a number that grows: so of two tasks with one minute the one
//! that asked first comes first, and no key is there twice. `ByPriority` in the chapter is the same,
//! with a priority where the minute is.

use std::collections::BTreeMap;

/// A task: each item is for how many minutes it wants to be left alone.
pub type Task = Box<dyn Iterator<Item = u64>>;

/// Runs all to their end. Returns who had a turn at which minute; all have their first at minute 0.
pub fn run(tasks: Vec<(&'static str, Task)>) -> Vec<(u64, &'static str)> {
    let numbered = (0_u64..).zip(tasks);
    let mut waiting: BTreeMap<_, _> = numbered.map(|(number, task)| ((0, number), task)).collect();
    let mut numbers = waiting.len() as u64;
    let mut turns = Vec::new();
    while let Some(((now, _), (name, mut task))) = waiting.pop_first() {
        turns.push((now, name));
        if let Some(minutes) = task.next() {
            waiting.insert((now + minutes, numbers), (name, task));
            numbers += 1;
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
