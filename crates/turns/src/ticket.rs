//! A waker is a number: which loop, which slot in it, and which generation of that slot.
//!
//! A number has nothing behind it. A copy is free, a drop does nothing, and a waker that is older
//! than its task finds that the generation has moved on, one that is older than its loop finds no
//! loop, and neither does harm. Only a waker that is kept while its slot is used again four million
//! times, or while 65,536 loops are made, can be mistaken for a new one; and then a task is polled
//! once in vain. So a ticket is good for a wake and for nothing else: whoever cancels or takes back
//! names by other means whom it means.

use crate::{inbox, running};
use std::ptr;
use std::task::{RawWaker, RawWakerVTable, Waker};

const SLOT_BITS: u32 = 24;
const GENERATION_BITS: u32 = 22;
const LOOP_BITS: u32 = 16;

/// How many slots a loop can have, its root's among them.
pub(crate) const SLOTS: usize = 1 << SLOT_BITS;
/// After so many uses of a slot its tickets begin again.
#[cfg(test)]
pub(crate) const GENERATIONS: u64 = 1 << GENERATION_BITS;
/// What a ticket's number grows by from one use of its slot to the next.
const GENERATION: u64 = 1 << (SLOT_BITS + LOOP_BITS);
/// The bits that no ticket has set; a slot keeps its flags there.
pub(crate) const FLAG_BITS: u64 = !0 << (SLOT_BITS + GENERATION_BITS + LOOP_BITS);

const _: () = assert!(usize::BITS == 64, "a ticket is carried in a pointer: turns needs 64 bits");

/// The right to wake one task: generation (22 bits), loop (16), slot (24).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

impl Ticket {
    /// The first ticket for a slot.
    pub(crate) fn new(loop_id: u16, slot: usize) -> Ticket {
        Ticket(u64::from(loop_id) << SLOT_BITS | slot as u64)
    }

    /// The ticket that has this number.
    pub(crate) fn from_number(number: u64) -> Ticket {
        Ticket(number & !FLAG_BITS)
    }

    pub(crate) fn number(self) -> u64 {
        self.0
    }

    pub(crate) fn loop_id(self) -> u16 {
        (self.0 >> SLOT_BITS) as u16
    }

    pub(crate) fn slot(self) -> usize {
        self.0 as usize & (SLOTS - 1)
    }

    /// The ticket for the same slot when somebody else is in it. The generation wraps.
    pub(crate) fn next_generation(self) -> Ticket {
        Ticket::from_number(self.0 + GENERATION)
    }

    /// The same number, in the form that futures take.
    #[expect(unsafe_code, reason = "std makes a waker of a table of functions in no other way")]
    pub(crate) fn waker(self) -> Waker {
        let raw = RawWaker::new(ptr::without_provenance(self.0 as usize), &VTABLE);
        // SAFETY: the functions of VTABLE never follow the pointer, they read its address as a
        // number. They own nothing, so clone and drop have nothing to keep in balance; and what
        // they do with the number is safe code that may run on any thread.
        unsafe { Waker::from_raw(raw) }
    }

    /// The ticket that is in a waker, if it is one of ours.
    pub(crate) fn of(waker: &Waker) -> Option<Ticket> {
        ptr::eq(waker.vtable(), &VTABLE).then(|| Ticket(waker.data().addr() as u64))
    }

    /// Puts the task at the end of its loop's queue, wherever this is called from.
    #[inline]
    pub(crate) fn wake(self) {
        if !running::wake_here(self) {
            inbox::wake_elsewhere(self);
        }
    }
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake, drop);

fn clone(ticket: *const ()) -> RawWaker {
    RawWaker::new(ticket, &VTABLE)
}

fn wake(ticket: *const ()) {
    Ticket(ticket.addr() as u64).wake();
}

fn drop(_: *const ()) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_keeps_its_parts_apart() {
        let last = Ticket::new(u16::MAX, SLOTS - 1);
        assert_eq!((last.loop_id(), last.slot()), (u16::MAX, SLOTS - 1));
        let mut ticket = last;
        for _ in 0..(1 << GENERATION_BITS) - 1 {
            ticket = ticket.next_generation();
            assert_ne!(ticket.number(), last.number());
            assert_eq!((ticket.loop_id(), ticket.slot()), (u16::MAX, SLOTS - 1));
            assert_eq!(ticket.number() & FLAG_BITS, 0);
        }
        assert_eq!(ticket.next_generation().number(), last.number(), "it wraps");
    }
}
