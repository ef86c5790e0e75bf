//! `Notify`: tell one who waits, or all.

use crate::running;
use crate::waiters::{Key, Line};
use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// A word without a value, from one task to others. Clones are the same one.
///
/// ```
/// use turns::sync::Notify;
///
/// turns::block_on(async {
///     let notify = Notify::new();
///     let theirs = notify.clone();
///     let waiter = turns::spawn(async move { theirs.notified().await });
///     notify.notify_one();
///     waiter.await.expect("the waiter does not panic");
/// });
/// ```
#[derive(Clone, Default)]
pub struct Notify {
    shared: Rc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// One word came when nobody waited.
    kept: Cell<bool>,
    line: Line,
}

impl Notify {
    /// Makes one that nobody waits for.
    pub fn new() -> Notify {
        Notify::default()
    }

    /// Tells the one who has waited longest. If nobody waits, one word is kept for the next who
    /// comes; a second is the same word.
    pub fn notify_one(&self) {
        if !self.shared.line.serve_first(true) {
            self.shared.kept.set(true);
        }
    }

    /// Tells all who wait now. Nothing is kept for those who come later.
    pub fn notify_all(&self) {
        self.shared.line.serve_all();
    }

    /// Waits for a word. It counts as one who waits from its first poll on.
    pub fn notified(&self) -> Notified {
        Notified { notify: self.clone(), place: None }
    }
}

impl fmt::Debug for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notify").field("kept", &self.shared.kept.get()).finish_non_exhaustive()
    }
}

/// The future of [`Notify::notified`]. If it is dropped with a word of `notify_one` unheard, the
/// word goes to the next.
#[must_use = "futures do nothing unless you `.await` them"]
pub struct Notified {
    notify: Notify,
    place: Option<Key>,
}

impl Future for Notified {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let shared = &self.notify.shared;
        if let Some(key) = self.place {
            ready!(shared.line.poll(key, cx.waker()));
            self.place = None;
            return Poll::Ready(());
        }
        // The clone may be foreign code, which may send the word.
        let waker = cx.waker().clone();
        let is_told = shared.kept.take();
        if is_told && running::poll_budget(cx).is_ready() {
            return Poll::Ready(());
        }
        // Where the turn's budget is used up, the word is its own, and it hears it in its next turn.
        let key = if is_told { shared.line.join_granted(1) } else { shared.line.join(1, waker) };
        // Only a word that is there costs budget: whoever has none is in the line at once, or the
        // next `notify_all` would pass it by.
        self.place = Some(key);
        Poll::Pending
    }
}

impl Drop for Notified {
    fn drop(&mut self) {
        if let Some(key) = self.place
            && self.notify.shared.line.leave(key)
        {
            self.notify.notify_one();
        }
    }
}

impl fmt::Debug for Notified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notified").finish_non_exhaustive()
    }
}
