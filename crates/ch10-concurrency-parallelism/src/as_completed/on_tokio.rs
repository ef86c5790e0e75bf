//! Results in the order in which they come; and what becomes of those that are not awaited. On
//! tokio.

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedSender, unbounded};
use futures::channel::oneshot::{Receiver, Sender, channel};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

const MIRRORS: [&str; 3] = ["a", "b", "c"];

/// Writes into a log that it has answered, or that it was stopped before.
struct Mirror {
    name: &'static str,
    log: UnboundedSender<String>,
    answered: bool,
}

impl Drop for Mirror {
    fn drop(&mut self) {
        let what = if self.answered { "answers" } else { "is stopped" };
        self.log.unbounded_send(format!("{} {what}", self.name)).unwrap();
    }
}

async fn fetch(mut mirror: Mirror, gate: Receiver<()>) -> &'static str {
    gate.await.unwrap();
    mirror.answered = true;
    mirror.name
}

/// Asks all mirrors. Whoever sends to its gate lets a mirror answer.
fn ask(log: &UnboundedSender<String>) -> ([Sender<()>; 3], JoinSet<&'static str>) {
    let mut answers = JoinSet::new();
    let gates = MIRRORS.map(|name| {
        let (open, gate) = channel();
        answers.spawn(fetch(Mirror { name, log: log.clone(), answered: false }, gate));
        open
    });
    (gates, answers)
}

async fn as_they_come() {
    let (log, _events) = unbounded();
    let ([open_a, open_b, open_c], mut answers) = ask(&log);
    // Each answer opens the gate of the next one.
    let mut opens = vec![open_a, open_c];
    let mut came = Vec::new();
    open_b.send(()).unwrap();
    while let Some(mirror) = answers.join_next().await {
        came.push(mirror.unwrap());
        if let Some(gate) = opens.pop() {
            gate.send(()).unwrap();
        }
    }
    println!("asked: {}; came: {}", MIRRORS.join(", "), came.join(", "));
}

async fn the_first_is_enough() {
    let (log, events) = unbounded();
    let ([open_a, open_b, open_c], mut answers) = ask(&log);
    open_b.send(()).unwrap();
    answers.join_next().await.unwrap().unwrap();
    log.unbounded_send("that is enough".to_owned()).unwrap();
    drop(answers);
    // Nobody hears it if they are gone.
    let _ = open_a.send(());
    let _ = open_c.send(());
    drop(log);
    // The log ends when all mirrors are gone.
    println!("{}", events.collect::<Vec<_>>().await.join("; "));
}

async fn show() {
    as_they_come().await;
    the_first_is_enough().await;
}

pub fn main() {
    Builder::new_current_thread().build().unwrap().block_on(show());
}
