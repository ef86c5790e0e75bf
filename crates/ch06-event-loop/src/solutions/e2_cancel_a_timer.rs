//! The key of the tree is the moment together with a number that is never used twice. So the key
//! names one timer and no other, and the handle is the key. `cancel` is one `remove`: it costs no
//! more than putting the timer in, and a handle that is out of date finds nothing.
//!
//! asyncio keeps its timers in a heap, from whose middle nothing can be taken. It marks the
//! cancelled ones, and cleans up when there are more than a hundred timers and more than half of
//! them are cancelled. turns has a queue beside its tree, and does the same there.

use std::collections::BTreeMap;

/// Who is to be called when, the earliest first; of two at the same time, who came first. A time is
/// a number here, so that the test need not wait.
#[derive(Default)]
pub struct Timers {
    sleepers: BTreeMap<(u64, u64), &'static str>,
    numbers: u64,
}

/// What the one who registered a timer gets, and can cancel it by.
#[derive(Debug, Clone, Copy)]
pub struct TimerHandle {
    key: (u64, u64),
}

impl Timers {
    /// Registers somebody for a moment: asyncio's `call_at`.
    pub fn call_at(&mut self, moment: u64, who: &'static str) -> TimerHandle {
        self.numbers += 1;
        self.sleepers.insert((moment, self.numbers), who);
        TimerHandle { key: (moment, self.numbers) }
    }

    /// Takes a timer back, and says whether it was still there to be taken.
    pub fn cancel(&mut self, handle: TimerHandle) -> bool {
        self.sleepers.remove(&handle.key).is_some()
    }

    /// Those whose time has come by now. They are no longer registered.
    pub fn expire(&mut self, now: u64) -> Vec<&'static str> {
        let still_waiting = self.sleepers.split_off(&(now, u64::MAX));
        std::mem::replace(&mut self.sleepers, still_waiting).into_values().collect()
    }
}

// The test: the same for the solution.

/// Cancels one of two timers of the same moment, one that has fired, and one twice.
pub fn test() {
    let mut timers = Timers::default();
    let tea = timers.call_at(5, "tea");
    let egg = timers.call_at(3, "egg");
    let toast = timers.call_at(5, "toast");

    assert!(timers.cancel(tea), "The tea was registered and has not fired: it can be cancelled.");
    assert!(!timers.cancel(tea), "The tea was cancelled already: there is nothing to take back.");
    assert_eq!(timers.expire(4), ["egg"], "At 4 only the egg's time has come.");
    assert!(!timers.cancel(egg), "The egg has fired: it is too late to cancel it.");

    let jam = timers.call_at(5, "jam");
    assert!(!timers.cancel(egg), "An old handle must not cancel somebody who came later.");
    assert_eq!(
        timers.expire(9),
        ["toast", "jam"],
        "At 9 the toast and the jam are left: whoever came first for the same moment is first."
    );
    assert!(!timers.cancel(toast) && !timers.cancel(jam), "Both have fired, so neither is there.");
}
