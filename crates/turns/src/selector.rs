//! Where a loop waits: until a socket is ready, somebody rings, or a moment has come.
//!
//! The crate `polling` asks each system in that system's way. On Linux its wait takes five system
//! calls, since it sets its timer and its bell anew each time. With a timer and a bell that tell of
//! each event once (edge-triggered) one is enough, and a second if the moment is another one than
//! last time.

use crate::timers::Moment;
#[cfg(not(target_os = "linux"))]
use polling::{AsSource, PollMode};
use polling::{Event, Poller};
use std::io;

#[cfg(target_os = "linux")]
use rustix::{
    buffer::spare_capacity,
    event::{EventfdFlags, Timespec, epoll, eventfd},
    fd::{AsFd, OwnedFd},
    io::{Errno, write},
    time::{Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags},
    time::{timerfd_create, timerfd_settime},
};

/// How long to wait, if there is nothing to hear.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    NoTime,
    Until(Moment),
    Forever,
}

/// A poller with its bell. Other threads have it to ring, and the loop to wait.
pub(crate) struct Selector {
    poller: Poller,
    #[cfg(target_os = "linux")]
    bell: OwnedFd,
    #[cfg(target_os = "linux")]
    timer: OwnedFd,
}

impl Selector {
    /// What sockets are added to.
    pub(crate) fn poller(&self) -> &Poller {
        &self.poller
    }
}

/// What the loop hears in a wait, and keeps for the next.
#[cfg(target_os = "linux")]
pub(crate) struct Heard {
    events: Vec<epoll::Event>,
    /// What the timer is set to, unless it has told of it.
    set: Option<Moment>,
}

#[cfg(target_os = "linux")]
const BELL: u64 = u64::MAX;
#[cfg(target_os = "linux")]
const TIMER: u64 = u64::MAX - 1;
/// As many events as are heard at a time.
#[cfg(target_os = "linux")]
const EVENTS: usize = 1024;

#[cfg(target_os = "linux")]
impl Selector {
    pub(crate) fn new() -> io::Result<Selector> {
        let poller = Poller::new()?;
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        let timer_flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
        let timer = timerfd_create(TimerfdClockId::Monotonic, timer_flags)?;
        for (source, key) in [(&bell, BELL), (&timer, TIMER)] {
            let once = epoll::EventFlags::IN | epoll::EventFlags::ET;
            epoll::add(&poller, source, epoll::EventData::new_u64(key), once)?;
        }
        Ok(Selector { poller, bell, timer })
    }

    /// Lets the system watch a socket. `polling` would have it tell of urgent data, too; and a peek
    /// takes none of that out, so it would be told of again and again.
    pub(crate) fn add(&self, source: impl AsFd, interest: Event) -> io::Result<()> {
        let key = epoll::EventData::new_u64(interest.key as u64);
        Ok(epoll::add(&self.poller, source, key, flags(interest))?)
    }

    /// Says what to watch for from now on.
    pub(crate) fn modify(&self, source: impl AsFd, interest: Event) -> io::Result<()> {
        let key = epoll::EventData::new_u64(interest.key as u64);
        Ok(epoll::modify(&self.poller, source, key, flags(interest))?)
    }

    /// Ends the wait that goes on, or the next one. Nobody need hear it, to ring again.
    pub(crate) fn ring(&self) {
        // It counts the rings, and would fail after 2⁶⁴ of them.
        let _ = write(&self.bell, &1_u64.to_ne_bytes());
    }

    /// Waits until there is something to hear, or the limit has come. A signal ends it, too.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn wait(&self, heard: &mut Heard, limit: Limit) -> io::Result<()> {
        if let Limit::Until(moment) = limit
            && heard.set != Some(moment)
        {
            let left = moment.nanos_since(Moment::now());
            // No time at all would stop the timer.
            self.set_timer(left.max(1))?;
            heard.set = Some(moment);
        }
        let no_time = Timespec { tv_sec: 0, tv_nsec: 0 };
        let timeout = matches!(limit, Limit::NoTime).then_some(&no_time);
        heard.events.clear();
        match epoll::wait(&self.poller, spare_capacity(&mut heard.events), timeout) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        if heard.events.iter().any(|event| event.data.u64() == TIMER) {
            heard.set = None;
        }
        Ok(())
    }

    fn set_timer(&self, nanos: u64) -> io::Result<()> {
        let it_value = Timespec {
            tv_sec: (nanos / 1_000_000_000) as i64,
            tv_nsec: (nanos % 1_000_000_000) as i64,
        };
        let once = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value };
        timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &once)?;
        Ok(())
    }
}

/// What a socket is watched for; that it has ended is told without being asked.
#[cfg(target_os = "linux")]
fn flags(interest: Event) -> epoll::EventFlags {
    let mut flags = epoll::EventFlags::empty();
    flags.set(epoll::EventFlags::IN, interest.readable);
    flags.set(epoll::EventFlags::OUT, interest.writable);
    flags
}

#[cfg(target_os = "linux")]
impl Heard {
    pub(crate) fn new() -> Heard {
        Heard { events: Vec::with_capacity(EVENTS), set: None }
    }

    /// What is said of sockets, and under keys of no socket, of bell and timer.
    pub(crate) fn events(&self) -> impl Iterator<Item = Event> {
        use epoll::EventFlags as Flags;
        self.events.iter().map(|event| {
            let (flags, data) = (event.flags, event.data);
            let ended = Flags::HUP | Flags::ERR;
            let readable = flags.intersects(Flags::IN | ended);
            Event::new(data.u64() as usize, readable, flags.intersects(Flags::OUT | ended))
        })
    }
}

/// What the loop hears in a wait.
#[cfg(not(target_os = "linux"))]
pub(crate) struct Heard(polling::Events);

#[cfg(not(target_os = "linux"))]
impl Selector {
    pub(crate) fn new() -> io::Result<Selector> {
        Ok(Selector { poller: Poller::new()? })
    }

    /// Says what to watch for from now on.
    pub(crate) fn modify(&self, source: impl AsSource, interest: Event) -> io::Result<()> {
        self.poller.modify_with_mode(source, interest, PollMode::Level)
    }

    /// Ends the wait that goes on, or the next one.
    pub(crate) fn ring(&self) {
        // It fails only if the system refuses to write to its own pipe.
        let _ = self.poller.notify();
    }

    /// Waits until there is something to hear, or the limit has come.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub(crate) fn wait(&self, heard: &mut Heard, limit: Limit) -> io::Result<()> {
        let timeout = match limit {
            Limit::NoTime => Some(std::time::Duration::ZERO),
            Limit::Until(moment) => Some(moment.since(Moment::now())),
            Limit::Forever => None,
        };
        heard.0.clear();
        self.poller.wait(&mut heard.0, timeout).map(drop)
    }
}

#[cfg(not(target_os = "linux"))]
impl Heard {
    pub(crate) fn new() -> Heard {
        Heard(polling::Events::new())
    }

    /// What is said of sockets.
    pub(crate) fn events(&self) -> impl Iterator<Item = Event> {
        self.0.iter()
    }
}
