//! Four pupils and one teacher, then two: are two lessons given at once? On turns.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use async_lock::Barrier;

/// Locked while a lesson is given.
static GIVEN: Mutex<()> = Mutex::new(());

/// Says whether nobody else was being taught when it began.
fn lesson() -> bool {
    let alone = GIVEN.try_lock();
    thread::sleep(Duration::from_millis(100)); // the teacher explains, and can do nothing else
    alone.is_ok()
}

async fn pupil(everybody: Arc<Barrier>) -> bool {
    let first = lesson();
    everybody.wait().await; // practises until all others have had a lesson, too
    lesson() && first
}

async fn teach(pupils: &[&str]) -> bool {
    let everybody = Arc::new(Barrier::new(pupils.len()));
    // `timeline::task` only records who has a turn: without it nothing would change.
    let start = |name| turns::spawn(timeline::task(name, pupil(Arc::clone(&everybody))));
    let tasks: Vec<_> = pupils.iter().map(start).collect();
    let mut alone = true;
    for task in tasks {
        alone &= task.await.unwrap();
    }
    alone
}

fn teacher(pupils: &[&str]) -> bool {
    turns::block_on(teach(pupils))
}

fn show(teachers: &str, alone: bool) {
    println!("{teachers}: {}", if alone { "one lesson at a time" } else { "two lessons at once" });
}

pub fn main() {
    show("one teacher", teacher(&["Alice", "Bob", "Carol", "Dave"]));
    thread::scope(|scope| {
        let second = thread::Builder::new().name("second".to_owned()); // its name in the figure
        let theirs = second.spawn_scoped(scope, || teacher(&["Carol", "Dave"])).unwrap();
        let ours = teacher(&["Alice", "Bob"]);
        show("two teachers", theirs.join().unwrap() && ours);
    });
}
