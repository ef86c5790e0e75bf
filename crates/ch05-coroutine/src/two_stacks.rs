//! Two stacks and one switch: `main` and a guest take turns, each in the middle of its loop.

#![allow(unsafe_code, reason = "a switch of stacks cannot be written without assembler")]

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use std::arch::naked_asm;
use std::ptr;

// ANCHOR: play
/// Where each side stopped, while the other one runs.
struct Stopped {
    main: *mut u8,
    guest: *mut u8,
}

pub fn main() {
    let mut stack = vec![0_u128; 4096]; // 64 KiB, and a stack's top must be a multiple of 16
    let top = stack.as_mut_ptr_range().end.cast();
    let stopped =
        &raw mut *Box::leak(Box::new(Stopped { main: ptr::null_mut(), guest: ptr::null_mut() }));
    // SAFETY: the stack and `stopped` live to the end of `main`, the guest never returns, and each
    // switch goes where the other side stopped last, or to the guest's first frame.
    unsafe {
        (*stopped).guest = first_frame(top, guest, stopped);
        for turn in 1..=3 {
            println!("main: {turn}");
            switch(&raw mut (*stopped).main, (*stopped).guest);
        }
    }
    println!("main goes home, and the guest is still in its loop");
}

extern "C" fn guest(stopped: *mut Stopped) -> ! {
    for turn in 1.. {
        println!("        guest: {turn}");
        // SAFETY: as in `main`.
        unsafe { switch(&raw mut (*stopped).guest, (*stopped).main) };
    }
    unreachable!("it counts for ever");
}
// ANCHOR_END: play

// ANCHOR: switch
#[cfg(target_arch = "x86_64")]
macro_rules! save_and_load {
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

/// Saves what a function must keep, notes at `save` where that lies, and goes on where `to` says
/// that the other side did the same. The floating point unit's settings, which a function must keep
/// as well, are left alone: both sides share them. (A processor that keeps a shadow stack would refuse
/// the `ret`; Linux leaves that off unless asked: <https://docs.kernel.org/arch/x86/shstk.html>.)
///
/// # Safety
///
/// `save` can be written. `to` was noted by a switch, or came from [`first_frame`], and has not
/// been used since; the stack that it points into is alive, and was left by this thread.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
pub unsafe extern "C" fn switch(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(save_and_load!(), "ret")
}
// ANCHOR_END: switch

/// [`switch`], but it goes there by a jump. A processor keeps a record of calls to guess where a
/// `ret` will lead, and guesses wrong when the stack is another one.
///
/// # Safety
///
/// As for [`switch`]; the two can be mixed.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
pub unsafe extern "C" fn switch_by_jump(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(save_and_load!(), "pop rcx", "jmp rcx")
}

// ANCHOR: first_frame
/// Lays out a stack as if a switch had left it: the first switch to it calls `start` with
/// `argument`.
///
/// # Safety
///
/// `top` is the end of a stack: a multiple of 16, with room below it for twenty words, on which
/// nothing stands.
#[cfg(target_arch = "x86_64")]
pub unsafe fn first_frame<T>(
    top: *mut u8,
    start: extern "C" fn(*mut T) -> !,
    argument: *mut T,
) -> *mut u8 {
    let (r13, r12) = (argument.expose_provenance(), start as usize);
    // r15, r14, r13, r12, rbx, rbp, where to go. Then two zeros that nobody pops: the first is where
    // a debugger looks for who has called `begin`, and 0 says nobody, as an rbp of 0 does; with the
    // second, the stack's end is a multiple of 16 at the `call`.
    let words = [0, 0, r13, r12, 0, 0, begin as *const () as usize, 0, 0];
    let frame = top.cast::<[usize; 9]>().wrapping_sub(1);
    // SAFETY: there is room, and nothing stands there: the caller's promise.
    unsafe { frame.write(words) };
    frame.cast()
}

/// Where the first switch arrives: the function is in r12, its argument in r13.
#[cfg(target_arch = "x86_64")]
#[unsafe(naked)]
unsafe extern "C" fn begin() {
    naked_asm!("mov rdi, r13", "call r12", "ud2")
}
// ANCHOR_END: first_frame

// The same for aarch64: twenty registers, eight of them of the floating point unit.

#[cfg(target_arch = "aarch64")]
macro_rules! save_and_load {
    () => {
        "stp x19, x20, [sp, #-160]!
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
        ldp d14, d15, [sp, #144]
        ldp d12, d13, [sp, #128]
        ldp d10, d11, [sp, #112]
        ldp d8, d9, [sp, #96]
        ldp x29, x30, [sp, #80]
        ldp x27, x28, [sp, #64]
        ldp x25, x26, [sp, #48]
        ldp x23, x24, [sp, #32]
        ldp x21, x22, [sp, #16]
        ldp x19, x20, [sp], #160"
    };
}

/// As on x86-64.
///
/// # Safety
///
/// As on x86-64.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
pub unsafe extern "C" fn switch(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(save_and_load!(), "ret")
}

/// As on x86-64.
///
/// # Safety
///
/// As on x86-64.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
pub unsafe extern "C" fn switch_by_jump(save: *mut *mut u8, to: *mut u8) {
    naked_asm!(save_and_load!(), "br x30")
}

/// As on x86-64.
///
/// # Safety
///
/// As on x86-64.
#[cfg(target_arch = "aarch64")]
pub unsafe fn first_frame<T>(
    top: *mut u8,
    start: extern "C" fn(*mut T) -> !,
    argument: *mut T,
) -> *mut u8 {
    let mut words = [0; 20];
    words[0] = argument.expose_provenance(); // x19
    words[1] = start as usize; // x20
    words[11] = begin as *const () as usize; // x30, where to go; x29 is 0, since no frame is above
    let frame = top.cast::<[usize; 20]>().wrapping_sub(1);
    // SAFETY: there is room, and nothing stands there: the caller's promise.
    unsafe { frame.write(words) };
    frame.cast()
}

/// Where the first switch arrives: the function is in x20, its argument in x19.
#[cfg(target_arch = "aarch64")]
#[unsafe(naked)]
unsafe extern "C" fn begin() {
    naked_asm!("mov x0, x19", "blr x20", "brk #1")
}

// On other processors the chapter compiles, and its programs say what they need.

/// As on x86-64.
///
/// # Safety
///
/// As on x86-64.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub unsafe extern "C" fn switch(_save: *mut *mut u8, _to: *mut u8) {
    panic!("a switch is made of a processor’s own instructions: this one is for x86-64 and aarch64")
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub use switch as switch_by_jump;

/// As on x86-64.
///
/// # Safety
///
/// As on x86-64.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
pub unsafe fn first_frame<T>(
    _top: *mut u8,
    _start: extern "C" fn(*mut T) -> !,
    _argument: *mut T,
) -> *mut u8 {
    panic!("a switch is made of a processor’s own instructions: this one is for x86-64 and aarch64")
}
