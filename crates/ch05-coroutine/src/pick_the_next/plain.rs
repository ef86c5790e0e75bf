//! The same tasks and the same loop; only who is next is decided in three ways.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::thread;

struct Task {
    name: &'static str,
    priority: u32,
    steps: Box<dyn Iterator<Item = String>>,
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
        // Of two with one priority, the one who has waited for longer comes first.
        self.pushes += 1;
        self.tasks.insert((task.priority, self.pushes), task);
    }

    fn pop(&mut self) -> Option<Task> {
        self.tasks.pop_first().map(|(_, task)| task)
    }
}

// ANCHOR_END: rules
fn run(rule: &str, mut ready: impl Ready) {
    let _span = timeline::span(rule);
    for (name, priority) in [("soup", 2), ("rice", 1), ("tea", 2)] {
        ready.push(Task { name, priority, steps: Box::new(cook(name)) });
    }
    let mut order = Vec::new();
    while let Some(mut task) = ready.pop() {
        let turn = timeline::turn(format!("{}, {rule}", task.name));
        match task.steps.next() {
            Some(step) => {
                order.push(step);
                ready.push(task);
            }
            None => turn.last(),
        }
    }
    println!("{:<14}{}", format!("{rule}:"), order.join(" "));
}

fn cook(name: &'static str) -> impl Iterator<Item = String> {
    (1..=3).map(move |step| format!("{name}{step}"))
}

fn threads() {
    let order = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for name in ["soup", "rice", "tea"] {
            let order = &order;
            scope.spawn(move || cook(name).for_each(|step| order.lock().unwrap().push(step)));
        }
    });
    let steps = order.into_inner().unwrap().len();
    println!("threads:      {steps} steps, in an order that nobody promises");
}

pub fn main() {
    run("in turn", InTurn::default());
    run("newest first", NewestFirst::default());
    run("by priority", ByPriority::default());
    threads();
}
