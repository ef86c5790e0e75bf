//! Three coroutines waited for together: when all succeed, and when the second fails. On
//! smol.

use std::sync::Arc;

use async_lock::Barrier;
use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot::{Receiver, Sender, channel};
use futures::future::{join_all, try_join_all};
use smol::LocalExecutor;

/// Writes into a log how it ended, or that it was stopped before.
struct Worker {
    name: &'static str,
    log: UnboundedSender<String>,
    ended: bool,
}

impl Worker {
    fn ends(&mut self, how: &str) {
        self.ended = true;
        self.log.unbounded_send(format!("{} {how}", self.name)).unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if !self.ended {
            self.log.unbounded_send("one is stopped".to_owned()).unwrap();
        }
    }
}

type Answer = Result<&'static str, &'static str>;

async fn work(
    mut worker: Worker,
    everybody: Arc<Barrier>,
    released: Receiver<()>,
    releases: Option<Sender<()>>,
    fails: bool,
) -> Answer {
    everybody.wait().await; // until all three wait here
    released.await.unwrap();
    worker.ends(if fails { "fails" } else { "ends" });
    if let Some(other) = releases {
        other.send(()).unwrap();
    }
    if fails { Err(worker.name) } else { Ok(worker.name) }
}

/// b ends first, c when it is released, and a after c. If not by b, we release c: by the sender.
fn three(
    log: UnboundedSender<String>,
    fails: bool,
    b_releases_c: bool,
) -> ([impl Future<Output = Answer>; 3], Option<Sender<()>>) {
    let everybody = Arc::new(Barrier::new(3));
    let work = |name, released, releases, fails| {
        let worker = Worker { name, log: log.clone(), ended: false };
        work(worker, Arc::clone(&everybody), released, releases, fails)
    };
    let (release_a, a_released) = channel();
    let (release_b, b_released) = channel();
    let (release_c, c_released) = channel();
    release_b.send(()).unwrap();
    let (by_b, by_us) =
        if b_releases_c { (Some(release_c), None) } else { (None, Some(release_c)) };
    let a = work("a", a_released, None, false);
    let b = work("b", b_released, by_b, fails);
    let c = work("c", c_released, Some(release_a), false);
    ([a, b, c], by_us)
}

// ANCHOR: tools
async fn all_succeed() {
    let (log, events) = unbounded();
    let (futures, _) = three(log.clone(), false, true);
    let answers = join_all(futures).await;
    let names: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    log.unbounded_send(format!("we have {}", names.join(", "))).unwrap();
    report("join_all, none fails", log, events).await;
}

async fn all_are_awaited() {
    let (log, events) = unbounded();
    let (futures, _) = three(log.clone(), true, true);
    let answers = join_all(futures).await;
    assert!(answers[1].is_err());
    log.unbounded_send("we have the error".to_owned()).unwrap();
    report("join_all", log, events).await;
}

async fn first_error() {
    let (log, events) = unbounded();
    let (futures, release_c) = three(log.clone(), true, false);
    if try_join_all(futures).await.is_err() {
        log.unbounded_send("we have the error".to_owned()).unwrap();
    }
    // If c is gone, nobody receives this.
    let _ = release_c.unwrap().send(());
    report("try_join_all", log, events).await;
}

async fn first_error_of_tasks(executor: &LocalExecutor<'_>) {
    let (log, events) = unbounded();
    let (futures, release_c) = three(log.clone(), true, false);
    let mut tasks = Vec::new();
    for (name, future) in ["a", "b", "c"].into_iter().zip(futures) {
        tasks.push(executor.spawn(timeline::task(name, future)));
    }
    // With the error, the handles of the other two are dropped, and on smol that cancels.
    if try_join_all(tasks).await.is_err() {
        log.unbounded_send("we have the error".to_owned()).unwrap();
    }
    let _ = release_c.unwrap().send(());
    report("try_join_all of tasks", log, events).await;
}
// ANCHOR_END: tools

/// Only so that the log is complete: waits until all three are gone.
async fn report(tool: &str, log: UnboundedSender<String>, events: UnboundedReceiver<String>) {
    drop(log);
    let events: Vec<_> = events.collect().await;
    println!("{tool}: {}", events.join("; "));
}

async fn show(executor: &LocalExecutor<'_>) {
    all_succeed().await;
    all_are_awaited().await;
    first_error().await;
    first_error_of_tasks(executor).await;
}

pub fn main() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(show(&executor)));
}
