//! Who keeps its turn too long? A thread watches the loop and says it meanwhile, on turns.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use turns::Handle;

const LIMIT: Duration = Duration::from_millis(100);

/// Looks at the loop now and then. The same turn seen twice has lasted all the time between.
fn watch(handle: &Handle, said: &Sender<()>, over: &Receiver<()>) {
    let (mut before, mut told) = (None, None);
    while over.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
        let turn = handle.turn();
        if let Some(long) = &turn
            && turn == before
            && turn != told
        {
            println!("{} keeps its turn too long", long.task.as_deref().unwrap_or("the root"));
            told = turn.clone();
            // Nobody listens any more if it says so of another turn.
            let _ = said.send(());
        }
        before = turn;
    }
}

async fn polite() {
    for _ in 0..10 {
        turns::sleep(Duration::from_millis(10)).await;
    }
    println!("the polite one has ended");
}

/// Blocks until the watchdog has said so. No message could come *after* such a turn.
async fn greedy(said: Receiver<()>) {
    turns::sleep(Duration::from_millis(10)).await;
    said.recv().unwrap();
    println!("the greedy one gives its turn back");
}

async fn show() {
    let (say, said) = channel();
    let (end, over) = channel();
    let handle = Handle::current();
    let watchdog = thread::spawn(move || watch(&handle, &say, &over));
    let tasks = [turns::spawn(polite()), turns::spawn(greedy(said))];
    for task in tasks {
        task.await.unwrap();
    }
    drop(end);
    watchdog.join().unwrap();
}

pub fn main() {
    turns::block_on(show());
}
