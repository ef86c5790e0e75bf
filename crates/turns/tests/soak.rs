//! The same for a long time. `TURNS_SOAK=100` makes each test a hundred times as long.

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::future::poll_fn;
use std::net::Shutdown;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;
use turns::net::{TcpListener, TcpStream};
use turns::{block_on, spawn};

fn times() -> usize {
    std::env::var("TURNS_SOAK").map_or(1, |times| times.parse().expect("TURNS_SOAK is a number"))
}

/// Each thread says how far it is, wakes the loop, and now and then waits until the loop has seen
/// it. A wake that was lost would leave both waiting for ever.
#[test]
fn no_wake_of_four_threads_is_lost() {
    const THREADS: usize = 4;
    let wakes = 250_000 * times();
    let said: Arc<[AtomicUsize; THREADS]> = Arc::default();
    let seen: Arc<[AtomicUsize; THREADS]> = Arc::default();
    let mut threads = Vec::new();

    block_on(poll_fn(|cx| {
        if threads.is_empty() {
            threads.extend((0..THREADS).map(|number| {
                let (said, seen, waker) = (said.clone(), seen.clone(), cx.waker().clone());
                thread::spawn(move || {
                    for n in 1..=wakes {
                        said[number].store(n, Ordering::Release);
                        waker.wake_by_ref();
                        // A different rhythm for each thread, so that they drift.
                        if n % (61 + number) == 0 {
                            while seen[number].load(Ordering::Acquire) < n {
                                thread::yield_now();
                            }
                        }
                    }
                })
            }));
        }
        let mut ended = 0;
        for (said, seen) in said.iter().zip(seen.iter()) {
            let n = said.load(Ordering::Acquire);
            seen.store(n, Ordering::Release);
            ended += usize::from(n == wakes);
        }
        if ended == THREADS { Poll::Ready(()) } else { Poll::Pending }
    }));

    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

/// Connections that end in every way leave no task behind.
#[test]
fn connections_that_end_in_any_way_leave_nothing() {
    let connections = 1_000 * times();
    let alive = Arc::new(AtomicUsize::new(0));
    let served = alive.clone();

    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let alive = served.clone();
                alive.fetch_add(1, Ordering::SeqCst);
                drop(spawn(async move {
                    let mut buffer = [0; 64];
                    while let Ok(n @ 1..) = stream.read(&mut buffer).await {
                        if stream.write_all(&buffer[..n]).await.is_err() {
                            break;
                        }
                    }
                    alive.fetch_sub(1, Ordering::SeqCst);
                }));
            }
        });
        let mut random = 1_u64;
        for _ in 0..connections {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let mut stream = TcpStream::connect(address).await.unwrap();
            match random >> 62 {
                // Abandoned without a word.
                0 => {}
                // Half-closed, and the rest read.
                1 => {
                    stream.write_all(b"half").await.unwrap();
                    stream.shutdown(Shutdown::Write).unwrap();
                    let mut rest = Vec::new();
                    stream.read_to_end(&mut rest).await.unwrap();
                    assert_eq!(rest, b"half");
                }
                // Reset: closed with the answer unread.
                2 => {
                    stream.write_all(b"reset").await.unwrap();
                    stream.peek(&mut [0]).await.unwrap();
                }
                // A few rounds, then an orderly end.
                _ => {
                    for _ in 0..3 {
                        stream.write_all(b"round").await.unwrap();
                        stream.read_exact(&mut [0; 5]).await.unwrap();
                    }
                    stream.close().await.unwrap();
                }
            }
        }
        while alive.load(Ordering::SeqCst) > 0 {
            turns::sleep(std::time::Duration::from_millis(1)).await;
        }
        assert!(!server.is_finished());
    });
}
