//! A waker is a number: which loop, which slot in it, and which generation of that slot.
//!
//! A number has nothing behind it. A copy is free, a drop does nothing, and a waker that is older
//! than its task, or than its loop, finds that the generation has moved on and does no harm.

use crate::{engine, inbox};
use std::ptr;
use std::task::{RawWaker, RawWakerVTable, Waker};

const SLOT_BITS: u32 = 24;
const GENERATION_BITS: u32 = 24;
const GENERATION_MASK: u32 = (1 << GENERATION_BITS) - 1;

/// How many slots a loop can have, its root's among them.
pub(crate) const SLOTS: usize = 1 << SLOT_BITS;

const _: () = assert!(usize::BITS == 64, "a ticket is carried in a pointer: turns needs 64 bits");

/// The right to wake one task: loop (16 bits), generation (24), slot (24).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

impl Ticket {
    pub(crate) fn new(loop_id: u16, generation: u32, slot: u32) -> Ticket {
        let place = u64::from(generation) << SLOT_BITS | u64::from(slot);
        Ticket(u64::from(loop_id) << (SLOT_BITS + GENERATION_BITS) | place)
    }

    pub(crate) fn loop_id(self) -> u16 {
        (self.0 >> (SLOT_BITS + GENERATION_BITS)) as u16
    }

    pub(crate) fn generation(self) -> u32 {
        (self.0 >> SLOT_BITS) as u32 & GENERATION_MASK
    }

    pub(crate) fn slot(self) -> u32 {
        self.0 as u32 & (SLOTS as u32 - 1)
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

    /// Puts the task at the end of its loop's queue, wherever this is called from.
    pub(crate) fn wake(self) {
        if !engine::wake_here(self) {
            inbox::wake_elsewhere(self);
        }
    }
}

/// The generation after this one; it wraps at 24 bits.
pub(crate) fn next_generation(generation: u32) -> u32 {
    generation.wrapping_add(1) & GENERATION_MASK
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake, drop);

fn clone(ticket: *const ()) -> RawWaker {
    RawWaker::new(ticket, &VTABLE)
}

fn wake(ticket: *const ()) {
    Ticket(ticket.addr() as u64).wake();
}

fn drop(_: *const ()) {}
