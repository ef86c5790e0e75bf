//! A scheduler takes whoever came last. Two tasks are there at the beginning: soup, with one step,
//! and rice, with two. With its first step, rice brings a third one: tea, with one step. Who has
//! which turn?
//!
//! # Hint
//!
//! The turn in which a task turns out to be at its end is a turn, too.

use std::iter;

/// A task of so many steps. With its first step, it may hand a new task to the scheduler.
struct Task {
    name: &'static str,
    steps: Box<dyn Iterator<Item = Option<Task>>>,
}

fn task(name: &'static str, steps: usize, child: Option<Task>) -> Task {
    let first = iter::once(child);
    let steps = first.chain(iter::repeat_with(|| None)).take(steps);
    Task { name, steps: Box::new(steps) }
}

/// Whoever came last has the next turn.
fn run(first: Task, second: Task) -> Vec<&'static str> {
    let mut ready = vec![first, second];
    let mut turns = Vec::new();
    while let Some(mut task) = ready.pop() {
        turns.push(task.name);
        if let Some(child) = task.steps.next() {
            ready.push(task);
            ready.extend(child);
        }
    }
    turns
}

// Your turn: this guess says that everybody has a turn, and then everybody again.
/// Who has each of the seven turns.
pub fn prediction() -> [&'static str; 7] {
    ["soup", "rice", "tea", "soup", "rice", "tea", "rice"]
}

// The test: the same for the solution.

/// The turns really come as was predicted.
pub fn test() {
    let tea = task("tea", 1, None);
    let turns = run(task("soup", 1, None), task("rice", 2, Some(tea)));
    let right = prediction().iter().zip(&turns).take_while(|(one, other)| one == other).count();
    assert_eq!(
        right,
        turns.len(),
        "Not all seven turns are right. So many are, from the first on."
    );
}
