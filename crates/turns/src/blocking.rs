//! Code that blocks gets a thread of its own, so that the loop need not wait for it.

use crate::handoff::{Giver, handoff};
use crate::join::JoinHandle;
use crate::running;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// Calls a function that blocks on a thread meant for that, and gives a handle of its result:
/// asyncio's `to_thread`.
///
/// All loops share one pool of at most 256 threads. It starts a thread when all are busy, and a
/// thread ends when it has had nothing to do for ten seconds. What comes while all 256 are busy
/// waits for its turn.
///
/// A function that has begun cannot be stopped: `cancel` keeps one from beginning, or lets go of
/// its result.
///
/// ```
/// let sum = turns::block_on(async { turns::spawn_blocking(|| 1 + 2).await });
/// assert_eq!(sum.unwrap(), 3);
/// ```
///
/// # Panics
///
/// If no loop runs on this thread. If the function panics, or the system has no thread to give,
/// the handle says so.
#[track_caller]
pub fn spawn_blocking<T: Send + 'static>(
    function: impl FnOnce() -> T + Send + 'static,
) -> JoinHandle<T> {
    let Some(engine) = running::running() else {
        panic!(
            "turns: spawn_blocking was called where no loop runs. Call it inside `block_on` or a \
             task; elsewhere, block or use `std::thread::spawn`"
        );
    };
    let (giver, taker) = handoff();
    POOL.run(Box::new(Work { function, giver }));
    let outside = engine.outside();
    let task = engine.spawn(async move {
        let _outside = outside;
        match poll_fn(|cx| taker.poll_take(cx)).await {
            Some(Ok(value)) => value,
            // The hook has told of the panic where it happened; it goes on in this task.
            Some(Err(panic)) => resume_unwind(panic),
            None => unreachable!("the pool gives an outcome for all work that is not abandoned"),
        }
    });
    JoinHandle::new(task.unwrap_or_else(|full| full.panic()))
}

static POOL: Pool = Pool::new(256, Duration::from_secs(10));

/// One call that waits for a thread.
trait Job: Send {
    fn run(self: Box<Self>);
    /// There is no thread for it.
    fn refuse(self: Box<Self>, error: &io::Error);
}

struct Work<T, F> {
    function: F,
    giver: Giver<thread::Result<T>>,
}

impl<T: Send, F: FnOnce() -> T + Send> Job for Work<T, F> {
    fn run(self: Box<Self>) {
        // Cancelled before it began: the function is dropped.
        if !self.giver.is_abandoned() {
            self.giver.give(catch_unwind(AssertUnwindSafe(self.function)));
        }
    }

    fn refuse(self: Box<Self>, error: &io::Error) {
        let message = format!("turns: the system gives no thread for spawn_blocking: {error}");
        self.giver.give(Err(Box::new(message)));
    }
}

/// Threads that come when there is work and go when there is none.
struct Pool {
    limit: usize,
    /// How long an idle thread waits for more.
    patience: Duration,
    state: Mutex<State>,
    work_came: Condvar,
}

struct State {
    jobs: VecDeque<Box<dyn Job>>,
    threads: usize,
    /// Threads that wait for work. One that was called and has not come yet still counts, and so
    /// does the job that it was called for.
    idle: usize,
}

impl Pool {
    const fn new(limit: usize, patience: Duration) -> Pool {
        let state = State { jobs: VecDeque::new(), threads: 0, idle: 0 };
        Pool { limit, patience, state: Mutex::new(state), work_came: Condvar::new() }
    }

    fn run(&'static self, job: Box<dyn Job>) {
        let mut state = self.lock();
        state.jobs.push_back(job);
        let start = state.jobs.len() > state.idle && state.threads < self.limit;
        state.threads += usize::from(start);
        drop(state);
        if start {
            self.start_thread();
        } else {
            self.work_came.notify_one();
        }
    }

    fn start_thread(&'static self) {
        let thread = thread::Builder::new().name("turns-blocking".to_owned());
        let Err(error) = thread.spawn(|| self.work()) else { return };
        let mut state = self.lock();
        state.threads -= 1;
        // While another thread lives the jobs wait for that one.
        if state.threads == 0 {
            let jobs = std::mem::take(&mut state.jobs);
            drop(state);
            jobs.into_iter().for_each(|job| job.refuse(&error));
        }
    }

    /// What each thread does.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            while let Some(job) = state.jobs.pop_front() {
                drop(state);
                // A function that is dropped unrun, or a result that nobody wants, may panic.
                let _ = catch_unwind(AssertUnwindSafe(|| job.run()));
                state = self.lock();
            }
            state.idle += 1;
            let waited = self.work_came.wait_timeout(state, self.patience);
            let (guard, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = guard;
            state.idle -= 1;
            if timeout.timed_out() && state.jobs.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Barrier};
    use std::time::Instant;

    fn job(function: impl FnOnce() + Send + 'static) -> Box<dyn Job> {
        let (giver, taker) = handoff();
        // A taker that stays, so that the work is not abandoned.
        std::mem::forget(taker);
        Box::new(Work { function, giver })
    }

    fn until(pool: &Pool, reached: impl Fn(&State) -> bool) {
        let start = Instant::now();
        while !reached(&pool.lock()) {
            assert!(start.elapsed() < Duration::from_secs(60), "it never came to that");
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn grows_to_its_limit_and_shrinks_to_nothing() {
        static POOL: Pool = Pool::new(3, Duration::from_millis(20));
        static DONE: AtomicUsize = AtomicUsize::new(0);
        static GATE: Mutex<()> = Mutex::new(());

        let gate = GATE.lock().unwrap();
        for _ in 0..10 {
            POOL.run(job(|| {
                drop(GATE.lock());
                DONE.fetch_add(1, Ordering::SeqCst);
            }));
        }
        until(&POOL, |state| state.jobs.len() == 7);
        assert_eq!(POOL.lock().threads, 3);

        drop(gate);
        until(&POOL, |state| state.threads == 0);
        assert_eq!(DONE.load(Ordering::SeqCst), 10);
        assert_eq!(POOL.lock().idle, 0);
    }

    #[test]
    fn a_job_that_panics_costs_no_thread() {
        static POOL: Pool = Pool::new(1, Duration::from_secs(60));
        static DONE: Barrier = Barrier::new(2);

        POOL.run(job(|| panic!("a job")));
        POOL.run(job(|| {
            DONE.wait();
        }));

        DONE.wait();
        assert_eq!(POOL.lock().threads, 1);
    }

    /// An idle thread that was called for one call, and has not come yet, is not there for the next.
    #[test]
    fn two_calls_that_wait_for_each_other_have_a_thread_each() {
        for _ in 0..20 {
            let pool: &Pool = Box::leak(Box::new(Pool::new(2, Duration::from_secs(60))));
            let met = Arc::new((Barrier::new(2), AtomicUsize::new(0)));
            pool.run(job(|| ()));
            until(pool, |state| state.idle == 1);

            for _ in 0..2 {
                let met = met.clone();
                pool.run(job(move || {
                    met.0.wait();
                    met.1.fetch_add(1, Ordering::SeqCst);
                }));
            }

            until(pool, |_| met.1.load(Ordering::SeqCst) == 2);
        }
    }

    /// It is dropped on the pool's thread, and may do there what it likes.
    #[test]
    fn a_call_that_nobody_waits_for_does_not_begin_and_costs_no_thread() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("the drop of a function");
            }
        }
        static POOL: Pool = Pool::new(1, Duration::from_secs(60));
        static BEGUN: AtomicUsize = AtomicUsize::new(0);

        let (giver, taker) = handoff();
        drop(taker);
        let bomb = Bomb;
        let function = move || {
            BEGUN.fetch_add(1, Ordering::SeqCst);
            drop(bomb);
        };
        POOL.run(Box::new(Work { function, giver }));

        until(&POOL, |state| state.idle == 1);
        assert_eq!(BEGUN.load(Ordering::SeqCst), 0);
    }
}
