//! glommio: io_uring, a thread for itself.

use crate::runtime::{BUFFER, Runtime};
use futures::{AsyncReadExt, AsyncWriteExt};
use glommio::channels::local_channel;
use glommio::net::{TcpListener, TcpStream};
use glommio::{LocalExecutorBuilder, Placement};
use std::net::SocketAddr;
use std::time::Duration;

/// One executor on this thread.
pub struct Glommio;

impl Runtime for Glommio {
    fn block_on<F: Future>(root: F) -> F::Output {
        LocalExecutorBuilder::new(Placement::Unbound).make().expect("an executor").run(root)
    }

    fn spawn<F>(future: F) -> impl Future<Output = F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        glommio::spawn_local(future)
    }

    async fn spawn_and_join(total: u64) {
        let task = glommio::spawn_local(async move {
            for number in 0..total {
                assert_eq!(glommio::spawn_local(async move { number }).await, number);
            }
        });
        task.await;
    }

    fn sleep(time: Duration) -> impl Future<Output = ()> {
        glommio::timer::sleep(time)
    }

    fn sleep_then(time: Duration, done: impl FnOnce() + Send + 'static) {
        let task = async move {
            glommio::timer::sleep(time).await;
            done();
        };
        drop(glommio::spawn_local(task).detach());
    }

    async fn ping_pong(rounds: u64) {
        let (there, inbox) = local_channel::new_unbounded();
        let (back, answers) = local_channel::new_unbounded();
        let echo = glommio::spawn_local(async move {
            while let Some(value) = inbox.recv().await {
                back.try_send(value).expect("the other task listens");
            }
        });
        let ping = glommio::spawn_local(async move {
            for value in 0..rounds {
                there.try_send(value).expect("the echo listens");
                assert_eq!(answers.recv().await, Some(value));
            }
        });
        ping.await;
        echo.await;
    }

    async fn call_blocking() {
        glommio::executor().spawn_blocking(|| {}).await;
    }

    fn serve(announce: impl FnOnce(SocketAddr)) {
        Self::block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
            announce(listener.local_addr().expect("an address"));
            loop {
                let stream = listener.accept().await.expect("a connection");
                drop(glommio::spawn_local(echo(stream)).detach());
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
