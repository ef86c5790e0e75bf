//! tokio, with one thread and with several.

use crate::runtime::{BUFFER, Runtime};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::mpsc;

/// Everything on this thread.
pub struct CurrentThread;

/// As many threads as the machine has cores, tokio's own choice.
pub struct MultiThread;

impl Runtime for CurrentThread {
    fn block_on<F: Future>(root: F) -> F::Output {
        Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        spawn(future)
    }

    fn spawn_and_join(total: u64) -> impl Future<Output = ()> {
        spawn_and_join(total)
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        tokio::time::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        sleep_then(time, done);
    }

    fn ping_pong(rounds: u64) -> impl Future<Output = ()> {
        ping_pong(rounds)
    }

    fn call_blocking() -> impl Future<Output = ()> {
        call_blocking()
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(serve(announce))
    }
}

impl Runtime for MultiThread {
    const HAS_THREADS: bool = true;

    fn block_on<F: Future>(root: F) -> F::Output {
        Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        spawn(future)
    }

    fn spawn_and_join(total: u64) -> impl Future<Output = ()> {
        spawn_and_join(total)
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        tokio::time::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        sleep_then(time, done);
    }

    fn ping_pong(rounds: u64) -> impl Future<Output = ()> {
        ping_pong(rounds)
    }

    fn call_blocking() -> impl Future<Output = ()> {
        call_blocking()
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(serve(announce))
    }
}

fn spawn<F>(future: F) -> impl Future<Output = F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let task = tokio::spawn(future);
    async { task.await.expect("no panic") }
}

async fn spawn_and_join(total: u64) {
    let task = tokio::spawn(async move {
        for number in 0..total {
            assert_eq!(tokio::spawn(async move { number }).await.expect("no panic"), number);
        }
    });
    task.await.expect("no panic");
}

fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
    drop(tokio::spawn(async move {
        tokio::time::sleep(time).await;
        done();
    }));
}

async fn ping_pong(rounds: u64) {
    let (there, mut inbox) = mpsc::unbounded_channel();
    let (back, mut answers) = mpsc::unbounded_channel();
    let echo = tokio::spawn(async move {
        while let Some(value) = inbox.recv().await {
            back.send(value).expect("the other task listens");
        }
    });
    let ping = tokio::spawn(async move {
        for value in 0..rounds {
            there.send(value).expect("the echo listens");
            assert_eq!(answers.recv().await, Some(value));
        }
    });
    ping.await.expect("no panic");
    echo.await.expect("no panic");
}

async fn call_blocking() {
    tokio::task::spawn_blocking(|| {}).await.expect("no panic");
}

async fn serve(announce: impl FnOnce(SocketAddr)) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    announce(listener.local_addr().expect("an address"));
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        drop(tokio::spawn(echo(stream)));
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
