//! Copies are made at once, and the disk is full for one of them. When are the others over?

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use futures::future::try_join_all;
use futures::stream::FuturesUnordered;
use smol::LocalExecutor;
use smol::future::yield_now;

pub fn main() {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(timeline::task("scope", run(&executor))));
}

async fn run(executor: &LocalExecutor<'_>) {
    let over = Over::default();
    let error = copy_alone(executor, &["a", "b", "c"], &over).await.unwrap_err();
    println!("tasks alone: {error}; over by then: {}", names(&over));

    let over = Over::default();
    let error = copy_in_a_group(executor, &["a", "b", "c"], &over).await.unwrap_err();
    println!("in a group: {error}; over by then: {}", names(&over));

    let over = Over::default();
    let mut group = Box::pin(copy_in_a_group(executor, &["d", "e"], &over));
    assert!(futures::poll!(&mut group).is_pending());
    yield_now().await;
    drop(group);
    println!("the group is dropped; over by then: {}", names(&over));
    yield_now().await;
    println!("and after a turn: {}", names(&over));
}

async fn copy_alone(
    executor: &LocalExecutor<'_>,
    names: &[&'static str],
    over: &Over,
) -> io::Result<()> {
    let tasks = names.iter().map(|name| executor.spawn(copy(Note::new(name, over))));
    try_join_all(tasks).await.map(drop)
}

async fn copy_in_a_group(
    executor: &LocalExecutor<'_>,
    names: &[&'static str],
    over: &Over,
) -> io::Result<()> {
    let mut tasks: FuturesUnordered<_> = names
        .iter()
        .map(|name| executor.spawn(timeline::task(*name, copy(Note::new(name, over)))))
        .collect();
    while let Some(result) = tasks.next().await {
        if let Err(error) = result {
            for task in tasks {
                task.cancel().await;
            }
            return Err(error);
        }
    }
    Ok(())
}

/// Stops in the middle, except for `b`, which fails.
async fn copy(note: Note) -> io::Result<()> {
    yield_now().await;
    if note.name == "b" {
        return Err(io::Error::other("the disk is full"));
    }
    pending().await
}

/// The names of the copies that are over, however they ended.
type Over = Arc<Mutex<Vec<&'static str>>>;

fn names(over: &Over) -> String {
    let mut names = over.lock().unwrap().clone();
    names.sort();
    if names.is_empty() { "none".to_owned() } else { names.join(" ") }
}

struct Note {
    name: &'static str,
    over: Over,
}

impl Note {
    fn new(name: &'static str, over: &Over) -> Note {
        Note { name, over: Arc::clone(over) }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        self.over.lock().unwrap().push(self.name);
    }
}
