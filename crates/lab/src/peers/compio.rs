//! compio: io_uring, a thread for itself.

use crate::runtime::{BUFFER, Runtime};
use compio::io::{AsyncRead, AsyncWriteExt};
use compio::net::{TcpListener, TcpStream};
use std::net::SocketAddr;
use std::time::Duration;

/// One runtime on this thread.
pub struct Compio;

impl Runtime for Compio {
    fn block_on<F: Future>(root: F) -> F::Output {
        compio::runtime::RuntimeBuilder::new()
            // With the usual 64 places for wakes from other threads, a thousand at once leave the
            // loop asleep for ever: who has to wait for a place rings no bell afterwards
            // (compio-executor 0.1.4).
            .sync_queue_size(2_048)
            .build()
            .expect("a runtime")
            .block_on(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let task = compio::runtime::spawn(future);
        async { task.await.expect("no panic") }
    }

    async fn spawn_and_join(total: u64) {
        let task = compio::runtime::spawn(async move {
            for number in 0..total {
                assert_eq!(
                    compio::runtime::spawn(async move { number }).await.expect("no panic"),
                    number
                );
            }
        });
        task.await.expect("no panic");
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        compio::time::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        compio::runtime::spawn(async move {
            compio::time::sleep(time).await;
            done();
        })
        .detach();
    }

    async fn call_blocking() {
        compio::runtime::spawn_blocking(|| {}).await.expect("no panic");
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            announce(listener.local_addr().expect("an address"));
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                compio::runtime::spawn(echo(stream)).detach();
            }
        })
    }
}

async fn echo(mut stream: TcpStream) {
    let mut buffer = Vec::with_capacity(BUFFER);
    loop {
        let (read, filled) = stream.read(buffer).await.into();
        if !matches!(read, Ok(1..)) {
            return;
        }
        let (written, mut used) = stream.write_all(filled).await.into();
        if written.is_err() {
            return;
        }
        used.clear();
        buffer = used;
    }
}
