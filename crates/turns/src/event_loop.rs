//! `EventLoop`: the loop as a value, as in asyncio, and `block_on` for who needs no more.

use crate::engine::{Call, Engine};
use crate::handle::Handle;
use crate::join::JoinHandle;
use crate::running;
use crate::sync::oneshot;
use crate::time::timeout;
use crate::timers::{Moment, Timer};
use std::fmt;
use std::io;
use std::pin::pin;
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::{Duration, Instant};

/// An endless loop with functions registered to it, for one thread.
///
/// Dropping the loop drops every task and callback that it still has, on this thread; handles
/// and wakers that outlive it are harmless. What tasks spawn while they are dropped is dropped, too,
/// and what that spawns; where this would never end, the last are forgotten after a thousand times,
/// and stderr says so.
///
/// ```
/// let event_loop = turns::EventLoop::new();
/// let mut task = event_loop.create_task(async { 1 + 2 });
/// assert_eq!(format!("{task:?}"), "<Task pending name=Task-1>");
///
/// event_loop.run_until_complete(task.wait());
/// assert_eq!(format!("{task:?}"), "<Task finished name=Task-1 result=3>");
/// ```
pub struct EventLoop {
    engine: Rc<Engine>,
}

impl EventLoop {
    /// Makes a loop. It runs nothing until one of the `run` functions is called.
    ///
    /// # Panics
    ///
    /// If the system gives no poller, as when the process has run out of file descriptors.
    /// [`try_new`](EventLoop::try_new) returns the error instead.
    pub fn new() -> EventLoop {
        match EventLoop::try_new() {
            Ok(event_loop) => event_loop,
            Err(error) => panic!("turns: cannot make an event loop: {error}"),
        }
    }

    /// Makes a loop, or says why the system does not let it.
    ///
    /// # Errors
    ///
    /// If the system gives no poller, or 65,536 loops are alive.
    pub fn try_new() -> io::Result<EventLoop> {
        Ok(EventLoop { engine: Engine::new()? })
    }

    /// Makes a loop for tests of what takes long: its clock stands still while anybody is ready, and
    /// when nobody is, it jumps to the next timer. So a sleep of an hour takes no time, and is an
    /// hour all the same to whoever asks [`time::now`](crate::time::now).
    ///
    /// Sockets and other threads go on in real time, which such a clock may leave far behind; it
    /// waits for [`spawn_blocking`](crate::spawn_blocking) only.
    ///
    /// ```
    /// use std::time::Duration;
    /// use turns::{EventLoop, sleep, spawn, time};
    ///
    /// const HOUR: Duration = Duration::from_secs(3600);
    /// EventLoop::with_paused_clock().run_until_complete(async {
    ///     let start = time::now();
    ///     let naps = [3, 1, 2].map(|hours| spawn(sleep(hours * HOUR)));
    ///     for nap in naps {
    ///         nap.await.expect("a sleep does not panic");
    ///     }
    ///     // The longest, not the sum.
    ///     assert_eq!(time::now() - start, 3 * HOUR);
    /// });
    /// ```
    ///
    /// # Panics
    ///
    /// If the system gives no poller.
    pub fn with_paused_clock() -> EventLoop {
        let event_loop = EventLoop::new();
        event_loop.engine.pause_clock();
        event_loop
    }

    /// Runs the loop until the future is ready, and returns what it returned.
    ///
    /// The future takes its turns with the loop's tasks, but stays on the caller's stack: so it
    /// may borrow, which a task may not, and it has no name. A [`JoinHandle`] is a future too.
    /// Tasks that are pending at the end stay in the loop and go on when it runs again.
    ///
    /// # Panics
    ///
    /// If the future panics, or if a loop runs on this thread already.
    #[track_caller]
    pub fn run_until_complete<F: Future>(&self, future: F) -> F::Output {
        self.refuse_nesting("run_until_complete");
        let _entered = running::enter(&self.engine);
        let mut future = pin!(future);
        self.engine.run(|cx| future.as_mut().poll(cx))
    }

    /// Runs the loop until [`stop`](EventLoop::stop) is called.
    ///
    /// # Panics
    ///
    /// If a loop runs on this thread already.
    #[track_caller]
    pub fn run_forever(&self) {
        self.refuse_nesting("run_forever");
        let _entered = running::enter(&self.engine);
        self.engine.run(|_| if self.engine.take_stop() { Poll::Ready(()) } else { Poll::Pending });
    }

    /// Makes `run_forever` return when all that are ready now have had their turn; in the first
    /// round of a run, when all have had it that were ready as the run began. Called before
    /// `run_forever`, it lets that run one round; a `run_until_complete` before it, or one that
    /// runs now, goes on to its own end.
    pub fn stop(&self) {
        self.engine.stop();
    }

    /// Ends the loop in an orderly way: asks all tasks to end, and runs until they have, and until
    /// those have that they start while they are dropped, to clean up. If the limit is over first,
    /// what is left is dropped with the loop. Returns how many tasks that were.
    ///
    /// Calls that are still to come, by [`call_later`](EventLoop::call_later), are dropped. A task
    /// that blocks the thread is not interrupted; the limit is looked at between turns.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// /// Says good-bye in a task of its own, since a drop cannot wait.
    /// struct Connection;
    ///
    /// impl Drop for Connection {
    ///     fn drop(&mut self) {
    ///         let _ = turns::spawn(async { turns::sleep(Duration::from_millis(1)).await });
    ///     }
    /// }
    ///
    /// let event_loop = turns::EventLoop::new();
    /// let _ = event_loop.create_task(async {
    ///     let _connection = Connection;
    ///     std::future::pending::<()>().await;
    /// });
    /// event_loop.run_until_complete(turns::yield_now());
    /// assert_eq!(event_loop.shut_down(Duration::from_secs(10)), 0);
    /// ```
    ///
    /// # Panics
    ///
    /// If a loop runs on this thread already.
    #[track_caller]
    pub fn shut_down(self, limit: Duration) -> usize {
        self.refuse_nesting("shut_down");
        let mut tasks = self.engine.tasks();
        tasks.iter().for_each(|(_, ticket)| self.engine.cancel(*ticket));
        let all_gone = async {
            while !tasks.is_empty() {
                // Dropped by the last of them, whether it is called or not.
                let (last, gone) = oneshot::channel::<()>();
                let last = Rc::new(last);
                for (task, ticket) in tasks {
                    let last = last.clone();
                    task.on_end(ticket.loop_id(), Box::new(move || drop(last)));
                }
                drop(last);
                let _ = gone.await;
                tasks = self.engine.tasks();
            }
        };
        // Whether in time or not is seen by who is left.
        let _ = self.run_until_complete(async { timeout(limit, all_gone).await });
        self.engine.tasks().len()
    }

    /// Makes a task of a future, to be run by this loop, at once or when it runs.
    ///
    /// The future need not be `Send`: it never leaves this thread.
    ///
    /// # Panics
    ///
    /// If the loop holds 16,777,215 tasks already.
    pub fn create_task<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
    {
        JoinHandle::new(self.engine.spawn(future).unwrap_or_else(|full| full.panic()))
    }

    /// Lets the loop call a function once, after everything that is ready now. A panic in it is
    /// reported on stderr, and the loop goes on.
    pub fn call_soon(&self, function: impl FnOnce() + 'static) {
        self.engine.call_soon(function);
    }

    /// Lets the loop call a function once, when the time has passed.
    pub fn call_later(&self, delay: Duration, function: impl FnOnce() + 'static) -> TimerHandle {
        self.call_at_moment(self.engine.time().after(delay), function)
    }

    /// Lets the loop call a function once, when the moment has come.
    pub fn call_at(&self, moment: Instant, function: impl FnOnce() + 'static) -> TimerHandle {
        self.call_at_moment(moment.into(), function)
    }

    /// A way to reach this loop from other threads.
    pub fn handle(&self) -> Handle {
        Handle::new(self.engine.inbox().clone())
    }

    fn call_at_moment(&self, mut at: Moment, function: impl FnOnce() + 'static) -> TimerHandle {
        let mut function = Some(function);
        let call = self.engine.call_when_woken(move || {
            // A waker that is older than the call, and mistaken for its own, does not bring it
            // forward.
            if !running::with(|running| running.is_some_and(|engine| engine.has_fired(at))) {
                return Poll::Pending;
            }
            function.take().into_iter().for_each(|function| function());
            Poll::Ready(())
        });
        let waker = call.ticket().waker();
        let timer = self.engine.timers().borrow_mut().insert(&mut at, waker);
        TimerHandle { engine: Rc::downgrade(&self.engine), call, deadline: at, timer }
    }

    #[track_caller]
    fn refuse_nesting(&self, called: &str) {
        let Some(running) = running::running() else { return };
        if Rc::ptr_eq(&running, &self.engine) {
            panic!(
                "turns: {called} was called by a task or callback of the same loop, which would \
                 wait for itself. Use `.await` inside async code"
            );
        }
        panic!(
            "turns: {called} was called on a thread where another loop runs; that loop and all \
             its tasks would stand still. Use `.await` or `turns::spawn` inside async code, or \
             run the second loop on a thread of its own"
        );
    }
}

impl Default for EventLoop {
    fn default() -> EventLoop {
        EventLoop::new()
    }
}

impl fmt::Debug for EventLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLoop").field("id", &self.engine.id()).finish_non_exhaustive()
    }
}

impl Drop for EventLoop {
    fn drop(&mut self) {
        // A task that is dropped may want its loop: to wake a neighbour, to drop a sleep.
        let _entered = running::enter(&self.engine);
        self.engine.close();
    }
}

/// A call that [`EventLoop::call_later`] has promised. Dropping the handle changes nothing.
pub struct TimerHandle {
    engine: Weak<Engine>,
    call: Call,
    deadline: Moment,
    timer: Timer,
}

impl TimerHandle {
    /// Takes the promise back, unless the function has been called. The function is dropped.
    pub fn cancel(self) {
        let Some(engine) = self.engine.upgrade() else { return };
        engine.timers().borrow_mut().remove(self.deadline, self.timer);
        engine.forget_call(&self.call);
    }
}

impl fmt::Debug for TimerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimerHandle").finish_non_exhaustive()
    }
}

/// Runs a future to its end on a loop of its own, and returns what it returned. What it spawned
/// and did not await is dropped with the loop.
///
/// ```
/// let answer = turns::block_on(async {
///     let task = turns::spawn(async { 6 * 7 });
///     task.await.expect("the task does not panic")
/// });
/// assert_eq!(answer, 42);
/// ```
///
/// # Panics
///
/// If the future panics, if a loop runs on this thread already, or if the system gives no poller.
#[track_caller]
pub fn block_on<F: Future>(future: F) -> F::Output {
    assert!(
        running::running().is_none(),
        "turns: block_on was called inside a running loop, which would stand still meanwhile. \
         Use `.await`, or move the blocking code to `turns::spawn_blocking`"
    );
    EventLoop::new().run_until_complete(future)
}

/// Makes a task of a future, on the loop that runs on this thread.
///
/// The future need not be `Send`: it never leaves this thread.
///
/// # Panics
///
/// If no loop runs on this thread, or if it holds 16,777,215 tasks already.
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
{
    match running::with(|running| running.map(|engine| engine.spawn(future))) {
        Some(Ok(spawned)) => JoinHandle::new(spawned),
        Some(Err(full)) => full.panic(),
        None => panic!(
            "turns: spawn was called where no loop runs. Call it inside `block_on` or \
             `run_until_complete`, or use `EventLoop::create_task` before the loop runs"
        ),
    }
}
