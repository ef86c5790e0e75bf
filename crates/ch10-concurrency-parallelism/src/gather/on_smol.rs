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
    fn says(&mut self, what: &str) {
        self.ended = true;
        self.log.unbounded_send(format!("{} {what}", self.name)).unwrap();
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
    word: Receiver<()>,
    then: Option<Sender<()>>,
    fails: bool,
) -> Answer {
    everybody.wait().await; // until all three wait here
    word.await.unwrap();
    worker.says(if fails { "fails" } else { "ends" });
    if let Some(then) = then {
        then.send(()).unwrap();
    }
    if fails { Err(worker.name) } else { Ok(worker.name) }
}

/// Their ends come in this order: b, c, a. If not to go on, c and a wait for a word of ours.
fn three(
    log: &UnboundedSender<String>,
    fails: bool,
    go_on: bool,
) -> ([impl Future<Output = Answer> + use<>; 3], Option<Sender<()>>) {
    let everybody = Arc::new(Barrier::new(3));
    let work = |name, word, then, fails| {
        let worker = Worker { name, log: log.clone(), ended: false };
        work(worker, Arc::clone(&everybody), word, then, fails)
    };
    let (say_a, word_a) = channel();
    let (say_b, word_b) = channel();
    let (say_c, word_c) = channel();
    say_b.send(()).unwrap();
    let (after_b, ours) = if go_on { (Some(say_c), None) } else { (None, Some(say_c)) };
    let a = work("a", word_a, None, false);
    let b = work("b", word_b, after_b, fails);
    let c = work("c", word_c, Some(say_a), false);
    ([a, b, c], ours)
}

async fn all_succeed() {
    let (log, events) = unbounded();
    let (futures, _) = three(&log, false, true);
    let answers = join_all(futures).await;
    let names: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    log.unbounded_send(format!("we have {}", names.join(", "))).unwrap();
    report("join_all, none fails", log, events).await;
}

async fn all_are_awaited() {
    let (log, events) = unbounded();
    let (futures, _) = three(&log, true, true);
    let answers = join_all(futures).await;
    assert!(answers[1].is_err());
    log.unbounded_send("we have the error".to_owned()).unwrap();
    report("join_all", log, events).await;
}

async fn first_error() {
    let (log, events) = unbounded();
    let (futures, say_c) = three(&log, true, false);
    if try_join_all(futures).await.is_err() {
        log.unbounded_send("we have the error".to_owned()).unwrap();
    }
    // Nobody hears it if c is gone.
    let _ = say_c.unwrap().send(());
    report("try_join_all", log, events).await;
}

async fn first_error_of_tasks(executor: &LocalExecutor<'_>) {
    let (log, events) = unbounded();
    let (futures, say_c) = three(&log, true, false);
    let mut tasks = Vec::new();
    for (name, future) in ["a", "b", "c"].into_iter().zip(futures) {
        tasks.push(executor.spawn(timeline::task(name, future)));
    }
    // With the error, the handles of the other two are dropped, and on smol that cancels.
    if try_join_all(tasks).await.is_err() {
        log.unbounded_send("we have the error".to_owned()).unwrap();
    }
    let _ = say_c.unwrap().send(());
    report("try_join_all of tasks", log, events).await;
}

/// Waits until all three are gone, and the log with them.
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
