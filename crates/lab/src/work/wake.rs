//! Wakes that come from another thread.

use super::Clock;
use crate::runtime::Runtime;
use crate::sample::Sample;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Waker};
use std::thread;

/// `batch` tasks wait; another thread wakes them all; again, until there were `total` wakes.
///
/// With a batch of one this is a round trip of two threads that both sleep meanwhile.
pub async fn run<R: Runtime>(batch: u64, total: u64) -> Sample {
    let (send, receive) = mpsc::channel::<Vec<Call>>();
    let waker = thread::spawn(move || {
        for calls in receive {
            for Call { called, waker } in calls {
                called.store(true, Ordering::Release);
                waker.wake();
            }
        }
    });
    let post = Arc::new(Post { batch: batch as usize, calls: Mutex::default(), send });
    let rounds = (total / batch).max(1);
    let clock = Clock::start();
    let tasks: Vec<_> = (0..batch).map(|_| R::spawn(wait(Arc::clone(&post), rounds))).collect();
    for task in tasks {
        task.await;
    }
    let sample = clock.stop(rounds * batch);
    drop(post);
    waker.join().expect("the waking thread does not panic");
    sample
}

struct Call {
    called: Arc<AtomicBool>,
    waker: Waker,
}

/// Where the tasks leave their wakers until all have come.
struct Post {
    batch: usize,
    calls: Mutex<Vec<Call>>,
    send: mpsc::Sender<Vec<Call>>,
}

async fn wait(post: Arc<Post>, rounds: u64) {
    let called = Arc::new(AtomicBool::new(false));
    for _ in 0..rounds {
        called.store(false, Ordering::Relaxed);
        let mut posted = false;
        poll_fn(|cx| {
            if called.load(Ordering::Acquire) {
                return Poll::Ready(());
            }
            // A poll that nobody asked for leaves the waker where it is.
            if !posted {
                posted = true;
                let call = Call { called: Arc::clone(&called), waker: cx.waker().clone() };
                let mut calls = post.calls.lock().expect("no task panics");
                calls.push(call);
                if calls.len() == post.batch {
                    let all = std::mem::take(&mut *calls);
                    drop(calls);
                    post.send.send(all).expect("the thread listens");
                }
            }
            Poll::Pending
        })
        .await;
    }
}
