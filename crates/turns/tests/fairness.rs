//! However busy some are, each gets its turn. No test here asserts how soon.

mod trace;

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use trace::block_on;
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::{sleep, spawn, yield_now};

/// Tasks that are ready all the time.
fn keep_busy(tasks: usize) {
    for _ in 0..tasks {
        drop(spawn(async {
            loop {
                yield_now().await;
            }
        }));
    }
}

#[test]
fn ready_tasks_do_not_starve_timers() {
    block_on(async {
        keep_busy(100);
        sleep(Duration::from_millis(2)).await;
    });
}

#[test]
fn ready_tasks_do_not_starve_sockets() {
    block_on(async {
        keep_busy(100);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let calling = spawn(TcpStream::connect(listener.local_addr().unwrap()));
        let (mut here, _) = listener.accept().await.unwrap();
        let mut there = calling.await.unwrap().unwrap();
        let reading = spawn(async move { there.read(&mut [0]).await });
        sleep(Duration::from_millis(1)).await;
        here.write_all(b"x").await.unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), 1);
    });
}

#[test]
fn a_socket_that_is_always_ready_does_not_starve_tasks_or_timers() {
    block_on(async {
        let socket = Rc::new(UdpSocket::bind("127.0.0.1:0").await.unwrap());
        let own = socket.local_addr().unwrap();
        let sent = Rc::new(Cell::new(0u64));
        let (theirs, count) = (socket.clone(), sent.clone());
        // Each message is there to be received at once, so no operation ever has to wait.
        let flood = spawn(async move {
            let mut buffer = [0; 8];
            loop {
                theirs.send_to(b"flood", own).await.unwrap();
                theirs.recv_from(&mut buffer).await.unwrap();
                count.set(count.get() + 1);
            }
        });
        for _ in 0..10 {
            yield_now().await;
        }
        sleep(Duration::from_millis(2)).await;
        assert!(sent.get() > 10, "it was not the flood that stood still");
        assert!(!flood.is_finished());
    });
}

#[test]
fn a_timer_that_is_always_due_does_not_starve_tasks() {
    block_on(async {
        drop(spawn(async {
            loop {
                sleep(Duration::from_nanos(1)).await;
                yield_now().await;
            }
        }));
        for _ in 0..100 {
            yield_now().await;
        }
    });
}

#[test]
fn wakes_from_another_thread_do_not_starve_tasks() {
    let running = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let theirs = running.clone();
    block_on(async {
        let handle = turns::Handle::current();
        let caller = std::thread::spawn(move || {
            while theirs.load(std::sync::atomic::Ordering::SeqCst) {
                if handle.call_soon_threadsafe(|| ()).is_err() {
                    break;
                }
            }
        });
        for _ in 0..1000 {
            yield_now().await;
        }
        running.store(false, std::sync::atomic::Ordering::SeqCst);
        turns::spawn_blocking(|| caller.join()).await.unwrap().unwrap();
    });
}
