//! What other threads send to a loop, and how they get it out of bed.
//!
//! One lock guards the mail and the word `asleep`. A sender that finds the loop asleep notifies
//! it; a loop goes to sleep only when it has seen, under the same lock, that there is no mail.
//! So no wake is lost between the look and the sleep.

use crate::engine::Engine;
use crate::ticket::Ticket;
use polling::Poller;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// One letter.
pub(crate) enum Mail {
    /// Let this task have a turn.
    Wake(Ticket),
    /// Do this to the loop. What is in it is ours: it runs no foreign code, though it may drop
    /// some.
    Order(Box<dyn FnOnce(&Engine) + Send>),
}

/// The letter box of one loop. It outlives the loop where a thread still holds it.
pub(crate) struct Inbox {
    poller: Poller,
    /// Whether there may be mail: the one word that the busy loop reads.
    has_mail: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    mail: Vec<Mail>,
    /// The loop waits in the poller, or is about to.
    asleep: bool,
    /// The loop is gone.
    closed: bool,
}

impl Inbox {
    /// The poller that the loop sleeps in.
    pub(crate) fn poller(&self) -> &Poller {
        &self.poller
    }

    /// Puts a letter in and, if the loop is asleep, wakes the loop. Gives the letter back if the
    /// loop is gone.
    pub(crate) fn send(&self, letter: Mail) -> Result<(), Mail> {
        let mut state = self.lock();
        if state.closed {
            return Err(letter);
        }
        state.mail.push(letter);
        self.has_mail.store(true, Ordering::Release);
        let asleep = std::mem::take(&mut state.asleep);
        // Let the lock go first, or the loop wakes only to wait for it.
        drop(state);
        if asleep {
            // It fails only if the system refuses to write to its own eventfd or pipe.
            let _ = self.poller.notify();
        }
        Ok(())
    }

    /// Takes all the mail, if there is any.
    pub(crate) fn take(&self) -> Vec<Mail> {
        if !self.has_mail.load(Ordering::Acquire) {
            return Vec::new();
        }
        let mut state = self.lock();
        self.has_mail.store(false, Ordering::Release);
        std::mem::take(&mut state.mail)
    }

    /// Says that the loop is about to sleep; false if there is mail to read first.
    pub(crate) fn fall_asleep(&self) -> bool {
        let mut state = self.lock();
        state.asleep = state.mail.is_empty();
        state.asleep
    }

    /// Says that the loop is awake again: senders need not notify it.
    pub(crate) fn wake_up(&self) {
        self.lock().asleep = false;
    }

    /// Refuses mail from now on and gives back what was never read.
    fn close(&self) -> Vec<Mail> {
        let mut state = self.lock();
        state.closed = true;
        std::mem::take(&mut state.mail)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nobody panics with the lock held; a poisoned lock holds good mail all the same.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All loops of the process by their number.
struct Loops {
    inboxes: Vec<Option<Arc<Inbox>>>,
    /// Where the search for a free number begins.
    next: u16,
}

static LOOPS: RwLock<Loops> = RwLock::new(Loops { inboxes: Vec::new(), next: 0 });

impl Loops {
    /// The number after the last that was given out, so that a number comes back only after
    /// 65,536 loops: whoever holds a stale ticket for it has most likely let go by then.
    fn free_id(&mut self) -> Option<u16> {
        for _ in 0..=u16::MAX {
            let id = self.next;
            self.next = id.wrapping_add(1);
            match self.inboxes.get(usize::from(id)) {
                Some(Some(_)) => {}
                Some(None) => return Some(id),
                None => {
                    self.inboxes.push(None);
                    return Some(id);
                }
            }
        }
        None
    }
}

/// Gives a new loop its number and its inbox.
pub(crate) fn open() -> io::Result<(u16, Arc<Inbox>)> {
    let inbox = Arc::new(Inbox {
        poller: Poller::new()?,
        has_mail: AtomicBool::new(false),
        state: Mutex::default(),
    });
    let mut loops = LOOPS.write().unwrap_or_else(PoisonError::into_inner);
    let id = loops.free_id().ok_or_else(|| {
        io::Error::other("turns: 65,536 loops are alive; drop one before you make another")
    })?;
    loops.inboxes[usize::from(id)] = Some(inbox.clone());
    Ok((id, inbox))
}

/// Ends a loop's inbox and frees its number. The caller drops the unread mail.
pub(crate) fn close(id: u16, inbox: &Inbox) -> Vec<Mail> {
    let mut loops = LOOPS.write().unwrap_or_else(PoisonError::into_inner);
    loops.inboxes[usize::from(id)] = None;
    drop(loops);
    inbox.close()
}

/// Wakes a task of a loop that does not run on this thread now.
#[cold] // Compared with a wake at home; it keeps that one short.
pub(crate) fn wake_elsewhere(ticket: Ticket) {
    let loops = LOOPS.read().unwrap_or_else(PoisonError::into_inner);
    let inbox = loops.inboxes.get(usize::from(ticket.loop_id())).and_then(Clone::clone);
    drop(loops);
    if let Some(inbox) = inbox {
        // A loop that is gone has no tasks left to wake.
        let _ = inbox.send(Mail::Wake(ticket));
    }
}
