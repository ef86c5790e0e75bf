//! A storm of wakes: four threads wake tasks, and every single wake must be followed by a poll.
//!
//! A thread wakes a task only when the task has answered the wake before. So each wake counts:
//! one that is lost leaves its task silent for ever, and no later wake can cover it up.

use std::array;
use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};
use turns::sync::oneshot;
use turns::{block_on, spawn};

const THREADS: usize = 4;
const TASKS_OF_A_THREAD: usize = 256;
/// How long a wake may take. On a busy machine a thread may have to wait long for its turn.
const PATIENCE: Duration = Duration::from_secs(120);
/// The word that tells a task to end.
const END: u64 = u64::MAX;

/// What a thread and a task share: the number of the last wake, and of the last one answered.
#[derive(Default)]
struct Wire {
    sent: AtomicU64,
    answered: AtomicU64,
}

/// Sends so many wakes, at least, and returns how many were sent and how many polls they led to.
pub fn storm(wakes: u64) -> (u64, u64) {
    block_on(async {
        let polls = Rc::new(Cell::new(0));
        let mut threads = Vec::new();
        let mut tasks = Vec::new();
        for seed in 0..THREADS {
            let mut ends = Vec::new();
            for _ in 0..TASKS_OF_A_THREAD {
                let wire = Arc::new(Wire::default());
                let (sender, waker) = oneshot::channel();
                tasks.push(spawn(listen(wire.clone(), sender, polls.clone())));
                ends.push((wire, waker.await.expect("the task sends it in its first turn")));
            }
            let ends: [_; TASKS_OF_A_THREAD] = ends.try_into().ok().expect("so many were made");
            let share = wakes.div_ceil(THREADS as u64);
            threads.push(thread::spawn(move || blow(&ends, seed as u64, share)));
        }
        for task in tasks {
            task.await.expect("no panic");
        }
        let sent = threads.into_iter().map(|thread| thread.join().expect("no panic")).sum();
        (sent, polls.get())
    })
}

/// A task: gives its waker away, then answers each wake.
async fn listen(wire: Arc<Wire>, waker: oneshot::Sender<Waker>, polls: Rc<Cell<u64>>) {
    let mut waker = Some(waker);
    poll_fn(|cx| {
        if let Some(waker_to) = waker.take() {
            waker_to.send(cx.waker().clone()).expect("the storm waits for it");
            return Poll::Pending;
        }
        polls.set(polls.get() + 1);
        let sent = wire.sent.load(Ordering::Acquire);
        wire.answered.store(sent, Ordering::Release);
        if sent == END { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// A thread: wakes whoever has answered, in stretches that keep few or many of its tasks busy.
/// With one busy task the loop falls asleep between two wakes; with many it hardly ever does.
fn blow(ends: &[(Arc<Wire>, Waker); TASKS_OF_A_THREAD], seed: u64, wakes: u64) -> u64 {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut sent: [u64; TASKS_OF_A_THREAD] = array::from_fn(|_| 0);
    let mut total = 0;
    while total < wakes {
        let busy = match random.u8(..16) {
            0 => 1,
            1..4 => random.usize(2..8),
            _ => random.usize(8..=TASKS_OF_A_THREAD),
        };
        for place in (0..8 * busy).map(|place| place % busy) {
            let (wire, waker) = &ends[place];
            wait_for_answer(wire, sent[place]);
            sent[place] += 1;
            total += 1;
            wake(wire, waker, sent[place]);
        }
    }
    for ((wire, waker), sent) in ends.iter().zip(sent) {
        wait_for_answer(wire, sent);
        wake(wire, waker, END);
    }
    total + TASKS_OF_A_THREAD as u64
}

#[expect(clippy::waker_clone_wake, reason = "a clone that is woken by value is to work as well")]
fn wake(wire: &Wire, waker: &Waker, number: u64) {
    wire.sent.store(number, Ordering::Release);
    if number.is_multiple_of(2) { waker.wake_by_ref() } else { waker.clone().wake() }
}

fn wait_for_answer(wire: &Wire, number: u64) {
    let mut waiting_since = None;
    while wire.answered.load(Ordering::Acquire) != number {
        // The clock is read only when there is somebody to wait for.
        let since = *waiting_since.get_or_insert_with(Instant::now);
        if since.elapsed() > PATIENCE {
            // The loop sleeps and nobody will wake it: a panic here would not end the program.
            eprintln!("a wake was lost: number {number} of a task has had no answer");
            std::process::exit(101);
        }
        thread::yield_now();
    }
}
