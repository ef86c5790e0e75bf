//! `turns`: the book's own loop.

use crate::runtime::{BUFFER, Runtime};
use futures::{AsyncReadExt, AsyncWriteExt};
use std::net::SocketAddr;
use std::time::Duration;
use turns::net::{TcpListener, TcpStream};
use turns::sync::mpsc;

/// One loop on this thread.
pub struct Turns;

impl Runtime for Turns {
    fn block_on<F: Future>(root: F) -> F::Output {
        turns::block_on(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let task = turns::spawn(future);
        async { task.await.expect("no panic") }
    }

    async fn spawn_and_join(total: u64) {
        let task = turns::spawn(async move {
            for number in 0..total {
                assert_eq!(turns::spawn(async move { number }).await.expect("no panic"), number);
            }
        });
        task.await.expect("no panic");
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        turns::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        drop(turns::spawn(async move {
            turns::sleep(time).await;
            done();
        }));
    }

    async fn ping_pong(rounds: u64) {
        let (there, mut inbox) = mpsc::unbounded();
        let (back, mut answers) = mpsc::unbounded();
        let echo = turns::spawn(async move {
            while let Some(value) = inbox.recv().await {
                back.send(value).expect("the other task listens");
            }
        });
        let ping = turns::spawn(async move {
            for value in 0..rounds {
                there.send(value).expect("the echo listens");
                assert_eq!(answers.recv().await, Some(value));
            }
        });
        ping.await.expect("no panic");
        echo.await.expect("no panic");
    }

    async fn call_blocking() {
        turns::spawn_blocking(|| {}).await.expect("no panic");
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        turns::block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            announce(listener.local_addr().expect("an address"));
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                drop(turns::spawn(echo(stream)));
            }
        })
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
