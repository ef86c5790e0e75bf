//! What the loop holds, and who is next: a slot for each task or callback, and a ring of slots.
//!
//! A slot's word is the ticket that is good for it, with two flags in the bits that a ticket
//! leaves free. So one comparison says whether a ticket is current and the slot idle. While a slot
//! stands in the ring its `QUEUED` flag is set, so it stands there once; the ring has a place for
//! every slot and is never full.

use crate::inspect::Now;
use crate::ticket::{FLAG_BITS, SLOTS, Ticket};
use std::any::Any;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Whatever can take a turn: a task, or a function to be called once.
pub(crate) trait Turn {
    /// Runs until the next pause, and says first whose turn it is. Ready: it will take no more
    /// turns. A panic may come out of it; then `panicked` is called, and that was its last turn.
    fn take_turn(&self, waker: &Waker, now: &Now) -> Poll<()>;

    /// A turn ended in a panic: keeps it for those who wait, or reports it.
    fn panicked(&self, panic: Box<dyn Any + Send>);

    /// Asks for the end at the next turn, if it is something that can be cancelled. The caller
    /// wakes it.
    fn cancel(&self) {}

    /// Whether it is a task.
    fn is_task(&self) -> bool {
        false
    }

    /// Calls a function in the loop of this number when the task has ended. What is no task drops
    /// it.
    fn on_end(self: Rc<Self>, _loop_id: u16, _then: Box<dyn FnOnce()>) {}

    /// The task's name, if it is a task.
    fn name(&self) -> Option<String> {
        None
    }

    /// The loop is going: lets go of what is held, without another turn.
    fn close(&self);
}

/// The slot stands in the ring.
const QUEUED: u64 = 1 << 63;
/// Nobody is in the slot, so no ticket for it is good.
const VACANT: u64 = 1 << 62;

const _: () = assert!(FLAG_BITS == QUEUED | VACANT);

/// The slot of the future that `run_until_complete` was given. That future lives on the caller's
/// stack, so there is never a turn in this slot.
const ROOT: usize = 0;

struct Slot {
    turn: Option<Rc<dyn Turn>>,
    word: u64,
}

/// The slots, and the ring of those that are ready.
pub(crate) struct Queue {
    loop_id: u16,
    slots: Vec<Slot>,
    /// How many slots there may be.
    most: usize,
    /// Vacant slots that do not stand in the ring, the one to use first at the end.
    free: Vec<u32>,
    /// A power of two of places, at least as many as slots.
    ring: Vec<u32>,
    /// How many turns have been given, and how many have been made ready, ever. At a turn a
    /// nanosecond these would last for five hundred years.
    head: u64,
    tail: u64,
    /// Where the round ends, unless it ends sooner because nobody is left.
    end: u64,
    /// The slot whose turn came last.
    current: u32,
}

/// Who is next, and the ticket for it.
pub(crate) struct Entry {
    /// A task or a callback. None: the future of `run_until_complete`.
    pub(crate) turn: Option<Rc<dyn Turn>>,
    pub(crate) ticket: Ticket,
}

/// No slot is left for what this makes.
pub(crate) struct Full<M>(M);

impl<M> Full<M> {
    /// Says so. What would have been put in is dropped, and may be foreign code: so the caller has
    /// nothing borrowed.
    #[cold]
    pub(crate) fn panic(self) -> ! {
        panic!(
            "turns: this loop holds {} tasks and can hold no more; limit them, by a semaphore for \
             instance, or use a second loop on another thread",
            SLOTS - 1
        )
    }
}

impl Queue {
    pub(crate) fn new(loop_id: u16) -> Queue {
        let root = Slot { turn: None, word: Ticket::new(loop_id, ROOT).number() | VACANT };
        let (slots, free, ring) = (vec![root], Vec::new(), vec![0; 64]);
        Queue { loop_id, slots, most: SLOTS, free, ring, head: 0, tail: 0, end: 0, current: 0 }
    }

    /// Whether nothing is ready.
    pub(crate) fn is_empty(&self) -> bool {
        self.head == self.tail
    }

    /// How many stand in the ring.
    pub(crate) fn len(&self) -> u64 {
        self.tail - self.head
    }

    /// How many turns have been given.
    pub(crate) fn turns(&self) -> u64 {
        self.head
    }

    /// Begins a round of so many turns at most.
    pub(crate) fn begin_round(&mut self, turns: u32) {
        self.end = self.head + u64::from(turns);
    }

    /// How many have ever been made ready.
    pub(crate) fn made_ready(&self) -> u64 {
        self.tail
    }

    /// Whether all who had been made ready when `made_ready` said this have had their turn.
    pub(crate) fn has_passed(&self, made_ready: u64) -> bool {
        self.head >= made_ready
    }

    /// Puts somebody new into a slot and gives the ticket for it; ready at once, or when woken.
    /// `make` is called with the queue borrowed, so it runs no foreign code.
    ///
    /// # Errors
    ///
    /// Gives `make` back if the loop holds 16,777,215 tasks and callbacks already.
    #[inline(always)]
    pub(crate) fn insert<T: Turn + 'static, M: FnOnce() -> T>(
        &mut self,
        ready: bool,
        make: M,
    ) -> Result<(Rc<T>, Ticket), Full<M>> {
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => match self.add_slot() {
                Some(slot) => slot,
                None => return Err(Full(make)),
            },
        };
        let entry = &mut self.slots[slot as usize];
        let ticket = Ticket::from_number(entry.word);
        let turn = Rc::new(make());
        entry.turn = Some(turn.clone());
        entry.word = ticket.number();
        if ready {
            entry.word |= QUEUED;
            self.push(slot);
        }
        Ok((turn, ticket))
    }

    /// Makes the ticket's slot ready, if the ticket is current and the slot idle. False: the
    /// ticket is for another loop.
    #[inline]
    pub(crate) fn wake(&mut self, ticket: Ticket) -> bool {
        // The loop's number is a part of the word, so this says also that it is our ticket.
        match self.slots.get_mut(ticket.slot()) {
            Some(entry) if entry.word == ticket.number() => {
                entry.word |= QUEUED;
                self.push(ticket.slot() as u32);
                true
            }
            _ => ticket.loop_id() == self.loop_id,
        }
    }

    /// Takes the first that is ready out of the ring, unless the round is over. From now on it
    /// can be woken again.
    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<Entry> {
        while self.head != self.tail && self.head != self.end {
            let slot = self.ring[self.head as usize & (self.ring.len() - 1)];
            self.head += 1;
            self.current = slot;
            let entry = &mut self.slots[slot as usize];
            let ticket = Ticket::from_number(entry.word);
            if let Some(turn) = &entry.turn {
                entry.word = ticket.number();
                return Some(Entry { turn: Some(turn.clone()), ticket });
            }
            entry.word &= !QUEUED;
            if slot as usize != ROOT {
                // Its occupant has gone since it was queued.
                self.free.push(slot);
            } else if entry.word & VACANT == 0 {
                return Some(Entry { turn: None, ticket });
            }
        }
        None
    }

    /// Whose turn came last, if it has not been its last one.
    pub(crate) fn current(&self) -> Option<Entry> {
        let entry = &self.slots[self.current as usize];
        let ticket = Ticket::from_number(entry.word);
        entry.turn.clone().map(|turn| Entry { turn: Some(turn), ticket })
    }

    /// Who is ready, in order.
    pub(crate) fn ready(&self) -> impl Iterator<Item = Ticket> {
        let places = self.head..self.tail;
        let slot = |place: u64| self.ring[place as usize & (self.ring.len() - 1)];
        let word = move |place| self.slots[slot(place) as usize].word;
        places.map(word).filter(|word| word & VACANT == 0).map(Ticket::from_number)
    }

    /// How somebody is called in pictures.
    pub(crate) fn name(&self, ticket: Ticket) -> String {
        match self.get(ticket) {
            Some(turn) => turn.name().unwrap_or_else(|| "callback".to_owned()),
            None if ticket.number() == self.slots[ROOT].word & !QUEUED => "root".to_owned(),
            None => "nobody".to_owned(),
        }
    }

    /// Whether the one whose ticket this is has not gone.
    pub(crate) fn is_current(&self, ticket: Ticket) -> bool {
        let entry = self.slots.get(ticket.slot());
        entry.is_some_and(|entry| entry.word & !QUEUED == ticket.number())
    }

    /// Who is in a slot, if the ticket is current.
    pub(crate) fn get(&self, ticket: Ticket) -> Option<Rc<dyn Turn>> {
        let entry = self.slots.get(ticket.slot())?;
        if entry.word & !QUEUED == ticket.number() { entry.turn.clone() } else { None }
    }

    /// All tasks, in the order of their slots.
    pub(crate) fn tasks(&self) -> Vec<(Rc<dyn Turn>, Ticket)> {
        let there = |slot: &Slot| Some((slot.turn.clone()?, Ticket::from_number(slot.word)));
        self.slots.iter().filter_map(there).filter(|(turn, _)| turn.is_task()).collect()
    }

    /// Empties a slot, if the ticket is current. The caller drops what was in it when the queue
    /// is no longer borrowed.
    pub(crate) fn remove(&mut self, ticket: Ticket) -> Option<Rc<dyn Turn>> {
        let entry = self.slots.get_mut(ticket.slot())?;
        if entry.word & !QUEUED != ticket.number() {
            return None;
        }
        let queued = entry.word & QUEUED;
        entry.word = ticket.next_generation().number() | VACANT | queued;
        if self.current as usize == ticket.slot() {
            self.current = ROOT as u32;
        }
        // A slot that still stands in the ring is free when it comes to the front.
        if queued == 0 {
            self.free.push(ticket.slot() as u32);
        }
        entry.turn.take()
    }

    /// The tickets of all tasks and callbacks, in the order of their slots.
    pub(crate) fn everybody(&self) -> Vec<Ticket> {
        let there = self.slots.iter().filter(|slot| slot.turn.is_some());
        there.map(|slot| Ticket::from_number(slot.word)).collect()
    }

    /// Begins a new root, makes it ready, and gives the ticket for it; tickets of earlier roots
    /// are stale from now on.
    pub(crate) fn begin_root(&mut self) -> Ticket {
        let entry = &mut self.slots[ROOT];
        let ticket = Ticket::from_number(entry.word).next_generation();
        let queued = entry.word & QUEUED != 0;
        entry.word = ticket.number();
        if queued {
            self.leave_ring(ROOT as u32);
        }
        self.wake(ticket);
        ticket
    }

    /// Takes a slot out of the ring: an earlier root may have been woken in its last turn, and the
    /// next one stands behind all who have come since. They move up.
    #[cold]
    fn leave_ring(&mut self, slot: u32) {
        let mask = self.ring.len() - 1;
        let mut end = self.head;
        for place in self.head..self.tail {
            let other = self.ring[place as usize & mask];
            if other != slot {
                self.ring[end as usize & mask] = other;
                end += 1;
            }
        }
        self.tail = end;
    }

    /// Ends the root: wakes of it do nothing until the next one begins.
    pub(crate) fn end_root(&mut self) {
        self.slots[ROOT].word |= VACANT;
    }

    /// As if each slot that is free had been used so often.
    #[cfg(test)]
    pub(crate) fn use_free_slots(&mut self, times: u64) {
        for slot in &self.free {
            let word = &mut self.slots[*slot as usize].word;
            let used = (0..times).fold(Ticket::from_number(*word), |t, _| t.next_generation());
            *word = used.number() | VACANT;
        }
    }

    /// Lets the queue have so many slots at most, the root's among them.
    #[cfg(test)]
    pub(crate) fn limit(&mut self, most: usize) {
        self.most = most;
    }

    /// As if so many turns had been given, and nobody were ready.
    #[cfg(test)]
    pub(crate) fn pretend(&mut self, turns: u64) {
        (self.head, self.tail) = (turns, turns);
    }

    fn push(&mut self, slot: u32) {
        let place = self.tail as usize & (self.ring.len() - 1);
        self.ring[place] = slot;
        self.tail += 1;
    }

    #[cold]
    fn add_slot(&mut self) -> Option<u32> {
        let slot = self.slots.len();
        if slot == self.most {
            return None;
        }
        if slot == self.ring.len() {
            self.grow();
        }
        let word = Ticket::new(self.loop_id, slot).number() | VACANT;
        self.slots.push(Slot { turn: None, word });
        Some(slot as u32)
    }

    /// Doubles the ring. Places count on for ever, so each entry has its place in the new one.
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.ring);
        self.ring = vec![0; old.len() * 2];
        for place in self.head..self.tail {
            let new = place as usize & (self.ring.len() - 1);
            self.ring[new] = old[place as usize & (old.len() - 1)];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    struct Nobody;

    impl Turn for Nobody {
        fn take_turn(&self, _: &Waker, _: &Now) -> Poll<()> {
            Poll::Pending
        }
        fn panicked(&self, _: Box<dyn Any + Send>) {}
        fn close(&self) {}
    }

    /// A small generator of numbers that look random, the same in every run.
    fn generator(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % below
        }
    }

    /// Whatever is done to the queue, it agrees with a list of live tickets and a plain queue.
    #[test]
    fn agrees_with_a_plain_queue() {
        for seed in 0..50 {
            let mut random = generator(seed);
            let mut queue = Queue::new(7);
            queue.begin_round(u32::MAX);
            let (mut live, mut stale, mut ready) = (Vec::new(), Vec::new(), VecDeque::new());
            for _ in 0..2000 {
                match random(10) {
                    0..4 => {
                        let at_once = random(2) == 0;
                        let Ok((_, ticket)) = queue.insert(at_once, || Nobody) else {
                            panic!("there are slots enough")
                        };
                        assert!(!stale.contains(&ticket) && !live.contains(&ticket));
                        live.push(ticket);
                        ready.extend(at_once.then_some(ticket));
                    }
                    4..6 if !live.is_empty() => {
                        let ticket = live[random(live.len())];
                        queue.wake(ticket);
                        if !ready.contains(&ticket) {
                            ready.push_back(ticket);
                        }
                    }
                    6 if !live.is_empty() => {
                        let ticket = live.swap_remove(random(live.len()));
                        assert!(queue.remove(ticket).is_some());
                        ready.retain(|other| *other != ticket);
                        stale.push(ticket);
                    }
                    7 if !stale.is_empty() => {
                        let ticket = stale[random(stale.len())];
                        queue.wake(ticket);
                        assert!(queue.get(ticket).is_none() && queue.remove(ticket).is_none());
                    }
                    _ => {
                        let next = match queue.next() {
                            Some(entry) => Some(entry.ticket),
                            None => None,
                        };
                        assert!(next == ready.pop_front());
                    }
                }
            }
            let most = live.len() + stale.len();
            assert!(queue.slots.len() <= most + 1, "slots are used again");
        }
    }

    /// Begun just before the places where shorter counts would turn negative, or begin again.
    #[test]
    fn the_counts_pass_where_shorter_ones_would_wrap() {
        for start in [i32::MAX as u64, u32::MAX.into()] {
            counts_on_from(start - 3);
        }
    }

    fn counts_on_from(start: u64) {
        let mut queue = Queue::new(0);
        let long_ago = queue.made_ready();
        queue.pretend(start);
        queue.begin_round(300);
        let mut tickets = Vec::new();
        for _ in 0..200 {
            let Ok((_, ticket)) = queue.insert(true, || Nobody) else {
                panic!("there are slots enough")
            };
            tickets.push(ticket);
        }
        let made_ready = queue.made_ready();
        for ticket in tickets {
            assert!(!queue.has_passed(made_ready));
            let Some(entry) = queue.next() else { panic!("it is ready") };
            assert!(entry.ticket == ticket);
        }
        assert!(queue.has_passed(made_ready) && queue.is_empty());
        // What was asked for once, and never since, is past all the same.
        assert!(queue.has_passed(long_ago));
    }

    #[test]
    fn a_root_is_woken_by_its_own_ticket_only() {
        let mut queue = Queue::new(0);
        queue.begin_round(64);
        let is_root = |next: Option<Entry>| next.is_some_and(|entry| entry.turn.is_none());
        let first = queue.begin_root();
        assert!(is_root(queue.next()));
        queue.end_root();
        queue.wake(first);
        assert!(queue.next().is_none());

        let second = queue.begin_root();
        assert!(is_root(queue.next()));
        queue.wake(first);
        assert!(queue.next().is_none());
        queue.wake(second);
        queue.end_root();
        // Left in the ring from then, it is nobody's turn.
        assert!(queue.next().is_none());
    }
}
