//! Rice came last, so it begins. It goes back to the others, and then tea comes, on top of it. Tea has
//! its step, and one turn more in which it turns out to be at its end. Then rice has its second step,
//! and its end; soup has waited all the time, and comes last.

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

/// Who has each of the seven turns.
pub fn prediction() -> [&'static str; 7] {
    ["rice", "tea", "tea", "rice", "rice", "soup", "soup"]
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
