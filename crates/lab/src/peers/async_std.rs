//! async-std: one set of threads for the whole process.

use crate::runtime::{BUFFER, Runtime};
use async_std::net::{TcpListener, TcpStream};
use async_std::task;
use futures::{AsyncReadExt, AsyncWriteExt};
use std::net::SocketAddr;
use std::time::Duration;

/// As many threads as the machine has cores, async-std's own choice.
pub struct AsyncStd;

impl Runtime for AsyncStd {
    const HAS_THREADS: bool = true;

    fn block_on<F: Future>(root: F) -> F::Output {
        task::block_on(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        task::spawn(future)
    }

    async fn spawn_and_join(total: u64) {
        let task = task::spawn(async move {
            for number in 0..total {
                assert_eq!(task::spawn(async move { number }).await, number);
            }
        });
        task.await;
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        task::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        drop(task::spawn(async move {
            task::sleep(time).await;
            done();
        }));
    }

    async fn call_blocking() {
        task::spawn_blocking(|| {}).await;
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        task::block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            announce(listener.local_addr().expect("an address"));
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                drop(task::spawn(echo(stream)));
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
