//! Six ways to run two coroutines. In which of them are both in the middle of a turn at once? On
//! async-std, whose tasks run on one pool of the whole program.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use async_std::task;

/// A place where two wait for each other, and block while they wait.
#[derive(Default)]
struct Meeting {
    place: Mutex<Place>,
    door: Condvar,
}

#[derive(Default)]
struct Place {
    arrived: u32,
    given_up: bool,
}

impl Meeting {
    /// Says whether the other one came in time. If not, a late one need not wait.
    fn meet(&self) -> bool {
        let mut place = self.place.lock().unwrap();
        place.arrived += 1;
        self.door.notify_all();
        let alone = |place: &mut Place| place.arrived < 2 && !place.given_up;
        let limit = Duration::from_millis(500);
        let (mut place, waited) = self.door.wait_timeout_while(place, limit, alone).unwrap();
        place.given_up |= waited.timed_out();
        !place.given_up
    }
}

// ANCHOR: ways
async fn visit(meeting: Arc<Meeting>) -> bool {
    meeting.meet()
}

async fn visit_joined(meeting: Arc<Meeting>) -> bool {
    let (first, second) = futures::join!(visit(Arc::clone(&meeting)), visit(meeting));
    first && second
}

async fn visit_in_tasks(meeting: Arc<Meeting>) -> bool {
    let first = task::spawn(visit(Arc::clone(&meeting)));
    let second = task::spawn(visit(meeting));
    first.await && second.await
}

fn one_loop(future: impl Future<Output = bool>) -> bool {
    task::block_on(future)
}

fn pool(future: impl Future<Output = bool>) -> Option<bool> {
    Some(task::block_on(future))
}

fn joined_on_one_loop(meeting: Arc<Meeting>) -> Option<bool> {
    Some(one_loop(visit_joined(meeting)))
}

/// `spawn` always takes the pool. `spawn_local`, which keeps a task on its thread, is unstable.
fn tasks_of_one_loop(_meeting: Arc<Meeting>) -> Option<bool> {
    None
}

fn joined_on_a_pool(meeting: Arc<Meeting>) -> Option<bool> {
    pool(task::spawn(visit_joined(meeting)))
}

fn tasks_of_a_pool(meeting: Arc<Meeting>) -> Option<bool> {
    pool(visit_in_tasks(meeting))
}

fn a_loop_each(meeting: Arc<Meeting>) -> Option<bool> {
    let theirs = Arc::clone(&meeting);
    let other = thread::spawn(move || one_loop(visit(theirs)));
    let first = one_loop(visit(meeting));
    Some(other.join().unwrap() && first)
}

fn a_thread_each(meeting: Arc<Meeting>) -> Option<bool> {
    let theirs = Arc::clone(&meeting);
    let other = thread::spawn(move || theirs.meet());
    let first = meeting.meet();
    Some(other.join().unwrap() && first)
}
// ANCHOR_END: ways

fn show(way: &str, run: fn(Arc<Meeting>) -> Option<bool>) {
    let answer = match run(Arc::default()) {
        Some(true) => "they met",
        Some(false) => "never",
        None => "not possible here",
    };
    println!("{way}: {answer}");
}

pub fn main() {
    show("joined, on one loop", joined_on_one_loop);
    show("two tasks, on one loop", tasks_of_one_loop);
    show("joined, on a pool of two threads", joined_on_a_pool);
    show("two tasks, on a pool of two threads", tasks_of_a_pool);
    show("a loop each", a_loop_each);
    show("a thread each, and no loop", a_thread_each);
}
