//! A stackful switch written by hand, in two ways, and why the naive one is slow.
//!
//! A coroutine with a stack of its own is switched to by saving the registers that a function must
//! keep, changing the stack pointer, loading the other's registers, and going to where the other
//! stopped. The naive way goes there by `ret`, since the address lies on the stack already. That
//! took 7.3 ns where corosensei takes 1.2, and this is what experiments showed (x86-64, Zen 4):
//!
//! - `ret` taken to an address that no `call` left there costs about 5 ns of it. A processor
//!   predicts a `ret` from its own record of the calls, and that record knows one stack only. With
//!   `pop` and `jmp` in place of `ret`, all else the same, a switch took 2.2 ns ([`How::Jump`]).
//!   And with `ret` kept, but both sides switching from the very same `call`, so that the record
//!   is right by chance, it took 2.2 ns as well ([`How::SameSite`]).
//! - Saving all six registers takes about 1 ns of the rest: written inline, so that the compiler
//!   saves only those that hold something, the jump took 1.1 ns. corosensei does both: it is
//!   inline, and pairs a `call` into the coroutine with the `ret` out of it.
//! - Saving the control words of the floating point unit, too, as some libraries do, adds 3 to
//!   4 ns (7.3 became 11). Neither way here does so.
//!
//! The times are those of one machine. The three ways are figures of the lab, so that you can see
//! yours.

#![allow(unsafe_code)]

use anyhow::Result;
use corosensei::stack::{DefaultStack, Stack};
use std::arch::naked_asm;
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
    _stack: DefaultStack,
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
        let stack = DefaultStack::new(64 * 1024)?;
        let start = match how {
            How::Return => start::<RETURN>,
            How::Jump => start::<JUMP>,
            How::SameSite => start::<SAME_SITE>,
        };
        let sides = Sides { ours: ptr::null_mut(), its: ptr::null_mut(), count: 0 };
        let sides = Box::into_raw(Box::new(sides));
        // SAFETY: the stack is fresh and far larger than the frame, and nothing runs on it yet.
        // `sides` stays where it is until the counter is dropped.
        unsafe { (*sides).its = first_frame(&stack, start, sides) };
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
                        switch_return(&raw mut (*sides).ours, (*sides).its);
                    }
                }
                How::Jump => {
                    for _ in 0..times {
                        switch_jump(&raw mut (*sides).ours, (*sides).its);
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
                    switch_jump(&raw mut (*sides).its, (*sides).ours);
                }
                _ => {
                    (*sides).count += 1;
                    switch_return(&raw mut (*sides).its, (*sides).ours);
                }
            }
        }
    }
}

/// Both sides’ loop, with the one `call` that both come from. It has no branch between the sides,
/// or the compiler would make two loops of it.
///
/// # Safety
///
/// As for `switch_return`, with what `to` points to; and `ran` is alive.
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
            switch_return(save, *to);
        }
    }
}

/// Saves the six registers, changes stacks, loads the six registers, returns.
///
/// # Safety
///
/// `save` can be written, and `to` came from another switch that saved the same registers, or from
/// `first_frame`; what ran there must still be alive.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
unsafe extern "C" fn switch_return(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(
        "push rbp",
        "push rbx",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        "mov [rdi], rsp",
        "mov rsp, rsi",
        "pop r15",
        "pop r14",
        "pop r13",
        "pop r12",
        "pop rbx",
        "pop rbp",
        "ret",
    )
}

/// The same, but jumps.
///
/// # Safety
///
/// As for `switch_return`.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
unsafe extern "C" fn switch_jump(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(
        "push rbp",
        "push rbx",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        "mov [rdi], rsp",
        "mov rsp, rsi",
        "pop r15",
        "pop r14",
        "pop r13",
        "pop r12",
        "pop rbx",
        "pop rbp",
        "pop rcx",
        "jmp rcx",
    )
}

/// Where the first switch to a coroutine arrives: calls the function in `rbp` with `rbx`.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
unsafe extern "C" fn trampoline() {
    naked_asm!("mov rdi, rbx", "call rbp", "ud2")
}

/// Lays out what the first switch loads. Returns the stack pointer to switch to.
///
/// # Safety
///
/// Nothing may run on the stack, and `sides` must outlive what will.
#[cfg(target_arch = "x86_64")]
unsafe fn first_frame(
    stack: &DefaultStack,
    start: extern "C" fn(*mut Sides) -> !,
    sides: *mut Sides,
) -> *mut u8 {
    let (rbx, rbp, address) = (4, 5, 6);
    // SAFETY: the stack has room for nine words below its base, which is aligned to 16 bytes. Two
    // words stay free, so that the stack is aligned as a `call` needs it once all is popped.
    unsafe {
        let frame = ptr::with_exposed_provenance_mut::<usize>(stack.base().get()).sub(9);
        frame.write_bytes(0, 9);
        *frame.add(rbx) = sides.expose_provenance();
        *frame.add(rbp) = start as usize;
        *frame.add(address) = trampoline as *const () as usize;
        frame.cast()
    }
}

/// Saves the registers that a function keeps, changes stacks, loads them, returns to `x30`.
///
/// # Safety
///
/// As on x86-64.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
unsafe extern "C" fn switch_return(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(
        "sub sp, sp, #160",
        "stp x19, x20, [sp, #0]",
        "stp x21, x22, [sp, #16]",
        "stp x23, x24, [sp, #32]",
        "stp x25, x26, [sp, #48]",
        "stp x27, x28, [sp, #64]",
        "stp x29, x30, [sp, #80]",
        "stp d8, d9, [sp, #96]",
        "stp d10, d11, [sp, #112]",
        "stp d12, d13, [sp, #128]",
        "stp d14, d15, [sp, #144]",
        "mov x9, sp",
        "str x9, [x0]",
        "mov sp, x1",
        "ldp x19, x20, [sp, #0]",
        "ldp x21, x22, [sp, #16]",
        "ldp x23, x24, [sp, #32]",
        "ldp x25, x26, [sp, #48]",
        "ldp x27, x28, [sp, #64]",
        "ldp x29, x30, [sp, #80]",
        "ldp d8, d9, [sp, #96]",
        "ldp d10, d11, [sp, #112]",
        "ldp d12, d13, [sp, #128]",
        "ldp d14, d15, [sp, #144]",
        "add sp, sp, #160",
        "ret",
    )
}

/// The same, but jumps.
///
/// # Safety
///
/// As on x86-64.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
unsafe extern "C" fn switch_jump(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(
        "sub sp, sp, #160",
        "stp x19, x20, [sp, #0]",
        "stp x21, x22, [sp, #16]",
        "stp x23, x24, [sp, #32]",
        "stp x25, x26, [sp, #48]",
        "stp x27, x28, [sp, #64]",
        "stp x29, x30, [sp, #80]",
        "stp d8, d9, [sp, #96]",
        "stp d10, d11, [sp, #112]",
        "stp d12, d13, [sp, #128]",
        "stp d14, d15, [sp, #144]",
        "mov x9, sp",
        "str x9, [x0]",
        "mov sp, x1",
        "ldp x19, x20, [sp, #0]",
        "ldp x21, x22, [sp, #16]",
        "ldp x23, x24, [sp, #32]",
        "ldp x25, x26, [sp, #48]",
        "ldp x27, x28, [sp, #64]",
        "ldp x29, x30, [sp, #80]",
        "ldp d8, d9, [sp, #96]",
        "ldp d10, d11, [sp, #112]",
        "ldp d12, d13, [sp, #128]",
        "ldp d14, d15, [sp, #144]",
        "add sp, sp, #160",
        "br x30",
    )
}

/// Where the first switch to a coroutine arrives: calls the function in `x20` with `x19`.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
unsafe extern "C" fn trampoline() {
    naked_asm!("mov x0, x19", "blr x20", "brk #1")
}

/// Lays out what the first switch loads. Returns the stack pointer to switch to.
///
/// # Safety
///
/// As on x86-64.
#[cfg(target_arch = "aarch64")]
unsafe fn first_frame(
    stack: &DefaultStack,
    start: extern "C" fn(*mut Sides) -> !,
    sides: *mut Sides,
) -> *mut u8 {
    let (x19, x20, x30) = (0, 1, 11);
    // SAFETY: the stack has room for twenty words below its base, which is aligned to 16 bytes,
    // and so is their length.
    unsafe {
        let frame = ptr::with_exposed_provenance_mut::<usize>(stack.base().get()).sub(20);
        frame.write_bytes(0, 20);
        *frame.add(x19) = sides.expose_provenance();
        *frame.add(x20) = start as usize;
        *frame.add(x30) = trampoline as *const () as usize;
        frame.cast()
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
