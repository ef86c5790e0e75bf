//! smol: its executor for one thread, and the one that threads can share.

use crate::runtime::{BUFFER, Runtime};
use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::net::{TcpListener, TcpStream};
use smol::{Executor, LocalExecutor, Task, Timer};
use std::net::SocketAddr;
use std::time::Duration;

/// `LocalExecutor`.
pub struct Local;

/// `Executor`, run by this thread alone.
pub struct Shared;

thread_local! {
    // Leaked, so that a task costs no more than it must: no count, and nothing to look up.
    static LOCAL: &'static LocalExecutor<'static> = Box::leak(Box::default());
}

static SHARED: Executor<'static> = Executor::new();

impl Runtime for Local {
    fn block_on<F: Future>(root: F) -> F::Output {
        smol::block_on(LOCAL.with(|executor| *executor).run(root))
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

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        let task = async move {
            sleep(time).await;
            done();
        };
        spawn_local(task).detach();
    }

    fn call_blocking() -> impl Future<Output = ()> {
        smol::unblock(|| {})
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(serve(announce, |stream| {
            spawn_local(echo(stream)).detach();
        }))
    }
}

impl Runtime for Shared {
    const HAS_THREADS: bool = true;

    fn block_on<F: Future>(root: F) -> F::Output {
        smol::block_on(SHARED.run(root))
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        SHARED.spawn(future)
    }

    async fn spawn_and_join(total: u64) {
        let task = SHARED.spawn(async move {
            for number in 0..total {
                assert_eq!(SHARED.spawn(async move { number }).await, number);
            }
        });
        task.await;
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        let task = async move {
            sleep(time).await;
            done();
        };
        SHARED.spawn(task).detach();
    }

    fn call_blocking() -> impl Future<Output = ()> {
        smol::unblock(|| {})
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(serve(announce, |stream| {
            SHARED.spawn(echo(stream)).detach();
        }))
    }
}

fn spawn_local<T: 'static>(future: impl Future<Output = T> + 'static) -> Task<T> {
    LOCAL.with(|executor| executor.spawn(future))
}

async fn sleep(time: Duration) {
    Timer::after(time).await;
}

async fn serve(announce: impl FnOnce(SocketAddr), spawn: impl Fn(TcpStream)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    announce(listener.local_addr().expect("an address"));
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        spawn(stream);
    }
}

async fn echo(mut stream: TcpStream) {
    let mut buffer = [0; BUFFER];
    while let Ok(length @ 1..) = stream.read(&mut buffer).await {
        if stream.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
}
