//! `Stop`: one word that ends many things.

use crate::running;
use crate::ticket::Ticket;
use crate::waiters::{Key, Line};
use std::cell::RefCell;
use std::fmt;
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

/// A word that is said once and heard by all, whenever they listen: "stop". Clones are the same
/// word. Whoever hears it ends as it sees fit, at a moment of its own choice; that is the difference
/// from [`cancel`](crate::JoinHandle::cancel), which asks nobody.
///
/// ```
/// use turns::sync::Stop;
///
/// turns::block_on(async {
///     let stop = Stop::new();
///     let worker = turns::spawn({
///         let stop = stop.clone();
///         async move {
///             let mut rounds = 0;
///             while !stop.is_stopped() {
///                 rounds += 1;
///                 turns::yield_now().await;
///             }
///             rounds
///         }
///     });
///     turns::yield_now().await;
///     stop.stop();
///     assert_eq!(worker.await.unwrap(), 1);
/// });
/// ```
#[derive(Clone)]
pub struct Stop {
    node: Rc<Node>,
}

struct Node {
    /// Shared with the twins that other threads have.
    stopped: Arc<AtomicBool>,
    line: Line,
    children: RefCell<slab::Slab<Weak<Node>>>,
    /// Whose child it is, and which.
    parent: Option<(Rc<Node>, usize)>,
}

impl Stop {
    /// Makes one that is not stopped.
    pub fn new() -> Stop {
        Stop::with_parent(None)
    }

    /// Makes one that stops when this one does, and by itself, too, which this one does not hear
    /// of. Where this one has stopped, the child has, too.
    pub fn child(&self) -> Stop {
        let parent = self.node.clone();
        let key = parent.children.borrow_mut().insert(Weak::new());
        let child = Stop::with_parent(Some((parent, key)));
        self.node.children.borrow_mut()[key] = Rc::downgrade(&child.node);
        child.node.stopped.store(self.is_stopped(), Ordering::Release);
        child
    }

    fn with_parent(parent: Option<(Rc<Node>, usize)>) -> Stop {
        let (stopped, line, children) = (Arc::default(), Line::default(), RefCell::default());
        Stop { node: Rc::new(Node { stopped, line, children, parent }) }
    }

    /// Says it: to all who wait now or look later, and to all children. A second time changes
    /// nothing.
    pub fn stop(&self) {
        let mut nodes = vec![self.node.clone()];
        while let Some(node) = nodes.pop() {
            // Nothing is borrowed while those who wait are woken.
            nodes.extend(node.children.borrow().iter().filter_map(|(_, child)| child.upgrade()));
            node.stopped.store(true, Ordering::Release);
            node.line.serve_all();
        }
    }

    /// Whether it was said.
    pub fn is_stopped(&self) -> bool {
        self.node.stopped.load(Ordering::Acquire)
    }

    /// Waits until it is said; ready at once if it was. One that is given up leaves nothing behind.
    pub fn stopped(&self) -> Stopped {
        Stopped { stop: self.clone(), place: None }
    }

    /// Makes a twin for other threads: to stop what runs in this loop, or to hear in a function of
    /// [`spawn_blocking`](crate::spawn_blocking), which nobody can cancel, that it should end.
    ///
    /// ```
    /// use turns::sync::Stop;
    ///
    /// turns::block_on(async {
    ///     let stop = Stop::new();
    ///     let twin = stop.remote();
    ///     let search = turns::spawn_blocking(move || {
    ///         let mut tried = 0u64;
    ///         while !twin.is_stopped() {
    ///             tried += 1;
    ///         }
    ///         tried
    ///     });
    ///     turns::yield_now().await;
    ///     stop.stop();
    ///     search.await.expect("it has ended by itself");
    /// });
    /// ```
    ///
    /// # Panics
    ///
    /// If no loop runs on this thread.
    #[track_caller]
    pub fn remote(&self) -> RemoteStop {
        let Some(engine) = running::running() else {
            panic!(
                "turns: Stop::remote was called where no loop runs. Call it inside `block_on` or a \
                 task: the twin's word has to come to a loop"
            );
        };
        let stop = self.clone();
        let twin = Arc::new_cyclic(|twin: &std::sync::Weak<Twin>| {
            let twin = twin.clone();
            // It waits in its slot for the twin's word, or for the last twin to go.
            let call = engine.call_when_woken(move || {
                if stop.node.stopped.load(Ordering::Acquire) {
                    stop.stop();
                } else if twin.strong_count() > 0 {
                    return Poll::Pending;
                }
                Poll::Ready(())
            });
            let called = AtomicBool::new(false);
            Twin { stopped: self.node.stopped.clone(), call: call.ticket(), called }
        });
        RemoteStop { twin }
    }
}

impl Default for Stop {
    fn default() -> Stop {
        Stop::new()
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stop").field("stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}

/// A child that goes leaves its parent. So does the parent, if that was all that kept it, and so on
/// up; one after another, since a long line of them would be a deep recursion.
impl Drop for Node {
    fn drop(&mut self) {
        let mut parent = self.parent.take();
        while let Some((node, key)) = parent {
            node.children.borrow_mut().remove(key);
            parent = Rc::into_inner(node).and_then(|mut node| node.parent.take());
        }
    }
}

/// The future of [`Stop::stopped`].
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Stopped {
    stop: Stop,
    place: Option<Key>,
}

impl Future for Stopped {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.stop.is_stopped() {
            return running::poll_budget(cx);
        }
        let Stopped { stop, place } = &mut *self;
        stop.node.line.wait(place, cx.waker());
        // The waker may be foreign code, that says it while it is cloned.
        if stop.is_stopped() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        if let Some(key) = self.place {
            self.stop.node.line.leave(key);
        }
    }
}

impl fmt::Debug for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stopped").finish_non_exhaustive()
    }
}

/// A [`Stop`] as other threads see it: what [`Stop::remote`] returns. Clones are the same one.
///
/// The loop may go first. Then what is said is heard by the twins only.
#[derive(Clone)]
pub struct RemoteStop {
    twin: Arc<Twin>,
}

struct Twin {
    stopped: Arc<AtomicBool>,
    /// The call in the loop that says it there.
    call: Ticket,
    /// It is on its way.
    called: AtomicBool,
}

/// The last twin lets the call go, if it was never made.
impl Drop for Twin {
    fn drop(&mut self) {
        if !*self.called.get_mut() {
            self.call.wake();
        }
    }
}

impl RemoteStop {
    /// Says it. Whoever asks [`is_stopped`](Stop::is_stopped) hears it at once; those who wait in
    /// the loop, and the children, at the loop's next turns.
    pub fn stop(&self) {
        self.twin.stopped.store(true, Ordering::Release);
        if !self.twin.called.swap(true, Ordering::AcqRel) {
            self.twin.call.wake();
        }
    }

    /// Whether it was said, on whichever thread.
    pub fn is_stopped(&self) -> bool {
        self.twin.stopped.load(Ordering::Acquire)
    }
}

impl fmt::Debug for RemoteStop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteStop").field("stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}
