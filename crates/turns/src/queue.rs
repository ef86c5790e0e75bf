//! What the loop holds, and who is next: a slot for each task or callback, and a ring of slots.
//!
//! A slot's word says in one comparison whether a ticket is current and the slot idle. While a
//! slot stands in the ring its `QUEUED` bit is set, so it stands there once; the ring has a place
//! for every slot and is never full.

use crate::ticket::{SLOTS, next_generation};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Whatever can take a turn: a task, or a function to be called once.
pub(crate) trait Turn {
    /// Runs until the next pause. Ready: it will take no more turns.
    fn take_turn(self: Rc<Self>, waker: &Waker) -> Poll<()>;

    /// Asks for the end, if it is something that can be cancelled.
    fn cancel(&self) {}

    /// The loop is going: lets go of what is held, without another turn.
    fn close(self: Rc<Self>);
}

/// The slot of the future that `run_until_complete` was given. It lives on the caller's stack.
pub(crate) const ROOT: u32 = 0;

/// The slot stands in the ring.
const QUEUED: u32 = 1;
/// Nobody is in the slot, so no ticket for it is good.
const VACANT: u32 = 2;
/// The generation stands above the flags.
const GENERATION_SHIFT: u32 = 8;
/// The end of the list of free slots.
const NONE: u32 = u32::MAX;

struct Slot {
    /// Generation and flags. Equal to the bare generation: occupied and idle.
    word: u32,
    next_free: u32,
    turn: Option<Rc<dyn Turn>>,
}

/// The slots and the ring of those that are ready.
pub(crate) struct Queue {
    slots: Vec<Slot>,
    free: u32,
    /// A power of two of places, at least as many as slots.
    ring: Vec<u32>,
    head: u32,
    tail: u32,
}

/// Who is next.
pub(crate) enum Next {
    /// The future of `run_until_complete`.
    Root,
    /// A task or a callback in this slot, of this generation.
    Turn(Rc<dyn Turn>, u32, u32),
}

impl Queue {
    pub(crate) fn new() -> Queue {
        let root = Slot { word: VACANT, next_free: NONE, turn: None };
        Queue { slots: vec![root], free: NONE, ring: vec![0; 64], head: 0, tail: 0 }
    }

    /// Whether nothing is ready.
    pub(crate) fn is_empty(&self) -> bool {
        self.head == self.tail
    }

    /// How many have ever been made ready; it wraps.
    pub(crate) fn made_ready(&self) -> u32 {
        self.tail
    }

    /// Whether all who had been made ready when `made_ready` said this have had their turn.
    pub(crate) fn has_passed(&self, made_ready: u32) -> bool {
        self.head.wrapping_sub(made_ready) as i32 >= 0
    }

    /// Takes a free slot and says its number and generation; `fill` puts somebody in.
    ///
    /// # Panics
    ///
    /// If the loop holds 16,777,215 tasks and callbacks already.
    pub(crate) fn reserve(&mut self) -> (u32, u32) {
        let slot = self.free;
        if slot != NONE {
            self.free = self.slots[slot as usize].next_free;
            return (slot, self.slots[slot as usize].word >> GENERATION_SHIFT);
        }
        let slot = self.slots.len();
        assert!(
            slot < SLOTS,
            "turns: this loop holds {slot} tasks and can hold no more; \
             limit them, by a semaphore for instance, or use a second loop on another thread"
        );
        if slot == self.ring.len() {
            self.grow();
        }
        self.slots.push(Slot { word: VACANT, next_free: NONE, turn: None });
        (slot as u32, 0)
    }

    /// Moves somebody into a slot that `reserve` gave.
    pub(crate) fn fill(&mut self, slot: u32, turn: Rc<dyn Turn>) {
        let slot = &mut self.slots[slot as usize];
        slot.word &= !VACANT;
        slot.turn = Some(turn);
    }

    /// Makes the ticket's slot ready, if the ticket is current and the slot idle.
    pub(crate) fn wake(&mut self, slot: u32, generation: u32) {
        let Some(entry) = self.slots.get_mut(slot as usize) else { return };
        if entry.word == generation << GENERATION_SHIFT {
            entry.word |= QUEUED;
            self.push(slot);
        }
    }

    /// Takes the first that is ready out of the ring. From now on it can be woken again.
    pub(crate) fn next(&mut self) -> Option<Next> {
        while self.head != self.tail {
            let slot = self.ring[self.head as usize & (self.ring.len() - 1)];
            self.head = self.head.wrapping_add(1);
            let entry = &mut self.slots[slot as usize];
            entry.word &= !QUEUED;
            let generation = entry.word >> GENERATION_SHIFT;
            match &entry.turn {
                Some(turn) => return Some(Next::Turn(turn.clone(), slot, generation)),
                None if slot != ROOT => self.release(slot),
                None if entry.word & VACANT == 0 => return Some(Next::Root),
                None => {}
            }
        }
        None
    }

    /// Who is in a slot, if the ticket is current.
    pub(crate) fn get(&self, slot: u32, generation: u32) -> Option<Rc<dyn Turn>> {
        let entry = self.slots.get(slot as usize)?;
        if entry.word >> GENERATION_SHIFT == generation { entry.turn.clone() } else { None }
    }

    /// Empties a slot, if the ticket is current. The caller drops what was in it when the queue
    /// is no longer borrowed.
    pub(crate) fn remove(&mut self, slot: u32, generation: u32) -> Option<Rc<dyn Turn>> {
        let entry = &mut self.slots[slot as usize];
        if entry.word >> GENERATION_SHIFT != generation {
            return None;
        }
        let turn = entry.turn.take()?;
        let queued = entry.word & QUEUED;
        entry.word = next_generation(generation) << GENERATION_SHIFT | VACANT | queued;
        // A slot that still stands in the ring is released when it comes to the front.
        if queued == 0 {
            self.release(slot);
        }
        Some(turn)
    }

    /// Empties the first slot that has somebody in it, from a slot on.
    pub(crate) fn remove_any(&mut self, from: u32) -> Option<(u32, Rc<dyn Turn>)> {
        let found = self.slots[from as usize..].iter().position(|slot| slot.turn.is_some())?;
        let slot = from + found as u32;
        let generation = self.slots[slot as usize].word >> GENERATION_SHIFT;
        Some((slot, self.remove(slot, generation)?))
    }

    /// Begins a new root and makes it ready; tickets of earlier roots are stale from now on.
    pub(crate) fn begin_root(&mut self) -> u32 {
        let entry = &mut self.slots[ROOT as usize];
        let generation = next_generation(entry.word >> GENERATION_SHIFT);
        let queued = entry.word & QUEUED;
        entry.word = generation << GENERATION_SHIFT | queued;
        self.wake(ROOT, generation);
        generation
    }

    /// Ends the root: wakes of it do nothing until the next one begins.
    pub(crate) fn end_root(&mut self) {
        self.slots[ROOT as usize].word |= VACANT;
    }

    fn release(&mut self, slot: u32) {
        self.slots[slot as usize].next_free = self.free;
        self.free = slot;
    }

    fn push(&mut self, slot: u32) {
        let place = self.tail as usize & (self.ring.len() - 1);
        self.ring[place] = slot;
        self.tail = self.tail.wrapping_add(1);
    }

    /// Doubles the ring. Places count on for ever, so each entry has its place in the new one.
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.ring);
        self.ring = vec![0; old.len() * 2];
        let mut place = self.head;
        while place != self.tail {
            let slot = old[place as usize & (old.len() - 1)];
            let new = place as usize & (self.ring.len() - 1);
            self.ring[new] = slot;
            place = place.wrapping_add(1);
        }
    }
}
