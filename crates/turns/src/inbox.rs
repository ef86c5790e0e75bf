//! What other threads send to a loop, and where they find it.

use crate::engine::Engine;
use crate::inspect::Now;
use crate::mailbox::Mailbox;
use crate::selector::Selector;
use crate::ticket::Ticket;
use std::io;
use std::sync::{Arc, PoisonError, RwLock, Weak};

/// One letter.
pub(crate) enum Mail {
    /// Let this task have a turn.
    Wake(Ticket),
    /// Do this to the loop. What is in it is ours: it runs no foreign code, though it may drop
    /// some.
    Order(Box<dyn FnOnce(&Engine) + Send>),
}

/// The letter box of one loop. It outlives the loop where a thread still holds it; the selector,
/// with its descriptors, does not.
pub(crate) struct Inbox {
    selector: Weak<Selector>,
    mail: Mailbox<Mail>,
    now: Now,
}

impl Inbox {
    /// Puts a letter in and, if the loop is asleep, wakes the loop. Gives the letter back if the
    /// loop is gone.
    pub(crate) fn send(&self, letter: Mail) -> Result<(), Mail> {
        self.put(letter)?.into_iter().for_each(|selector| selector.ring());
        Ok(())
    }

    /// Puts a letter in. Gives the selector in which the loop sleeps, to be rung when no lock is
    /// held.
    fn put(&self, letter: Mail) -> Result<Option<Arc<Selector>>, Mail> {
        let asleep = match letter {
            Mail::Wake(ticket) => self.mail.put_once(ticket.slot(), ticket.number(), letter)?,
            Mail::Order(_) => self.mail.put(letter)?,
        };
        Ok(if asleep { self.selector.upgrade() } else { None })
    }

    /// What other threads can see of the loop's work.
    pub(crate) fn now(&self) -> &Now {
        &self.now
    }

    /// What the loop reads.
    pub(crate) fn mail(&self) -> &Mailbox<Mail> {
        &self.mail
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

/// Gives a new loop its number, its inbox and the selector to sleep in.
pub(crate) fn open() -> io::Result<(u16, Arc<Inbox>, Arc<Selector>)> {
    let selector = Arc::new(Selector::new()?);
    let bell = Arc::downgrade(&selector);
    let inbox = Arc::new(Inbox { selector: bell, mail: Mailbox::new(), now: Now::new() });
    let mut loops = LOOPS.write().unwrap_or_else(PoisonError::into_inner);
    let id = loops.free_id().ok_or_else(|| {
        io::Error::other("turns: 65,536 loops are alive; drop one before you make another")
    })?;
    loops.inboxes[usize::from(id)] = Some(inbox.clone());
    Ok((id, inbox, selector))
}

/// Ends a loop's inbox and frees its number. The caller drops the unread mail.
pub(crate) fn close(id: u16, inbox: &Inbox) -> Vec<Mail> {
    let mut loops = LOOPS.write().unwrap_or_else(PoisonError::into_inner);
    loops.inboxes[usize::from(id)] = None;
    drop(loops);
    inbox.mail.close()
}

/// Wakes a task of a loop that does not run on this thread now.
#[cold] // Compared with a wake at home; it keeps that one short.
#[inline(never)]
pub(crate) fn wake_elsewhere(ticket: Ticket) {
    send_elsewhere(ticket.loop_id(), Mail::Wake(ticket));
}

/// Sends an order to a loop of another thread.
#[cold]
pub(crate) fn order_elsewhere(id: u16, order: Box<dyn FnOnce(&Engine) + Send>) {
    send_elsewhere(id, Mail::Order(order));
}

fn send_elsewhere(id: u16, letter: Mail) {
    let loops = LOOPS.read().unwrap_or_else(PoisonError::into_inner);
    let put = match loops.inboxes.get(usize::from(id)) {
        Some(Some(inbox)) => inbox.put(letter),
        // A loop that is gone has nothing left to do it to.
        _ => Err(letter),
    };
    // A letter that comes back is dropped without the lock, since that may be foreign code.
    drop(loops);
    if let Ok(Some(selector)) = put {
        selector.ring();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inbox() -> Arc<Inbox> {
        Arc::new(Inbox { selector: Weak::new(), mail: Mailbox::new(), now: Now::new() })
    }

    /// After the last number comes the first, and those that are alive are passed over.
    #[test]
    fn numbers_of_loops_begin_again() {
        let mut inboxes = vec![None; usize::from(u16::MAX)];
        inboxes[0] = Some(inbox());
        let mut loops = Loops { inboxes, next: u16::MAX - 1 };

        let ids: Vec<_> = (0..4).map(|_| loops.free_id()).collect();

        assert_eq!(ids, [u16::MAX - 1, u16::MAX, 1, 2].map(Some));
    }

    #[test]
    fn when_all_loops_are_alive_there_is_no_number() {
        let mut loops = Loops { inboxes: vec![Some(inbox()); 1 << 16], next: 7 };
        assert_eq!(loops.free_id(), None);
        loops.inboxes[6] = None;
        assert_eq!(loops.free_id(), Some(6));
    }
}
