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
use std::hash::{BuildHasherDefault, Hasher};
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
    keys: HashSet<u64, BuildHasherDefault<Spread>>,
    /// The loop sleeps, or is about to; nobody has rung yet.
    asleep: bool,
    /// The loop is gone.
    closed: bool,
}

impl<T> Mailbox<T> {
    pub(crate) fn new() -> Mailbox<T> {
        let (letters, keys) = (Vec::new(), HashSet::default());
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

    /// As `put`, unless a letter with this key lies in the box already.
    ///
    /// # Errors
    ///
    /// Gives the letter back if the loop is gone.
    pub(crate) fn put_once(&self, key: u64, letter: T) -> Result<bool, T> {
        self.put_in(letter, Some(key))
    }

    fn put_in(&self, letter: T, key: Option<u64>) -> Result<bool, T> {
        let mut state = self.lock();
        if state.closed {
            return Err(letter);
        }
        // Whoever put in the first one has rung.
        if key.is_some_and(|key| !state.keys.insert(key)) {
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
        // A table that was large once would take long to clear ever after.
        if state.keys.capacity() > KEYS_TO_KEEP {
            state.keys = HashSet::default();
        } else {
            state.keys.clear();
        }
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

/// How large a table of keys is used again.
const KEYS_TO_KEEP: usize = 1024;

/// Spreads a key over all bits, by the multiplication that [Knuth] proposes (The Art of Computer
/// Programming, volume 3, 6.4). Keys are our own numbers, so nobody can choose them to collide.
///
/// [Knuth]: https://www-cs-faculty.stanford.edu/~knuth/taocp.html
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        let spread = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // The table looks at the highest and at the lowest bits.
        self.0 = spread ^ spread >> 32;
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
                    if theirs.0.put_once(7, 7).unwrap() {
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
