//! A stackful switch written by hand, in two ways, and why the naive one is slow.
//!
//! A coroutine with a stack of its own is switched to by saving the registers that a function must
//! keep, changing the stack pointer, loading the other’s registers, and going to where the other
//! stopped. The naive way goes there by `ret`, since the address lies on the stack already. That
//! took 7.3 ns where corosensei takes 1.3. What experiments showed, on one x86-64 machine (Zen 4):
//!
//! - `ret` to an address that no `call` left there costs about 5 ns of it. A processor predicts a
//!   `ret` from its own record of the calls, and that record knows nothing of a second stack. With
//!   `pop` and `jmp` in place of `ret`, and all else the same, a switch took 2.2 ns
//!   ([`How::Jump`]). With `ret` kept, but both sides switching from the very same `call`, so that
//!   the record is right by chance, it took 2.2 ns, too ([`How::SameSite`]).
//! - The call and the six registers cost about 1 ns of the rest: the jump written inline, so that
//!   the compiler saves only what holds something, took 1.1 ns; inline but with `ret`, 7.1 ns.
//!   corosensei is inline, and pairs each `call` into the coroutine with a `ret` out of it.
//! - Saving the control words of the floating point unit, too, adds 3 to 4 ns: 11 ns in all.
//!
//! The switch is that of chapter 5. The three ways of [`How`] are figures of the lab, so you can see yours. The inline ones and the
//! control words were tried once, and are not kept here.

#![allow(unsafe_code, reason = "two sides share what each alone owns while it runs")]

use anyhow::Result;
use ch05_coroutine::guard_page::Stack;
use ch05_coroutine::stackful::{Coroutine, CoroutineResult, Yielder};
use ch05_coroutine::two_stacks::{first_frame, switch, switch_by_jump};
use std::hint::black_box;
use std::ptr;

/// How a switch goes to where the other side stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By `ret`, as one would write it first.
    Return,
    /// By a jump to the address that `ret` would have taken.
    Jump,
    /// By `ret`, and both sides run the same loop, so that each `ret` goes where the last `call`
    /// came from, as far as the processor can tell.
    SameSite,
}

/// A coroutine with its own stack, that does nothing but count how often it was switched to.
pub struct Counter {
    how: How,
    /// From a box. Both stacks point to it, so nobody owns it but `drop`.
    sides: *mut Sides,
    /// What the coroutine stands on.
    _stack: Stack,
}

/// Where each side stopped, while the other one runs.
struct Sides {
    ours: *mut u8,
    its: *mut u8,
    count: u64,
}

impl Counter {
    /// One that has not run yet.
    ///
    /// # Errors
    ///
    /// If the system gives no memory for its stack.
    pub fn new(how: How) -> Result<Counter> {
        let stack = Stack::new(64 * 1024)?;
        let start = match how {
            How::Return => start::<RETURN>,
            How::Jump => start::<JUMP>,
            How::SameSite => start::<SAME_SITE>,
        };
        let sides = Sides { ours: ptr::null_mut(), its: ptr::null_mut(), count: 0 };
        let sides = Box::into_raw(Box::new(sides));
        // SAFETY: the stack is fresh and far larger than the frame, and nothing runs on it yet.
        // `sides` stays where it is until the counter is dropped.
        unsafe { (*sides).its = first_frame(stack.top(), start, sides) };
        Ok(Counter { how, sides, _stack: stack })
    }

    /// Switches to the coroutine and back so many times: twice as many switches.
    pub fn round_trips(&mut self, times: u64) {
        let sides = self.sides;
        // SAFETY: `its` is where the coroutine stopped, or its first frame; it was made for the
        // same `how`. The coroutine touches nothing but `sides`, which outlives it, and comes back
        // by the same switch, which keeps every register that a C function keeps. It does not
        // unwind: it calls nothing that panics.
        unsafe {
            match self.how {
                How::Return => {
                    for _ in 0..times {
                        switch(&raw mut (*sides).ours, (*sides).its);
                    }
                }
                How::Jump => {
                    for _ in 0..times {
                        switch_by_jump(&raw mut (*sides).ours, (*sides).its);
                    }
                }
                How::SameSite => same_site(
                    &raw mut (*sides).ours,
                    &raw const (*sides).its,
                    &raw mut (*sides).count,
                    0,
                    times,
                ),
            }
        }
    }

    /// How often the coroutine was switched to.
    pub fn count(&self) -> u64 {
        // SAFETY: `sides` is alive as long as `self`, and the coroutine is not running.
        unsafe { (*self.sides).count }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        // SAFETY: it came from a box, and the coroutine will not run again. It is left standing in
        // the middle of its loop, which loses nothing: nothing on its stack needs to be dropped.
        drop(unsafe { Box::from_raw(self.sides) });
    }
}

// What a coroutine runs; the numbers stand for `How`, which cannot be a constant's type.
const RETURN: u8 = 0;
const JUMP: u8 = 1;
const SAME_SITE: u8 = 2;

/// The coroutine: counts, and switches back.
extern "C" fn start<const HOW: u8>(sides: *mut Sides) -> ! {
    // SAFETY: `first_frame` was given a pointer that outlives this stack, and only one side runs
    // at a time. `ours` is where the other side stopped when it switched here.
    unsafe {
        loop {
            match HOW {
                SAME_SITE => same_site(
                    &raw mut (*sides).its,
                    &raw const (*sides).ours,
                    &raw mut (*sides).count,
                    1,
                    u64::MAX,
                ),
                JUMP => {
                    (*sides).count += 1;
                    switch_by_jump(&raw mut (*sides).its, (*sides).ours);
                }
                _ => {
                    (*sides).count += 1;
                    switch(&raw mut (*sides).its, (*sides).ours);
                }
            }
        }
    }
}

/// So many times to a coroutine of chapter 5 and back. Returns how often it was there.
pub fn round_trips(round_trips: u64) -> u64 {
    let body = move |yielder: &Yielder<(), u64>, ()| {
        for count in 1..=round_trips {
            yielder.suspend(count);
        }
    };
    // SAFETY: it suspends in its own loop.
    let mut coroutine = unsafe { Coroutine::new(body) };
    let mut last = 0;
    while let CoroutineResult::Yield(count) = coroutine.resume(()) {
        last = black_box(count);
    }
    last
}

/// Both sides’ loop, with the one `call` that both come from. It has no branch between the sides,
/// or the compiler would make two loops of it.
///
/// # Safety
///
/// As for `switch`, with what `to` points to; and `ran` is alive.
#[inline(never)]
unsafe extern "C" fn same_site(
    save: *mut *mut u8,
    to: *const *mut u8,
    ran: *mut u64,
    step: u64,
    times: u64,
) {
    for _ in 0..times {
        // SAFETY: the caller's promise.
        unsafe {
            *ran += step;
            switch(save, *to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_round_trip_runs_the_coroutine_once() {
        for how in [How::Return, How::Jump, How::SameSite] {
            let mut counter = Counter::new(how).unwrap();

            counter.round_trips(3);
            counter.round_trips(1_000);

            assert_eq!(counter.count(), 1_003, "{how:?}");
        }
    }

    #[test]
    fn what_the_caller_keeps_in_registers_survives() {
        let mut counter = Counter::new(How::Jump).unwrap();
        let numbers: Vec<u64> = (0..16).map(std::hint::black_box).collect();
        let [a, b, c, d, e, f, g, h] = numbers[..8] else { panic!("there are sixteen") };
        let (x, y) = (std::hint::black_box(1.5), std::hint::black_box(2.5));

        counter.round_trips(10);

        assert_eq!(a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7 + h * 8, 168);
        assert_eq!(x * y, 3.75);
    }
}
