//! A stack from the kernel, with a page below it that nobody may touch; and what happens there.

#![allow(unsafe_code, reason = "memory with a guard page comes by system calls")]

use std::hint::black_box;
use std::process::{Command, exit};
use std::{env, io, ptr, thread};

use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, Yielder};

use crate::two_stacks::{first_frame, switch};

// ANCHOR: stack
/// Memory for a stack. It grows down, towards a page that nobody may touch.
#[derive(Debug)]
pub struct Stack {
    lowest: *mut u8,
    size: usize,
}

impl Stack {
    /// A stack of so many bytes or a few more.
    ///
    /// # Errors
    ///
    /// If the system has no such piece of memory for us.
    pub fn new(size: usize) -> io::Result<Stack> {
        // SAFETY: this asks for a number.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as usize;
        let pages = size.max(page).checked_next_multiple_of(page);
        let size =
            pages.and_then(|size| size.checked_add(page)).ok_or(io::ErrorKind::OutOfMemory)?;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let kind = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: the kernel chooses the place, so nobody else's memory is replaced.
        let lowest = unsafe { libc::mmap(ptr::null_mut(), size, access, kind, -1, 0) };
        if lowest == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let stack = Stack { lowest: lowest.cast(), size };
        // SAFETY: it is the lowest page of our own memory, and nothing lies there yet.
        if unsafe { libc::mprotect(lowest, page, libc::PROT_NONE) } != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(stack)
    }

    /// The address above its highest byte: a multiple of 16, as a page's end is.
    pub fn top(&self) -> *mut u8 {
        self.lowest.wrapping_add(self.size)
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        // SAFETY: it is our memory, and whoever drops a stack has nothing standing on it.
        unsafe { libc::munmap(self.lowest.cast(), self.size) };
    }
}
// ANCHOR_END: stack

const SMALL: usize = 64 * 1024;

pub fn main() {
    match env::args().last().unwrap().as_str() {
        "a thread" => return too_deep_on_a_thread(),
        "our stack" => return too_deep_on_our_stack(),
        "corosensei's" => return too_deep_on_corosenseis(),
        _ => {}
    }
    for whose in ["a thread", "our stack", "corosensei's"] {
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.args(env::args().skip(1)).arg(whose).output().unwrap();
        let end = if output.status.code().is_none() { "killed" } else { "alive" };
        let said = String::from_utf8_lossy(&output.stderr);
        let words = if said.contains("overflowed its stack") { "says why" } else { "says nothing" };
        println!("{whose} overflows: {end}, and {words}");
    }
}

fn too_deep_on_a_thread() {
    let thread = thread::Builder::new().stack_size(SMALL).spawn(|| deep(1_000_000));
    println!("{}", thread.unwrap().join().unwrap());
}

fn too_deep_on_our_stack() {
    let stack = Stack::new(SMALL).unwrap();
    let mut main = ptr::null_mut();
    // SAFETY: the stack is fresh, and lives as long as anybody runs on it.
    unsafe {
        let guest = first_frame(stack.top(), go_too_deep, &raw mut main);
        switch(&raw mut main, guest);
    }
}

fn too_deep_on_corosenseis() {
    let stack = DefaultStack::new(SMALL).unwrap();
    let body = |_: &Yielder<(), ()>, ()| println!("{}", deep(1_000_000));
    Coroutine::with_stack(stack, body).resume(());
}

extern "C" fn go_too_deep(_: *mut *mut u8) -> ! {
    println!("{}", deep(1_000_000));
    exit(0);
}

/// Calls itself so many times, each time with half a kilobyte on the stack.
fn deep(calls: u64) -> u64 {
    let room = black_box([calls; 64]);
    if calls == 0 { 0 } else { deep(calls - 1) + room[1] }
}
