//! Four pupils and one teacher, then two: is anybody taught at the same moment as another? On tokio.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use async_lock::Barrier;
use tokio::runtime::Builder;

#[derive(Default)]
struct School {
    taught: AtomicU32,
    most: AtomicU32,
}

impl School {
    fn lesson(&self) {
        let taught = self.taught.fetch_add(1, Relaxed) + 1;
        self.most.fetch_max(taught, Relaxed);
        thread::sleep(Duration::from_millis(100)); // the teacher explains, and can do nothing else
        self.taught.fetch_sub(1, Relaxed);
    }
}

async fn pupil(school: Arc<School>, everybody: Arc<Barrier>) {
    school.lesson();
    everybody.wait().await; // practises until all others have had a lesson, too
    school.lesson();
}

async fn teach(school: Arc<School>, pupils: &[&str]) {
    let everybody = Arc::new(Barrier::new(pupils.len()));
    let mut tasks = Vec::new();
    for name in pupils {
        let pupil = pupil(Arc::clone(&school), Arc::clone(&everybody));
        // `timeline::task` only records who has a turn: without it nothing would change.
        tasks.push(tokio::spawn(timeline::task(name, pupil)));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

fn run(school: Arc<School>, pupils: &[&str]) {
    Builder::new_current_thread().build().unwrap().block_on(teach(school, pupils));
}

fn one_teacher(school: Arc<School>) {
    run(school, &["Alice", "Bob", "Carol", "Dave"]);
}

fn two_teachers(school: Arc<School>) {
    thread::scope(|scope| {
        let other = thread::Builder::new().name("second".to_owned());
        other.spawn_scoped(scope, || run(Arc::clone(&school), &["Carol", "Dave"])).unwrap();
        run(Arc::clone(&school), &["Alice", "Bob"]);
    });
}

pub fn main() {
    for (name, teach_all) in [("one teacher", one_teacher as fn(_)), ("two teachers", two_teachers)]
    {
        let school = Arc::new(School::default());
        teach_all(Arc::clone(&school));
        let two_at_once = school.most.load(Relaxed) > 1;
        println!("{name}: {}", if two_at_once { "two at once" } else { "one at a time" });
    }
}
