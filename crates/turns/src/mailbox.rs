//! How a loop gets its mail, and how it goes to sleep without missing any.
//!
//! One lock guards the letters and the word `asleep`. A sender that finds the loop asleep must
//! ring; a loop goes to sleep only when it has seen, under the same lock, that there is no letter.
//! So no letter comes unseen between the look and the sleep.
//!
//! A letter with a key lies in the box once, however often it is put in: the second wake of a task
//! says nothing that the first has not said.

#[cfg(loom)]
use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, Ordering},
};
use std::collections::HashSet;
use std::sync::PoisonError;
#[cfg(not(loom))]
use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, Ordering},
};

/// Letters from any thread to one.
pub(crate) struct Mailbox<T> {
    /// Whether there may be a letter: the one word that a busy loop reads.
    has_mail: AtomicBool,
    state: Mutex<State<T>>,
}

struct State<T> {
    letters: Vec<T>,
    /// The keys of those letters that have one.
    keys: Keys,
    /// The loop sleeps, or is about to; nobody has rung yet.
    asleep: bool,
    /// The loop is gone.
    closed: bool,
}

impl<T> Mailbox<T> {
    pub(crate) fn new() -> Mailbox<T> {
        let (letters, keys) = (Vec::new(), Keys::default());
        let state = State { letters, keys, asleep: false, closed: false };
        Mailbox { has_mail: AtomicBool::new(false), state: Mutex::new(state) }
    }

    /// Puts a letter in. True: the loop sleeps and the caller must ring, once the lock is let go,
    /// or the loop would wake only to wait for it.
    ///
    /// # Errors
    ///
    /// Gives the letter back if the loop is gone.
    pub(crate) fn put(&self, letter: T) -> Result<bool, T> {
        self.put_in(letter, None)
    }

    /// As `put`, unless a letter with this key lies in the box already. The place is a small number;
    /// keys that share one are slower to find.
    ///
    /// # Errors
    ///
    /// Gives the letter back if the loop is gone.
    pub(crate) fn put_once(&self, place: usize, key: u64, letter: T) -> Result<bool, T> {
        self.put_in(letter, Some((place, key)))
    }

    fn put_in(&self, letter: T, key: Option<(usize, u64)>) -> Result<bool, T> {
        let mut state = self.lock();
        if state.closed {
            return Err(letter);
        }
        // Whoever put in the first one has rung.
        if key.is_some_and(|(place, key)| !state.keys.insert(place, key)) {
            return Ok(false);
        }
        state.letters.push(letter);
        self.has_mail.store(true, Ordering::Release);
        Ok(std::mem::take(&mut state.asleep))
    }

    /// Whether there may be a letter. One that this look misses is seen by the next one, or by
    /// `fall_asleep`.
    pub(crate) fn has_mail(&self) -> bool {
        self.has_mail.load(Ordering::Acquire)
    }

    /// Takes all letters, if there are any.
    pub(crate) fn take(&self) -> Vec<T> {
        if !self.has_mail() {
            return Vec::new();
        }
        let mut state = self.lock();
        self.has_mail.store(false, Ordering::Release);
        state.keys.clear();
        std::mem::take(&mut state.letters)
    }

    /// Says that the loop is about to sleep; false if there is a letter to read first.
    pub(crate) fn fall_asleep(&self) -> bool {
        let mut state = self.lock();
        state.asleep = state.letters.is_empty();
        state.asleep
    }

    /// Says that the loop is awake again: senders need not ring.
    pub(crate) fn wake_up(&self) {
        self.lock().asleep = false;
    }

    /// Refuses letters from now on and gives back those that were never read.
    pub(crate) fn close(&self) -> Vec<T> {
        let mut state = self.lock();
        state.closed = true;
        std::mem::take(&mut state.letters)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nobody panics with the lock held; a poisoned lock holds good mail all the same.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The keys of the letters in the box. Adding one is a look at its place, and forgetting them all is
/// a step of `round`: a thread that wakes holds the lock for no longer than it must.
struct Keys {
    /// The key that came first to each place, and in which round.
    first: Vec<(u64, u64)>,
    /// Keys that found another one of this round in their place: wakes of a task that has gone,
    /// beside those of the task that has its slot now.
    others: HashSet<u64>,
    round: u64,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys { first: Vec::new(), others: HashSet::new(), round: 1 }
    }
}

impl Keys {
    /// True: the key was not there.
    fn insert(&mut self, place: usize, key: u64) -> bool {
        if place >= self.first.len() {
            self.first.resize(place + 1, (0, 0));
        }
        let first = &mut self.first[place];
        if first.1 != self.round {
            *first = (key, self.round);
            return true;
        }
        first.0 != key && self.others.insert(key)
    }

    fn clear(&mut self) {
        self.round += 1;
        if !self.others.is_empty() {
            self.others = HashSet::new();
        }
    }
}

#[cfg(test)]
mod keys {
    use super::Keys;

    #[test]
    fn a_key_is_new_once_a_round_whatever_shares_its_place() {
        let mut keys = Keys::default();
        for _ in 0..3 {
            for (place, key) in [(0, 10), (7, 17), (7, 27), (7, 37), (3, 0)] {
                assert!(keys.insert(place, key), "{key}");
            }
            for (place, key) in [(7, 27), (7, 17), (0, 10), (7, 37), (3, 0)] {
                assert!(!keys.insert(place, key), "{key}");
            }
            keys.clear();
        }
    }
}

/// Every order in which the threads can run, by loom:
/// `RUSTFLAGS="--cfg loom" cargo test -p turns --lib --release mailbox`.
#[cfg(all(test, loom))]
mod tests {
    use super::*;
    use loom::sync::{Arc, Notify};
    use loom::thread;

    /// A loop that sleeps in `bell` until it has read so many letters.
    fn read(mailbox: &Mailbox<u32>, bell: &Notify, wanted: usize) -> Vec<u32> {
        let mut read = Vec::new();
        while read.len() < wanted {
            read.extend(mailbox.take());
            if read.len() < wanted && mailbox.fall_asleep() {
                bell.wait();
                mailbox.wake_up();
            }
        }
        read
    }

    /// Each sender puts its letters in; the loop reads them all.
    fn all_arrive(senders: &'static [&'static [u32]]) {
        let shared = Arc::new((Mailbox::new(), Notify::new()));
        let threads = senders.iter().map(|letters| {
            let shared = shared.clone();
            thread::spawn(move || {
                for letter in *letters {
                    if shared.0.put(*letter).unwrap() {
                        shared.1.notify();
                    }
                }
            })
        });
        let threads: Vec<_> = threads.collect();
        let sent = senders.concat();

        let mut letters = read(&shared.0, &shared.1, sent.len());

        threads.into_iter().for_each(|thread| thread.join().unwrap());
        letters.sort();
        assert_eq!(letters, sent);
    }

    #[test]
    fn no_letter_of_one_thread_is_missed() {
        loom::model(|| all_arrive(&[&[1, 2]]));
    }

    /// All orders are too many here: those in which a thread is interrupted up to three times.
    #[test]
    fn no_letter_of_two_threads_is_missed() {
        let mut model = loom::model::Builder::new();
        model.preemption_bound = Some(3);
        model.check(|| all_arrive(&[&[1, 2], &[3]]));
    }

    /// What a task waits for is written before it is woken. However the second wake falls, the loop
    /// reads a wake after the second writing.
    #[test]
    fn a_wake_that_is_left_out_is_covered_by_the_one_that_lies_there() {
        loom::model(|| {
            let shared =
                Arc::new((Mailbox::new(), Notify::new(), loom::sync::atomic::AtomicU32::new(0)));
            let theirs = shared.clone();
            let sender = thread::spawn(move || {
                for written in [1, 2] {
                    theirs.2.store(written, Ordering::Release);
                    if theirs.0.put_once(0, 7, 7).unwrap() {
                        theirs.1.notify();
                    }
                }
            });

            let mut seen = 0;
            while seen < 2 {
                read(&shared.0, &shared.1, 1);
                seen = shared.2.load(Ordering::Acquire);
            }

            sender.join().unwrap();
        });
    }

    #[test]
    fn a_letter_is_read_or_given_back_when_the_loop_goes() {
        loom::model(|| {
            let mailbox = Arc::new(Mailbox::new());
            let theirs = mailbox.clone();
            let sender = thread::spawn(move || usize::from(theirs.put(1).is_err()));

            let read = mailbox.take().len();
            let unread = mailbox.close().len();

            assert_eq!(read + unread + sender.join().unwrap(), 1);
        });
    }
}
