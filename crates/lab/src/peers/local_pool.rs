//! `LocalPool` of the crate futures: tasks and nothing else.

use crate::runtime::Runtime;
use futures::StreamExt;
use futures::channel::mpsc;
use futures::executor::{LocalPool, LocalSpawner, ThreadPool};
use futures::task::{LocalSpawnExt, SpawnExt};
use std::cell::OnceCell;
use std::sync::LazyLock;

/// A pool of tasks on this thread.
pub struct Pool;

thread_local! {
    static SPAWNER: OnceCell<LocalSpawner> = const { OnceCell::new() };
}

static THREADS: LazyLock<ThreadPool> = LazyLock::new(|| {
    // One thread is the fastest for one call after another.
    ThreadPool::builder().pool_size(1).create().expect("a thread")
});

impl Runtime for Pool {
    fn block_on<F: Future>(root: F) -> F::Output {
        let mut pool = LocalPool::new();
        SPAWNER.with(|spawner| spawner.set(pool.spawner()).expect("one pool a process"));
        pool.run_until(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        spawn_local(future)
    }

    async fn spawn_and_join(total: u64) {
        let task = spawn_local(async move {
            for number in 0..total {
                assert_eq!(spawn_local(async move { number }).await, number);
            }
        });
        task.await;
    }

    async fn ping_pong(rounds: u64) {
        let (there, mut inbox) = mpsc::unbounded();
        let (back, mut answers) = mpsc::unbounded();
        let echo = Self::spawn(async move {
            while let Some(value) = inbox.next().await {
                back.unbounded_send(value).expect("the other task listens");
            }
        });
        let ping = Self::spawn(async move {
            for value in 0..rounds {
                there.unbounded_send(value).expect("the echo listens");
                assert_eq!(answers.next().await, Some(value));
            }
        });
        ping.await;
        echo.await;
    }

    fn call_blocking() -> impl Future<Output = ()> {
        THREADS.spawn_with_handle(async {}).expect("the threads live")
    }
}

fn spawn_local<T: 'static>(
    future: impl Future<Output = T> + 'static,
) -> impl Future<Output = T> + 'static {
    SPAWNER.with(|spawner| {
        let spawner = spawner.get().expect("the pool runs");
        spawner.spawn_local_with_handle(future).expect("the pool lives")
    })
}
