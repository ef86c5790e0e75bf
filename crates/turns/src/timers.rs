//! Who wants to be woken when.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::Instant;

/// Names one timer: its deadline, and its number among those of the loop.
pub(crate) type Key = (Instant, u64);

/// The sleepers of a loop, in the order of their deadlines; equal deadlines in the order of
/// their coming.
#[derive(Default)]
pub(crate) struct Timers {
    sleepers: BTreeMap<Key, Waker>,
    next_number: u64,
}

impl Timers {
    pub(crate) fn insert(&mut self, deadline: Instant, waker: Waker) -> Key {
        let key = (deadline, self.next_number);
        self.next_number += 1;
        self.sleepers.insert(key, waker);
        key
    }

    /// Who is to be woken by this timer, if it has not fired.
    pub(crate) fn waker_mut(&mut self, key: Key) -> Option<&mut Waker> {
        self.sleepers.get_mut(&key)
    }

    /// Takes a timer out. The caller drops the waker when the timers are no longer borrowed.
    pub(crate) fn remove(&mut self, key: Key) -> Option<Waker> {
        self.sleepers.remove(&key)
    }

    /// The deadline of the first to fire.
    pub(crate) fn first(&self) -> Option<Instant> {
        self.sleepers.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    /// Takes out the first sleeper whose time has come.
    pub(crate) fn expire(&mut self, now: Instant) -> Option<Waker> {
        let first = self.sleepers.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
    }
}
