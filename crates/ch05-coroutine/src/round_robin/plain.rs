//! Three tasks, one thread: everybody has a turn, and then everybody again.

use std::collections::VecDeque;

/// Something that pauses: `next` runs it to its next pause, and `None` says that it has ended.
type Task = Box<dyn Iterator<Item = ()>>;

fn cook(dish: &'static str, steps: u32) -> Task {
    Box::new((1..=steps).map(move |step| println!("{dish}: step {step} of {steps}")))
}

fn run(tasks: impl IntoIterator<Item = (&'static str, Task)>) {
    let mut ready: VecDeque<_> = tasks.into_iter().collect();
    while let Some((name, mut task)) = ready.pop_front() {
        let turn = timeline::turn(name); // only records whose turn it is
        match task.next() {
            Some(()) => ready.push_back((name, task)),
            None => {
                println!("{name} is done");
                turn.last();
            }
        }
    }
}

pub fn main() {
    let dishes = [("soup", 2), ("rice", 3), ("tea", 1)];
    run(dishes.map(|(dish, steps)| (dish, cook(dish, steps))));
}
