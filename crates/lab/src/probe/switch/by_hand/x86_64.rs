//! The switch on x86-64, as Unix calls functions there.

#![allow(unsafe_code, reason = "a switch of stacks cannot be written without assembler")]

use corosensei::stack::{DefaultStack, Stack};
use std::arch::naked_asm;
use std::ptr;

/// Saves what a function must keep, and loads what the other side has saved.
macro_rules! change_stacks {
    () => {
        "push rbp
        push rbx
        push r12
        push r13
        push r14
        push r15
        mov [rdi], rsp
        mov rsp, rsi
        pop r15
        pop r14
        pop r13
        pop r12
        pop rbx
        pop rbp"
    };
}

/// Saves the six registers, changes stacks, loads the six registers, returns.
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
    naked_asm!(change_stacks!(), "pop rcx", "jmp rcx")
}

/// Where the first switch to a coroutine arrives: calls the function in `rbp` with `rbx`.
#[unsafe(naked)]
unsafe extern "C" fn trampoline() {
    naked_asm!("mov rdi, rbx", "call rbp", "ud2")
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
    let (rbx, rbp, address) = (4, 5, 6);
    // SAFETY: the stack has room for nine words below its base, which is aligned to 16 bytes. Two
    // words stay free, so that the stack is aligned as a `call` needs it once all is popped.
    unsafe {
        let frame = ptr::with_exposed_provenance_mut::<usize>(stack.base().get()).sub(9);
        frame.write_bytes(0, 9);
        *frame.add(rbx) = argument.expose_provenance();
        *frame.add(rbp) = start as usize;
        *frame.add(address) = trampoline as *const () as usize;
        frame.cast()
    }
}
