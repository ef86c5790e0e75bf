//! monoio: io_uring, a thread for itself.

use crate::runtime::{BUFFER, Runtime};
use local_sync::mpsc::unbounded;
use monoio::blocking::DefaultThreadPool;
use monoio::io::{AsyncReadRent, AsyncWriteRentExt};
use monoio::net::{TcpListener, TcpStream};
use monoio::{FusionDriver, RuntimeBuilder};
use std::net::SocketAddr;
use std::time::Duration;

/// io_uring where the kernel has it.
pub struct Monoio;

impl Runtime for Monoio {
    fn block_on<F: Future>(root: F) -> F::Output {
        RuntimeBuilder::<FusionDriver>::new()
            .enable_timer()
            .attach_thread_pool(Box::new(DefaultThreadPool::new(1)))
            .build()
            .expect("a runtime")
            .block_on(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        monoio::spawn(future)
    }

    async fn spawn_and_join(total: u64) {
        let task = monoio::spawn(async move {
            for number in 0..total {
                assert_eq!(monoio::spawn(async move { number }).await, number);
            }
        });
        task.await;
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        monoio::time::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        drop(monoio::spawn(async move {
            monoio::time::sleep(time).await;
            done();
        }));
    }

    /// Over the channel of local-sync, which its makers keep beside it.
    async fn ping_pong(rounds: u64) {
        let (there, mut inbox) = unbounded::channel();
        let (back, mut answers) = unbounded::channel();
        let echo = monoio::spawn(async move {
            while let Some(value) = inbox.recv().await {
                back.send(value).expect("the other task listens");
            }
        });
        let ping = monoio::spawn(async move {
            for value in 0..rounds {
                there.send(value).expect("the echo listens");
                assert_eq!(answers.recv().await, Some(value));
            }
        });
        ping.await;
        echo.await;
    }

    async fn call_blocking() {
        monoio::spawn_blocking(|| {}).await.expect("no panic");
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            announce(listener.local_addr().expect("an address"));
            loop {
                let (stream, _) = listener.accept().await.expect("a connection");
                drop(monoio::spawn(echo(stream)));
            }
        })
    }
}

async fn echo(mut stream: TcpStream) {
    let mut buffer = Vec::with_capacity(BUFFER);
    loop {
        let (read, filled) = stream.read(buffer).await;
        if !matches!(read, Ok(1..)) {
            return;
        }
        let (written, mut used) = stream.write_all(filled).await;
        if written.is_err() {
            return;
        }
        used.clear();
        buffer = used;
    }
}
