//! `TaskGroup`: tasks that belong together, and end together.

use crate::join::JoinHandle;
use crate::join_error::JoinError;
use crate::running;
use crate::waiters::Seat;
use futures_core::Stream;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// Tasks that belong together: their results come in the order in which they end, and whoever lets
/// go of the group cancels those that have not ended.
///
/// ```
/// use turns::TaskGroup;
///
/// turns::block_on(async {
///     let mut group = TaskGroup::new();
///     for pauses in [3, 1, 2] {
///         group.spawn(async move {
///             for _ in 0..pauses {
///                 turns::yield_now().await;
///             }
///             pauses
///         });
///     }
///     let mut ended = Vec::new();
///     while let Some(result) = group.next().await {
///         ended.push(result.expect("no task panics"));
///     }
///     assert_eq!(ended, [1, 2, 3]);
/// });
/// ```
///
/// | the group is | its tasks |
/// |---|---|
/// | dropped | are asked to end; nobody waits for it |
/// | [closed](TaskGroup::close) | are asked to end, and waited for |
/// | [finished](TaskGroup::finish) | are waited for; after the first error, asked to end |
///
/// A group is also a `Stream` of results.
pub struct TaskGroup<T> {
    /// Each with its number in the order of spawning.
    tasks: slab::Slab<(u64, JoinHandle<T>)>,
    spawned: u64,
    shared: Rc<Shared>,
}

struct Shared {
    /// The places of those who have ended and have not been asked for, the first to end first.
    ended: RefCell<VecDeque<usize>>,
    waiting: Seat,
}

/// Says that a task has ended: by its drop, so also where the loop goes before it can call.
struct End {
    place: usize,
    shared: Rc<Shared>,
}

impl Drop for End {
    fn drop(&mut self) {
        self.shared.ended.borrow_mut().push_back(self.place);
        self.shared.waiting.wake();
    }
}

impl<T: 'static> TaskGroup<T> {
    /// Makes one without tasks.
    pub fn new() -> TaskGroup<T> {
        let shared = Shared { ended: RefCell::default(), waiting: Seat::default() };
        TaskGroup { tasks: slab::Slab::new(), spawned: 0, shared: Rc::new(shared) }
    }

    /// Makes a task of a future, on the loop that runs on this thread.
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread, or if it holds 16,777,215 tasks already.
    #[track_caller]
    pub fn spawn(&mut self, future: impl Future<Output = T> + 'static) {
        let task = crate::spawn(future);
        let place = self.tasks.vacant_key();
        let end = End { place, shared: self.shared.clone() };
        task.add_done_callback(move |_| drop(end));
        self.tasks.insert((self.spawned, task));
        self.spawned += 1;
    }

    /// How many tasks it has: those that run, and those that have ended and were not asked for.
    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Waits for the next task to end, and gives its result; none if no task is left. The group
    /// keeps nothing of it. If this future is dropped before it is ready, no result is lost.
    ///
    /// # Errors
    ///
    /// In the result: if the task panicked or was cancelled.
    pub async fn next(&mut self) -> Option<Result<T, JoinError>> {
        Next(self).await.map(|(_, result)| result)
    }

    /// Asks all tasks to end, as [`JoinHandle::cancel`] does. [`next`](TaskGroup::next) still tells
    /// of each.
    pub fn cancel_all(&self) {
        for (_, (_, task)) in &self.tasks {
            task.cancel();
        }
    }

    /// Asks all tasks to end, and waits until they have. Results are dropped; a panic among them is
    /// reported on stderr. If this future is dropped the tasks end all the same.
    pub async fn close(mut self) {
        self.cancel_all();
        // Taken without a look, so that a panic counts as seen by nobody.
        while let Some(place) = poll_fn(|cx| self.poll_ended(cx)).await {
            drop(self.tasks.remove(place));
        }
    }

    /// Ready with the place of the next that has ended, or with none if no task is left.
    fn poll_ended(&mut self, cx: &mut Context<'_>) -> Poll<Option<usize>> {
        if self.tasks.is_empty() || !self.shared.ended.borrow().is_empty() {
            ready!(running::poll_budget(cx));
        }
        let ended = || self.shared.ended.borrow_mut().pop_front();
        if let Some(place) = ended() {
            return Poll::Ready(Some(place));
        }
        if self.tasks.is_empty() {
            return Poll::Ready(None);
        }
        if self.shared.waiting.take(cx.waker())
            && let Some(place) = ended()
        {
            return Poll::Ready(Some(place));
        }
        Poll::Pending
    }

    fn poll_next_numbered(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<(u64, Result<T, JoinError>)>> {
        self.poll_ended(cx).map(|place| {
            let (number, task) = self.tasks.remove(place?);
            Some((number, task.take_outcome().expect("it has ended, and only the group has it")))
        })
    }
}

impl<T: 'static, E: 'static> TaskGroup<Result<T, E>> {
    /// Waits for all tasks, and gives their values in the order in which they were spawned. After
    /// the first error the others are asked to end, and the error is returned when all have gone:
    /// nothing of the group runs on. It ends as asyncio's `async with TaskGroup()` does, but that
    /// raises all errors as one group, and here those after the first are dropped.
    ///
    /// A task that was cancelled, by [`cancel_all`](TaskGroup::cancel_all), has no value and is left
    /// out. If this future is dropped, all tasks are asked to end.
    ///
    /// ```
    /// use turns::TaskGroup;
    ///
    /// turns::block_on(async {
    ///     let mut group = TaskGroup::new();
    ///     group.spawn(async { Ok(1) });
    ///     group.spawn(async { "two".parse::<i32>() });
    ///     group.spawn(std::future::pending());
    ///     assert!(group.finish().await.is_err());
    /// });
    /// ```
    ///
    /// # Errors
    ///
    /// The first error that a task returned.
    ///
    /// # Panics
    ///
    /// If a task panicked before one returned an error: with that panic, when all have gone.
    pub async fn finish(mut self) -> Result<Vec<T>, E> {
        let mut values = Vec::new();
        let mut failure = None;
        while let Some((number, result)) = Next(&mut self).await {
            let failed = match result.map_err(JoinError::into_panic) {
                Ok(Ok(value)) => {
                    values.push((number, value));
                    continue;
                }
                Ok(Err(error)) => Failure::Error(error),
                Err(Ok(panic)) => Failure::Panic(panic),
                // Cancelled.
                Err(Err(_)) => continue,
            };
            if failure.is_none() {
                failure = Some(failed);
                self.cancel_all();
            }
        }
        match failure {
            Some(Failure::Error(error)) => Err(error),
            Some(Failure::Panic(panic)) => resume_unwind(panic),
            None => {
                values.sort_unstable_by_key(|(number, _)| *number);
                Ok(values.into_iter().map(|(_, value)| value).collect())
            }
        }
    }
}

enum Failure<E> {
    Error(E),
    Panic(Box<dyn std::any::Any + Send>),
}

/// The future of [`TaskGroup::next`]: a wait that leaves when it is given up.
struct Next<'a, T>(&'a mut TaskGroup<T>);

impl<T: 'static> Future for Next<'_, T> {
    type Output = Option<(u64, Result<T, JoinError>)>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_next_numbered(cx)
    }
}

impl<T> Drop for Next<'_, T> {
    fn drop(&mut self) {
        drop(self.0.shared.waiting.empty());
    }
}

impl<T: 'static> Stream for TaskGroup<T> {
    type Item = Result<T, JoinError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_next_numbered(cx).map(|next| next.map(|(_, result)| result))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.tasks.len(), None)
    }
}

impl<T: 'static> Default for TaskGroup<T> {
    fn default() -> TaskGroup<T> {
        TaskGroup::new()
    }
}

impl<T> Drop for TaskGroup<T> {
    fn drop(&mut self) {
        for (_, (_, task)) in &self.tasks {
            task.cancel();
        }
        drop(self.shared.waiting.empty());
    }
}

impl<T> fmt::Debug for TaskGroup<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskGroup").field("len", &self.tasks.len()).finish_non_exhaustive()
    }
}
