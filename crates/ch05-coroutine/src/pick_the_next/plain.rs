//! The same tasks and the same loop; only who is next is decided in three ways.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use crate::round_robin::plain::pause;

struct Task {
    name: &'static str,
    /// 1 is the most urgent.
    priority: u32,
    steps: Pin<Box<dyn Future<Output = ()>>>,
}

trait Ready {
    fn push(&mut self, task: Task);
    fn pop(&mut self) -> Option<Task>;
}

// ANCHOR: rules
#[derive(Default)]
struct InTurn {
    tasks: VecDeque<Task>,
}

impl Ready for InTurn {
    fn push(&mut self, task: Task) {
        self.tasks.push_back(task);
    }

    fn pop(&mut self) -> Option<Task> {
        self.tasks.pop_front()
    }
}

#[derive(Default)]
struct NewestFirst {
    tasks: Vec<Task>,
}

impl Ready for NewestFirst {
    fn push(&mut self, task: Task) {
        self.tasks.push(task);
    }

    fn pop(&mut self) -> Option<Task> {
        self.tasks.pop()
    }
}

#[derive(Default)]
struct ByPriority {
    tasks: BTreeMap<(u32, u32), Task>,
    pushes: u32,
}

impl Ready for ByPriority {
    fn push(&mut self, task: Task) {
        // Of two with one priority, the one that has waited for longer comes first.
        self.pushes += 1;
        self.tasks.insert((task.priority, self.pushes), task);
    }

    fn pop(&mut self) -> Option<Task> {
        self.tasks.pop_first().map(|(_, task)| task)
    }
}

// ANCHOR_END: rules
fn run(rule: &str, mut ready: impl Ready) {
    // `span` and `turn` only record who runs. Without them nothing changes.
    let _span = timeline::span(rule);
    for (name, priority) in [("soup", 2), ("rice", 1), ("tea", 2)] {
        ready.push(Task { name, priority, steps: Box::pin(cook(name)) });
    }
    let mut context = Context::from_waker(Waker::noop());
    print!("{:<13}", format!("{rule}:"));
    while let Some(mut task) = ready.pop() {
        let turn = timeline::turn(format!("{}, {rule}", task.name));
        match task.steps.as_mut().poll(&mut context) {
            Poll::Pending => ready.push(task),
            Poll::Ready(()) => turn.last(),
        }
    }
    println!();
}

async fn cook(name: &'static str) {
    for step in 1..=3 {
        print!(" {name}{step}");
        pause().await;
    }
}

pub fn main() {
    run("in turn", InTurn::default());
    run("newest first", NewestFirst::default());
    run("by priority", ByPriority::default());
}
