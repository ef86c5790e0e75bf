//! Who wants to be woken when.
//!
//! Most programs sleep for the same few times over and over, so most deadlines come in order.
//! Those stand in a queue, where putting one in and taking the first out costs next to nothing.
//! A deadline that is sooner than the last in the queue goes to a sorted tree.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroU64;
use std::task::Waker;
use std::time::{Duration, Instant};

/// Names one timer, in this loop and in no other. Sorts by the deadline, equal ones by the order
/// of their coming.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// In nanoseconds since the loop was made: half the size of an `Instant`.
    deadline: u64,
    number: Number,
}

/// What a sleeper remembers beside its deadline: the loop (16 bits) and the number of the timer
/// in it (48 bits).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number(NonZeroU64);

impl Number {
    fn first(loop_id: u16) -> Number {
        Number(NonZeroU64::MIN | u64::from(loop_id) << 48)
    }

    pub(crate) fn loop_id(self) -> u16 {
        (self.0.get() >> 48) as u16
    }

    fn next(self) -> Number {
        Number(self.0.saturating_add(1))
    }
}

/// The sleepers of a loop.
pub(crate) struct Timers {
    epoch: Instant,
    next: Number,
    /// Sorted, because each is put in only if it is later than the last. None: cancelled.
    in_order: VecDeque<(Key, Option<Waker>)>,
    /// How many of `in_order` are cancelled. Never the first, never more than half.
    cancelled: usize,
    /// The rest.
    out_of_order: BTreeMap<Key, Waker>,
}

impl Timers {
    pub(crate) fn new(loop_id: u16) -> Timers {
        Timers {
            epoch: Instant::now(),
            next: Number::first(loop_id),
            in_order: VecDeque::new(),
            cancelled: 0,
            out_of_order: BTreeMap::new(),
        }
    }

    /// How many sleep.
    pub(crate) fn len(&self) -> usize {
        self.in_order.len() - self.cancelled + self.out_of_order.len()
    }

    pub(crate) fn insert(&mut self, deadline: Instant, waker: Waker) -> Number {
        let key = self.key(deadline, self.next);
        self.next = key.number.next();
        match self.in_order.back() {
            Some((last, _)) if key < *last => {
                self.out_of_order.insert(key, waker);
            }
            _ => self.in_order.push_back((key, Some(waker))),
        }
        key.number
    }

    /// Who is to be woken by this timer, if it has not fired.
    pub(crate) fn waker_mut(&mut self, deadline: Instant, number: Number) -> Option<&mut Waker> {
        let key = self.key(deadline, number);
        match self.place(key) {
            Some(place) => self.in_order[place].1.as_mut(),
            None => self.out_of_order.get_mut(&key),
        }
    }

    /// Takes a timer out, unless it has fired. The caller drops the waker when the timers are no
    /// longer borrowed.
    pub(crate) fn remove(&mut self, deadline: Instant, number: Number) -> Option<Waker> {
        let key = self.key(deadline, number);
        let Some(place) = self.place(key) else { return self.out_of_order.remove(&key) };
        let waker = self.in_order[place].1.take()?;
        self.cancelled += 1;
        self.clean_front();
        if self.cancelled > self.in_order.len() / 2 {
            self.in_order.retain(|(_, waker)| waker.is_some());
            self.cancelled = 0;
        }
        Some(waker)
    }

    /// All who sleep, in order.
    pub(crate) fn all(&self) -> Vec<(Instant, &Waker)> {
        let in_order = self.in_order.iter();
        let in_order = in_order.filter_map(|(key, waker)| Some((*key, waker.as_ref()?)));
        let rest = self.out_of_order.iter().map(|(key, waker)| (*key, waker));
        let mut all: Vec<_> = in_order.chain(rest).collect();
        all.sort_by_key(|(key, _)| *key);
        let at = |key: Key| self.epoch + Duration::from_nanos(key.deadline);
        all.into_iter().map(|(key, waker)| (at(key), waker)).collect()
    }

    /// When the first fires.
    pub(crate) fn first(&self) -> Option<Instant> {
        let key = self.first_key()?;
        Some(self.epoch + Duration::from_nanos(key.deadline))
    }

    /// Takes out the first sleeper whose time has come.
    pub(crate) fn expire(&mut self, now: Instant) -> Option<Waker> {
        let key = self.first_key().filter(|key| key.deadline <= self.nanos(now))?;
        if self.in_order.front().is_some_and(|(front, _)| *front == key) {
            let (_, waker) = self.in_order.pop_front()?;
            self.clean_front();
            waker
        } else {
            self.out_of_order.pop_first().map(|(_, waker)| waker)
        }
    }

    fn first_key(&self) -> Option<Key> {
        let in_order = self.in_order.front().map(|(key, _)| *key);
        let out_of_order = self.out_of_order.first_key_value().map(|(key, _)| *key);
        match (in_order, out_of_order) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    fn key(&self, deadline: Instant, number: Number) -> Key {
        Key { deadline: self.nanos(deadline), number }
    }

    fn place(&self, key: Key) -> Option<usize> {
        self.in_order.binary_search_by_key(&key, |(key, _)| *key).ok()
    }

    /// Lets the cancelled ones at the front go, so that the front is somebody who sleeps.
    fn clean_front(&mut self) {
        while let Some((_, None)) = self.in_order.front() {
            self.in_order.pop_front();
            self.cancelled -= 1;
        }
    }

    fn nanos(&self, at: Instant) -> u64 {
        let since = at.saturating_duration_since(self.epoch);
        // After 584 years of running the last deadlines fall together.
        since.as_secs().saturating_mul(1_000_000_000).saturating_add(since.subsec_nanos().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of numbers that look random, the same in every run.
    fn generator(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        }
    }

    #[test]
    fn agrees_with_a_plain_list() {
        for seed in 0..50 {
            let mut random = generator(seed);
            let mut timers = Timers::new(0);
            let epoch = timers.epoch;
            let at = |nanos| epoch + Duration::from_nanos(nanos);
            let mut list: Vec<Key> = Vec::new();
            for _ in 0..400 {
                match random(4) {
                    0 | 1 => {
                        let deadline = random(50);
                        let number = timers.insert(at(deadline), Waker::noop().clone());
                        list.push(Key { deadline, number });
                        list.sort();
                    }
                    2 if !list.is_empty() => {
                        let Key { deadline, number } =
                            list.remove(random(list.len() as u64) as usize);
                        assert!(timers.waker_mut(at(deadline), number).is_some());
                        assert!(timers.remove(at(deadline), number).is_some());
                        assert!(timers.remove(at(deadline), number).is_none(), "it is gone");
                    }
                    _ => {
                        let now = random(50);
                        let due = list.first().is_some_and(|key| key.deadline <= now);
                        assert_eq!(timers.expire(at(now)).is_some(), due);
                        if due {
                            let Key { deadline, number } = list.remove(0);
                            assert!(timers.waker_mut(at(deadline), number).is_none());
                        }
                    }
                }
                assert!(timers.first_key() == list.first().copied());
                assert_eq!(timers.len(), list.len());
                assert!(timers.in_order.len() <= 2 * list.len().max(1), "the cancelled are let go");
            }
        }
    }
}
