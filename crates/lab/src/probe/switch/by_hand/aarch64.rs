//! The switch on aarch64.

#![allow(unsafe_code, reason = "a switch of stacks cannot be written without assembler")]

use corosensei::stack::{DefaultStack, Stack};
use std::arch::naked_asm;
use std::ptr;

/// Saves what a function must keep, and loads what the other side has saved.
macro_rules! change_stacks {
    () => {
        "sub sp, sp, #160
        stp x19, x20, [sp, #0]
        stp x21, x22, [sp, #16]
        stp x23, x24, [sp, #32]
        stp x25, x26, [sp, #48]
        stp x27, x28, [sp, #64]
        stp x29, x30, [sp, #80]
        stp d8, d9, [sp, #96]
        stp d10, d11, [sp, #112]
        stp d12, d13, [sp, #128]
        stp d14, d15, [sp, #144]
        mov x9, sp
        str x9, [x0]
        mov sp, x1
        ldp x19, x20, [sp, #0]
        ldp x21, x22, [sp, #16]
        ldp x23, x24, [sp, #32]
        ldp x25, x26, [sp, #48]
        ldp x27, x28, [sp, #64]
        ldp x29, x30, [sp, #80]
        ldp d8, d9, [sp, #96]
        ldp d10, d11, [sp, #112]
        ldp d12, d13, [sp, #128]
        ldp d14, d15, [sp, #144]
        add sp, sp, #160"
    };
}

/// Saves the twenty registers, changes stacks, loads them, returns to `x30`.
///
/// # Safety
///
/// `save` can be written, and `to` came from another switch, or from `first_frame`; what ran there
/// must still be alive.
#[unsafe(naked)]
pub unsafe extern "C" fn switch_return(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(change_stacks!(), "ret")
}

/// The same, but jumps.
///
/// # Safety
///
/// As for `switch_return`.
#[unsafe(naked)]
pub unsafe extern "C" fn switch_jump(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(change_stacks!(), "br x30")
}

/// Where the first switch to a coroutine arrives: calls the function in `x20` with `x19`.
#[unsafe(naked)]
unsafe extern "C" fn trampoline() {
    naked_asm!("mov x0, x19", "blr x20", "brk #1")
}

/// Lays out what the first switch loads, so that it calls `start` with `argument`. Returns the
/// stack pointer to switch to.
///
/// # Safety
///
/// Nothing may run on the stack.
pub unsafe fn first_frame<T>(
    stack: &DefaultStack,
    start: extern "C" fn(*mut T) -> !,
    argument: *mut T,
) -> *mut u8 {
    let (x19, x20, x30) = (0, 1, 11);
    // SAFETY: the stack has room for twenty words below its base, which is aligned to 16 bytes,
    // and so is their length.
    unsafe {
        let frame = ptr::with_exposed_provenance_mut::<usize>(stack.base().get()).sub(20);
        frame.write_bytes(0, 20);
        *frame.add(x19) = argument.expose_provenance();
        *frame.add(x20) = start as usize;
        *frame.add(x30) = trampoline as *const () as usize;
        frame.cast()
    }
}
