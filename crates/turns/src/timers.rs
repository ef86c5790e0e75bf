//! Who wants to be woken when.
//!
//! Most programs sleep for the same few times over and over, so most deadlines come in order.
//! Those stand in a queue, where putting one in and taking the first out costs next to nothing.
//! A deadline that is sooner than the last in the queue goes to a sorted tree.
//!
//! A sleep or a call may keep the name of a timer that fired long ago, in this loop or in one that
//! is gone, and take it back. So a name never comes again, whatever the moment.

use crate::ticket::{FLAG_BITS, Ticket};
use std::collections::{BTreeMap, VecDeque};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Waker;
use std::time::{Duration, Instant};

/// A moment, in nanoseconds since this program first wanted to know one: half the size of an
/// `Instant`. What was before is zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(u64);

static EPOCH: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Moment {
    /// After all that the clock can say: 584 years.
    pub(crate) const NEVER: Moment = Moment(u64::MAX);
    /// Nobody lives to see it: 292 years.
    const DISTANT: Moment = Moment(u64::MAX / 2);

    pub(crate) fn now() -> Moment {
        Moment::from(Instant::now())
    }

    pub(crate) fn after(self, duration: Duration) -> Moment {
        Moment(self.0.saturating_add(nanos(duration)))
    }

    /// How much later this is; zero if it is not.
    pub(crate) fn since(self, earlier: Moment) -> Duration {
        if self == Moment::NEVER {
            return Duration::MAX;
        }
        Duration::from_nanos(self.nanos_since(earlier))
    }

    /// The same, of two moments that have come.
    pub(crate) fn nanos_since(self, earlier: Moment) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    pub(crate) fn instant(self) -> Option<Instant> {
        if self == Moment::NEVER { None } else { EPOCH.checked_add(Duration::from_nanos(self.0)) }
    }
}

impl From<Instant> for Moment {
    fn from(at: Instant) -> Moment {
        Moment(nanos(at.saturating_duration_since(*EPOCH)))
    }
}

fn nanos(duration: Duration) -> u64 {
    duration.as_secs().saturating_mul(1_000_000_000).saturating_add(duration.subsec_nanos().into())
}

/// Names a timer of a loop, together with its deadline.
#[derive(Clone, Copy)]
pub(crate) enum Timer {
    InOrder { loop_id: u16, run: Number },
    OutOfOrder { loop_id: u16, number: Number },
}

impl Timer {
    pub(crate) fn loop_id(self) -> u16 {
        match self {
            Timer::InOrder { loop_id, .. } | Timer::OutOfOrder { loop_id, .. } => loop_id,
        }
    }
}

/// A number that no other loop of the process has given out: a million million of them, in five
/// bytes, so that a sleep has two words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number {
    high: u8,
    low: [u8; 4],
}

/// How many numbers a loop takes at a time.
const NUMBERS: u64 = 1024;
/// The first that no loop has taken.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl Number {
    fn new(number: u64) -> Number {
        Number { high: (number >> 32) as u8, low: (number as u32).to_be_bytes() }
    }
}

/// Who is to be woken: a ticket's number, or the place of a waker that is not ours.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Who(u64);

const FOREIGN: u64 = 1 << 63;
const CANCELLED: Who = Who(FLAG_BITS);

/// The sleepers of a loop.
pub(crate) struct Timers {
    loop_id: u16,
    /// Sorted, because each is put in only if it is not sooner than the last. No two of a run are
    /// equal, those included that are no longer here, so a deadline says which is meant.
    in_order: VecDeque<(Moment, Who)>,
    /// Which run of deadlines this is. A new one begins when nobody is left of the old one.
    run: Number,
    /// The latest deadline of the run, as it was asked for, and as it was given.
    last: (Moment, Moment),
    /// No deadline is moved.
    exact: bool,
    /// How many of `in_order` are cancelled. Never the first, never more than half.
    cancelled: usize,
    /// The rest; the number tells equal ones apart, in the order of their coming.
    out_of_order: BTreeMap<(Moment, Number), Who>,
    /// The next number to give out; a multiple of `NUMBERS` if none is left.
    next: u64,
    /// Wakers of others, such as of `FuturesUnordered`.
    foreign: slab::Slab<Waker>,
}

impl Timers {
    pub(crate) fn new(loop_id: u16) -> Timers {
        let mut timers = Timers {
            loop_id,
            in_order: VecDeque::new(),
            run: Number::new(0),
            last: (Moment(0), Moment(0)),
            exact: false,
            cancelled: 0,
            out_of_order: BTreeMap::new(),
            next: 0,
            foreign: slab::Slab::new(),
        };
        timers.run = timers.number();
        timers
    }

    /// Moves no deadline from now on. A clock that jumps would stop at each of those nanoseconds.
    pub(crate) fn be_exact(&mut self) {
        self.exact = true;
    }

    /// A number that nobody has had.
    fn number(&mut self) -> Number {
        if self.next.is_multiple_of(NUMBERS) {
            self.next = NEXT.fetch_add(NUMBERS, Ordering::Relaxed);
        }
        self.next += 1;
        Number::new(self.next)
    }

    /// How many sleep.
    pub(crate) fn len(&self) -> usize {
        self.in_order.len() - self.cancelled + self.out_of_order.len()
    }

    /// Puts a sleeper in. Its deadline may be moved by nanoseconds, to be like no other.
    pub(crate) fn insert(&mut self, deadline: &mut Moment, waker: Waker) -> Timer {
        let who = match Ticket::of(&waker) {
            Some(ticket) => Who(ticket.number()),
            None => Who(FOREIGN | self.foreign.insert(waker) as u64),
        };
        let loop_id = self.loop_id;
        if self.in_order.is_empty() && *deadline <= self.last.1 {
            self.run = self.number();
            self.last = (Moment(0), Moment(0));
        }
        let (asked, given) = self.last;
        let new = Moment(deadline.0.max(given.0 + 1));
        // Whoever sleeps for ever, or as good as, would send all that come later to the tree.
        if *deadline < asked || new >= Moment::DISTANT || self.exact && new != *deadline {
            let number = self.number();
            self.out_of_order.insert((*deadline, number), who);
            return Timer::OutOfOrder { loop_id, number };
        }
        self.last = (*deadline, new);
        *deadline = new;
        self.in_order.push_back((new, who));
        Timer::InOrder { loop_id, run: self.run }
    }

    /// Whether this timer has not fired and will wake that waker.
    pub(crate) fn will_wake(&self, deadline: Moment, timer: Timer, waker: &Waker) -> bool {
        let who = match timer {
            Timer::InOrder { run, .. } => {
                self.place(deadline, run).map(|place| self.in_order[place].1)
            }
            Timer::OutOfOrder { number, .. } => self.out_of_order.get(&(deadline, number)).copied(),
        };
        match who {
            Some(Who(place)) if place & FOREIGN != 0 => self
                .foreign
                .get((place & !FOREIGN) as usize)
                .is_some_and(|old| old.will_wake(waker)),
            Some(Who(number)) => Ticket::of(waker).is_some_and(|ticket| ticket.number() == number),
            None => false,
        }
    }

    /// Takes a timer out, unless it has fired. The caller drops the waker when the timers are no
    /// longer borrowed.
    pub(crate) fn remove(&mut self, deadline: Moment, timer: Timer) -> Option<Waker> {
        let who = match timer {
            Timer::InOrder { run, .. } => {
                let place = self.place(deadline, run)?;
                let who = std::mem::replace(&mut self.in_order[place].1, CANCELLED);
                self.cancelled += 1;
                self.clean();
                who
            }
            Timer::OutOfOrder { number, .. } => self.out_of_order.remove(&(deadline, number))?,
        };
        self.waker(who)
    }

    /// Shows all who sleep, in order, to a function that runs no foreign code.
    pub(crate) fn each(&self, mut show: impl FnMut(Moment, &Waker)) {
        let in_order = self.in_order.iter().filter(|(_, who)| *who != CANCELLED).copied();
        let rest = self.out_of_order.iter().map(|(key, who)| (key.0, *who));
        let mut all: Vec<_> = in_order.chain(rest).collect();
        all.sort_by_key(|(deadline, _)| *deadline);
        for (deadline, Who(who)) in all {
            match who & FOREIGN {
                0 => show(deadline, &Ticket::from_number(who).waker()),
                _ => show(deadline, &self.foreign[(who & !FOREIGN) as usize]),
            }
        }
    }

    /// The wakers that are not ours. Those who sleep by them can go to another loop, if this one
    /// ends and they are told.
    pub(crate) fn into_foreign(self) -> impl Iterator<Item = Waker> {
        self.foreign.into_iter().map(|(_, waker)| waker)
    }

    /// When the first fires; none if nobody is left, but such as sleep for ever.
    pub(crate) fn first(&self) -> Option<Moment> {
        let in_order = self.in_order.front().map(|(deadline, _)| *deadline);
        let out_of_order = self.out_of_order.first_key_value().map(|(key, _)| key.0);
        match (in_order, out_of_order) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
        .filter(|first| *first != Moment::NEVER)
    }

    /// Takes out the first sleeper whose time has come.
    pub(crate) fn expire(&mut self, now: Moment) -> Option<Waker> {
        let first = self.first().filter(|first| *first <= now)?;
        let who = match self.in_order.front() {
            Some((front, who)) if *front == first => {
                let who = *who;
                self.in_order.pop_front();
                self.clean();
                who
            }
            _ => self.out_of_order.pop_first()?.1,
        };
        self.waker(who)
    }

    fn waker(&mut self, who: Who) -> Option<Waker> {
        if who == CANCELLED {
            None
        } else if who.0 & FOREIGN == 0 {
            Some(Ticket::from_number(who.0).waker())
        } else {
            let waker = self.foreign.try_remove((who.0 & !FOREIGN) as usize);
            if self.foreign.is_empty() && self.foreign.capacity() > 64 {
                self.foreign.shrink_to_fit();
            }
            waker
        }
    }

    fn place(&self, deadline: Moment, run: Number) -> Option<usize> {
        if run != self.run {
            return None;
        }
        let place = self.in_order.binary_search_by_key(&deadline, |(at, _)| *at).ok()?;
        (self.in_order[place].1 != CANCELLED).then_some(place)
    }

    /// Lets cancelled ones go: those at the front, so that the front is somebody who sleeps, and
    /// all when they are more than half.
    fn clean(&mut self) {
        while let Some((_, CANCELLED)) = self.in_order.front() {
            self.in_order.pop_front();
            self.cancelled -= 1;
        }
        if self.cancelled > self.in_order.len() / 2 {
            self.in_order.retain(|(_, who)| *who != CANCELLED);
            self.cancelled = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::task::Wake;

    /// A small generator of numbers that look random, the same in every run.
    fn generator(mut seed: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        }
    }

    struct Other;

    impl Wake for Other {
        fn wake(self: Arc<Self>) {}
    }

    #[test]
    fn agrees_with_a_plain_list() {
        for seed in 0..50 {
            let mut random = generator(seed);
            let mut timers = Timers::new(0);
            // Every other waker is ours.
            let ours = Ticket::new(0, 1).waker();
            let theirs = Waker::from(Arc::new(Other));
            let wakers = [&ours, &theirs];
            let mut list: Vec<(Moment, Timer, &Waker)> = Vec::new();
            for _ in 0..400 {
                match random(4) {
                    0 | 1 => {
                        let mut deadline = Moment(random(50) * 1000);
                        let waker = wakers[random(2) as usize];
                        let timer = timers.insert(&mut deadline, waker.clone());
                        list.push((deadline, timer, waker));
                        // Of two that are equal, the one in the tree comes second.
                        let is_late = |timer| matches!(timer, Timer::OutOfOrder { .. });
                        list.sort_by_key(|(deadline, timer, _)| (*deadline, is_late(*timer)));
                    }
                    2 if !list.is_empty() => {
                        let (deadline, timer, waker) =
                            list.remove(random(list.len() as u64) as usize);
                        let other = if waker.will_wake(&ours) { &theirs } else { &ours };
                        assert!(timers.will_wake(deadline, timer, waker));
                        assert!(!timers.will_wake(deadline, timer, other));
                        let removed = timers.remove(deadline, timer);
                        assert!(removed.is_some_and(|removed| removed.will_wake(waker)));
                        assert!(timers.remove(deadline, timer).is_none(), "it is gone");
                    }
                    _ => {
                        let now = Moment(random(50) * 1000 + 500);
                        let due = list.first().is_some_and(|(deadline, ..)| *deadline <= now);
                        assert_eq!(timers.expire(now).is_some(), due);
                        if due {
                            list.remove(0);
                        }
                    }
                }
                assert!(timers.first() == list.first().map(|(deadline, ..)| *deadline));
                assert_eq!(timers.len(), list.len());
                assert!(timers.in_order.len() <= 2 * list.len().max(1), "the cancelled are let go");
                let foreign = list.iter().filter(|(.., waker)| !waker.will_wake(&ours));
                assert_eq!(timers.foreign.len(), foreign.count());
            }
        }
    }

    /// A name that was kept does not fit a timer of the same moment that was set anew.
    #[test]
    fn a_name_does_not_come_again() {
        let waker = Ticket::new(0, 1).waker();
        let set = |timers: &mut Timers, at| {
            let mut deadline = Moment(at);
            let timer = timers.insert(&mut deadline, waker.clone());
            (deadline, timer)
        };
        for later in [None, Some(9)] {
            // A later one sends those that follow to the tree.
            let mut timers = Timers::new(0);
            later.map(|at| set(&mut timers, at));
            let fired = set(&mut timers, 7);
            assert!(timers.expire(Moment(8)).is_some());
            let taken_back = set(&mut timers, 7);
            assert!(timers.remove(taken_back.0, taken_back.1).is_some());
            let anew = set(&mut timers, 7);
            for (deadline, timer) in [fired, taken_back] {
                assert!(!timers.will_wake(deadline, timer, &waker));
                assert!(timers.remove(deadline, timer).is_none());
            }
            assert!(timers.remove(anew.0, anew.1).is_some());

            // The same in another loop that has the number of one that is gone.
            let old = set(&mut timers, 7);
            let mut next = Timers::new(0);
            later.map(|at| set(&mut next, at));
            let anew = set(&mut next, 7);
            assert!(old.0 == anew.0 && next.remove(old.0, old.1).is_none());
            assert!(next.remove(anew.0, anew.1).is_some());
        }
    }

    #[test]
    fn numbers_are_taken_by_the_thousand_and_are_all_different() {
        let mut loops = [Timers::new(0), Timers::new(0)];
        let numbers: Vec<_> = (0..5000).map(|i| loops[i % 2].number()).collect();
        assert_eq!(numbers.iter().collect::<std::collections::BTreeSet<_>>().len(), 5000);
        // Beyond 32 bits, too.
        loops[0].next = (1 << 32) - 1;
        let (last, first) = (loops[0].number(), Number::new(0));
        assert!(last != first && first < last);
    }

    /// Deadlines at the very end, more of them than there are nanoseconds left.
    #[test]
    fn who_sleeps_for_ever_is_in_nobodys_way() {
        let mut timers = Timers::new(0);
        let waker = Ticket::new(0, 1).waker();
        let mut names = Vec::new();
        for at in [u64::MAX - 2, u64::MAX - 1, u64::MAX, u64::MAX, u64::MAX / 2 - 1, u64::MAX / 2] {
            for _ in 0..4 {
                let mut deadline = Moment(at);
                let timer = timers.insert(&mut deadline, waker.clone());
                assert!(deadline.since(Moment(at)) <= Duration::from_nanos(3) || at == u64::MAX);
                names.push((deadline, timer));
            }
        }
        assert!(timers.expire(Moment(1 << 62)).is_none());
        for (deadline, timer) in names {
            assert!(timers.will_wake(deadline, timer, &waker));
            assert!(timers.remove(deadline, timer).is_some());
        }
        assert!(timers.first().is_none() && timers.len() == 0);
        timers.insert(&mut Moment::NEVER.clone(), waker);
        assert!(timers.first().is_none(), "never is not a time to wait for");
    }

    #[test]
    fn equal_deadlines_fire_in_the_order_of_their_coming() {
        for last in [0, 9] {
            let mut timers = Timers::new(0);
            // A later one sends those that follow to the tree.
            timers.insert(&mut Moment(last), Waker::noop().clone());
            for slot in 0..5 {
                timers.insert(&mut Moment(7), Ticket::new(0, slot).waker());
            }
            let fired = std::iter::from_fn(|| timers.expire(Moment(20)));
            let slots = fired.filter_map(|waker| Some(Ticket::of(&waker)?.slot()));
            assert_eq!(slots.collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        }
    }
}
