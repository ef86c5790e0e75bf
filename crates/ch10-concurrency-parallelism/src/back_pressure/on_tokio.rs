//! A thousand messages and 99 jobs: where do they wait, and how many at once? On tokio.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use async_lock::Barrier;
use futures::channel::oneshot;
use tokio::runtime::Builder;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{channel, unbounded_channel};

const MESSAGES: u32 = 1_000;
const JOBS: u32 = 99;

// ANCHOR: places
async fn no_bound() {
    let (sender, receiver) = unbounded_channel();
    for number in 0..MESSAGES {
        sender.send(number).unwrap();
    }
    println!("no bound: {} queued", receiver.len());
}

async fn a_bound_of_four() {
    let (sender, mut receiver) = channel(4);
    let (say_stuck, stuck) = oneshot::channel();
    let producer = tokio::spawn(async move {
        let mut say_stuck = Some(say_stuck);
        for number in 0..MESSAGES {
            if let Err(TrySendError::Full(number)) = sender.try_send(number) {
                if let Some(say_stuck) = say_stuck.take() {
                    say_stuck.send(()).unwrap();
                }
                sender.send(number).await.unwrap();
            }
        }
    });
    stuck.await.unwrap();
    println!("a bound of 4: {} queued", receiver.len());
    for _ in 0..MESSAGES {
        receiver.recv().await.unwrap();
    }
    producer.await.unwrap();
}

async fn permit_in_the_task() {
    let (jobs, permits) = (Jobs::new(), Arc::new(Semaphore::new(0)));
    let mut tasks = Vec::new();
    for _ in 0..JOBS {
        let (jobs, permits) = (Arc::clone(&jobs), Arc::clone(&permits));
        jobs.begin();
        tasks.push(tokio::spawn(async move {
            let _permit = permits.acquire().await.unwrap();
            jobs.work().await;
            jobs.end();
        }));
    }
    permits.add_permits(3);
    for task in tasks {
        task.await.unwrap();
    }
    jobs.report("a permit in the task");
}

async fn permit_before_the_task() {
    let (jobs, permits) = (Jobs::new(), Arc::new(Semaphore::new(3)));
    for _ in 0..JOBS {
        let permit = Arc::clone(&permits).acquire_owned().await.unwrap();
        let jobs = Arc::clone(&jobs);
        jobs.begin();
        // Nobody keeps the handle: with it, the task's memory would stay.
        drop(tokio::spawn(async move {
            jobs.work().await;
            jobs.end();
            drop(permit);
        }));
    }
    // All three are back: nobody is at work.
    let _all = permits.acquire_many(3).await.unwrap();
    jobs.report("a permit before the task");
}
// ANCHOR_END: places

/// How many jobs there are, and how many are at work.
struct Jobs {
    there: AtomicU32,
    most_there: AtomicU32,
    at_work: AtomicU32,
    most_at_work: AtomicU32,
    three: Barrier,
}

impl Jobs {
    fn new() -> Arc<Jobs> {
        let [there, most_there, at_work, most_at_work] = Default::default();
        Arc::new(Jobs { there, most_there, at_work, most_at_work, three: Barrier::new(3) })
    }

    fn begin(&self) {
        self.most_there.fetch_max(self.there.fetch_add(1, SeqCst) + 1, SeqCst);
    }

    async fn work(&self) {
        self.most_at_work.fetch_max(self.at_work.fetch_add(1, SeqCst) + 1, SeqCst);
        self.three.wait().await; // until three are at work
        self.at_work.fetch_sub(1, SeqCst);
    }

    fn end(&self) {
        self.there.fetch_sub(1, SeqCst);
    }

    fn report(&self, place: &str) {
        let (at_work, there) = (self.most_at_work.load(SeqCst), self.most_there.load(SeqCst));
        println!("{place}: {at_work} at work, {there} there");
    }
}

async fn show() {
    no_bound().await;
    a_bound_of_four().await;
    permit_in_the_task().await;
    permit_before_the_task().await;
}

pub fn main() {
    Builder::new_current_thread().build().unwrap().block_on(show());
}
