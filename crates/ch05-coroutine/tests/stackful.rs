//! Attacks on the coroutine with a stack of its own: each ends as `stackful` says that it does.
//!
//! What makes it sound, in full, and in brackets the tests that attack it. Seven promises are
//! kept by `stackful` and what it is built on. The eighth is the caller's.
//!
//! 1. `mmap`, `mprotect` and `munmap` touch our own memory only, and it is given back when nobody is
//!    on it (`what_it_owns_is_dropped_once_whenever_it_is_dropped`).
//! 2. The first frame is written below the top of a fresh stack, and leaves it aligned
//!    (`its_stack_is_aligned_as_functions_expect`, and what happens otherwise:
//!    `a_first_frame_that_is_one_word_off_dies_at_a_wide_register`).
//! 3. A switch goes to where a switch left, once, while that stack is alive, and on the same thread
//!    (`it_takes_and_gives`, `one_resumes_another`, `a_thousand_take_turns`).
//! 4. What both sides share is reached by raw pointer, and no reference to it lives across a switch.
//!    No test shows that. It can be read in `Coroutine::switch` and in `Yielder::suspend`.
//! 5. Nothing unwinds through a switch, or out of `begin` (`a_panic_goes_on_in_the_resumer`,
//!    `a_backtrace_ends_where_the_coroutine_begins`).
//! 6. Input, output and body are `'static`, the coroutine stays on its thread, and the yielder cannot
//!    leave the body (the programs at `Refused` in `lib.rs`, which do not compile).
//! 7. What lies on a suspended stack is dropped before its memory is used again; if that cannot be
//!    done, the memory never is (`one_that_resists_is_leaked_with_all_that_lies_on_its_stack`,
//!    `a_forgotten_one_frees_nothing`).
//! 8. The body does not suspend inside of a function that counts on its callee's return (the listing
//!    `too_late`).
//!
//! Valgrind takes two stacks that are near each other for one, and then complains of memory that
//! is fine: `valgrind --max-stackframe=60000` says that whatever jumps further is on another stack.

#![cfg(unix)]
#![allow(unsafe_code, reason = "a coroutine is made by an unsafe function")]

use std::backtrace::Backtrace;
use std::cell::Cell;
use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::process::{Command, Output};
use std::rc::Rc;
use std::{env, mem, thread};

use ch05_coroutine::guard_page::Stack;
use ch05_coroutine::stackful::{Coroutine, CoroutineResult, Yielder};

use CoroutineResult::{Return, Yield};

/// Counts how often it was dropped.
struct Counts(Rc<Cell<u32>>);

impl Drop for Counts {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

/// A coroutine whose body suspends in nothing that counts on a return, as all do here.
fn coroutine<I: 'static, Y: 'static, R: 'static>(
    body: impl FnOnce(&Yielder<I, Y>, I) -> R + 'static,
) -> Coroutine<I, Y, R> {
    // SAFETY: the bodies of this file suspend in their own functions, and in std’s `sort`.
    unsafe { Coroutine::new(body) }
}

#[test]
fn it_takes_and_gives() {
    let mut sums = coroutine(|yielder, first: u32| {
        let mut sum = first;
        for _ in 0..3 {
            sum += yielder.suspend(sum);
        }
        sum
    });
    assert!(!sums.done());
    assert_eq!(sums.resume(1), Yield(1));
    assert_eq!(sums.resume(2), Yield(3));
    assert_eq!(sums.resume(3), Yield(6));
    assert!(!sums.done());
    assert_eq!(sums.resume(4), Return(10));
    assert!(sums.done());
    let error = catch_unwind(AssertUnwindSafe(|| sums.resume(5))).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&"the coroutine has ended"));
}

#[test]
fn it_suspends_at_any_depth() {
    fn descend(yielder: &Yielder<(), u32>, depth: u32) -> u32 {
        if depth == 0 {
            yielder.suspend(0);
            return 0;
        }
        let below = descend(yielder, depth - 1);
        yielder.suspend(depth);
        below + black_box(depth)
    }
    let mut deep = coroutine(|yielder, ()| descend(yielder, 100));
    let mut seen = Vec::new();
    let sum = loop {
        match deep.resume(()) {
            Yield(depth) => seen.push(depth),
            Return(sum) => break sum,
        }
    };
    assert_eq!(seen, Vec::from_iter(0..=100));
    assert_eq!(sum, 5050);
}

#[test]
fn a_panic_goes_on_in_the_resumer() {
    let drops = Rc::new(Cell::new(0));
    let local = Counts(drops.clone());
    let mut burns = coroutine(move |yielder, ()| {
        let _local = local;
        yielder.suspend(());
        panic_any("burnt");
    });
    assert_eq!(burns.resume(()), Yield(()));
    let result: Result<CoroutineResult<(), ()>, _> =
        catch_unwind(AssertUnwindSafe(|| burns.resume(())));
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"burnt"));
    assert_eq!(drops.get(), 1);
    assert!(burns.done() && !thread::panicking());
}

#[test]
fn what_it_owns_is_dropped_once_whenever_it_is_dropped() {
    for resumes in 0..3 {
        let drops = Rc::new(Cell::new(0));
        let (captured, made) = (Counts(drops.clone()), drops.clone());
        let mut waits = coroutine(move |yielder, ()| {
            let _captured = captured;
            let _made = Counts(made);
            yielder.suspend(());
        });
        for _ in 0..resumes {
            waits.resume(());
        }
        drop(waits);
        assert_eq!(drops.get(), if resumes == 0 { 1 } else { 2 }, "after {resumes} resumes");
    }
}

#[test]
fn one_is_dropped_while_its_resumer_unwinds() {
    let drops = Rc::new(Cell::new(0));
    let local = Counts(drops.clone());
    let result = catch_unwind(AssertUnwindSafe(move || {
        let mut waits = coroutine(move |yielder, ()| {
            let _local = local;
            yielder.suspend(());
        });
        waits.resume(());
        panic_any("outside");
    }));
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"outside"));
    assert_eq!(drops.get(), 1);
    assert!(!thread::panicking());
}

#[test]
fn one_is_resumed_while_its_resumer_unwinds() {
    struct Resumes(Coroutine<(), u32, ()>, Rc<Cell<u32>>);
    impl Drop for Resumes {
        fn drop(&mut self) {
            assert_eq!(self.0.resume(()), Yield(2));
            assert_eq!(self.0.resume(()), Return(()));
            self.1.set(1);
        }
    }
    let ended = Rc::new(Cell::new(0));
    let note = ended.clone();
    let result = catch_unwind(AssertUnwindSafe(move || {
        let mut counts = coroutine(|yielder: &Yielder<(), u32>, ()| {
            yielder.suspend(1);
            yielder.suspend(2);
        });
        counts.resume(());
        let _resumes = Resumes(counts, note);
        panic_any("outside");
    }));
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"outside"));
    assert_eq!(ended.get(), 1);
}

#[test]
fn one_that_resists_is_leaked_with_all_that_lies_on_its_stack() {
    let drops = Rc::new(Cell::new(0));
    let (local, asked) = (Counts(drops.clone()), Rc::new(Cell::new(0)));
    let count = asked.clone();
    let mut resists = coroutine(move |yielder: &Yielder<(), ()>, ()| {
        let _local = local;
        loop {
            count.set(count.get() + 1);
            let _ = catch_unwind(AssertUnwindSafe(|| yielder.suspend(())));
        }
    });
    let _: CoroutineResult<(), ()> = resists.resume(());
    drop(resists);
    assert_eq!((asked.get(), drops.get()), (2, 0));
    assert!(!thread::panicking());
}

#[test]
fn one_that_ends_otherwise_than_asked_is_dropped_like_any() {
    // It takes the unwinding for a failure of its own, and returns, or fails in another way.
    for fails in [false, true] {
        let drops = Rc::new(Cell::new(0));
        let local = Counts(drops.clone());
        let mut stubborn = coroutine(move |yielder: &Yielder<(), ()>, ()| {
            let _local = local;
            let unwound = catch_unwind(AssertUnwindSafe(|| yielder.suspend(()))).is_err();
            assert!(unwound);
            if fails {
                panic_any("something else");
            }
        });
        stubborn.resume(());
        drop(stubborn);
        assert_eq!(drops.get(), 1);
    }
}

#[test]
fn a_forgotten_one_frees_nothing() {
    let drops = Rc::new(Cell::new(0));
    let local = Counts(drops.clone());
    let mut waits = coroutine(move |yielder: &Yielder<(), ()>, ()| {
        let _local = local;
        yielder.suspend(());
    });
    waits.resume(());
    mem::forget(waits);
    assert_eq!(drops.get(), 0);
}

#[test]
fn one_resumes_another() {
    let mut outer = coroutine(|yielder: &Yielder<(), u32>, ()| {
        let mut inner = coroutine(|yielder: &Yielder<(), u32>, ()| {
            (0..3).for_each(|number| yielder.suspend(number));
        });
        while let Yield(number) = inner.resume(()) {
            yielder.suspend(number * 10);
        }
    });
    let mut seen = Vec::new();
    while let Yield(number) = outer.resume(()) {
        seen.push(number);
    }
    assert_eq!(seen, [0, 10, 20]);
}

#[test]
fn a_thousand_take_turns() {
    let add = |number| {
        move |yielder: &Yielder<u32, u32>, first: u32| {
            (0..10).fold(first + number, |sum, _| yielder.suspend(sum))
        }
    };
    let mut all: Vec<_> = (0..1000).map(|number| coroutine(add(number))).collect();
    for round in 0..10 {
        for (number, one) in (0..).zip(&mut all) {
            let expected = if round == 0 { number } else { round };
            assert_eq!(one.resume(round), Yield(expected));
        }
    }
    assert!(all.iter_mut().all(|one| one.resume(7) == Return(7) && one.done()));
}

#[test]
fn both_sides_keep_their_registers() {
    fn mix(seed: u64, mut pause: impl FnMut()) -> (u64, f64) {
        let numbers: [u64; 12] = std::array::from_fn(|index| black_box(seed + index as u64));
        let floats: [f64; 12] = std::array::from_fn(|index| black_box(seed as f64 + index as f64));
        let [a, b, c, d, e, f, g, h, i, j, k, l] = numbers;
        let [m, n, o, p, q, r, s, t, u, v, w, x] = floats;
        pause();
        let first = a ^ (b << 1) ^ (c << 2) ^ (d << 3) ^ (e << 4) ^ (f << 5);
        let second = (g << 6) ^ (h << 7) ^ (i << 8) ^ (j << 9) ^ (k << 10) ^ (l << 11);
        (first ^ second, m - n * o + p * q - r + s * t - u + v * w - x)
    }
    let mut mixes = coroutine(|yielder: &Yielder<(), ()>, ()| mix(5, || yielder.suspend(())));
    let mut result = None;
    let ours = mix(9, || {
        while result.is_none() {
            if let Return(value) = mixes.resume(()) {
                result = Some(value);
            }
        }
    });
    assert_eq!(result, Some(mix(5, || ())));
    assert_eq!(ours, mix(9, || ()));
}

/// What the test above cannot see where nothing is optimised, since there all that a function has lies
/// on its stack: each register that a function must keep has a number of its own on each side.
#[test]
#[cfg(target_arch = "x86_64")]
fn a_switch_keeps_each_register_that_a_function_must_keep() {
    use std::arch::naked_asm;

    /// Fills the registers with `seed` and the numbers behind it, calls `pause`, and returns 0 if all
    /// are still there.
    #[unsafe(naked)]
    extern "C" fn changed(seed: usize, pause: extern "C" fn(*mut u8), of: *mut u8) -> usize {
        naked_asm!(
            "push rbx",
            "push rbp",
            "push r12",
            "push r13",
            "push r14",
            "push r15",
            "push rdi", // the seed; and now the stack's end is a multiple of 16
            "mov rbx, rdi",
            "lea rbp, [rdi + 1]",
            "lea r12, [rdi + 2]",
            "lea r13, [rdi + 3]",
            "lea r14, [rdi + 4]",
            "lea r15, [rdi + 5]",
            "mov rax, rsi",
            "mov rdi, rdx",
            "call rax",
            "pop rdi",
            "lea rax, [rdi + 1]",
            "xor rbp, rax",
            "lea rax, [rdi + 2]",
            "xor r12, rax",
            "lea rax, [rdi + 3]",
            "xor r13, rax",
            "lea rax, [rdi + 4]",
            "xor r14, rax",
            "lea rax, [rdi + 5]",
            "xor r15, rax",
            "mov rax, rbx",
            "xor rax, rdi",
            "or rax, rbp",
            "or rax, r12",
            "or rax, r13",
            "or rax, r14",
            "or rax, r15",
            "pop r15",
            "pop r14",
            "pop r13",
            "pop r12",
            "pop rbp",
            "pop rbx",
            "ret",
        )
    }

    extern "C" fn suspends(yielder: *mut u8) {
        // SAFETY: it is the yielder of the body that is calling this.
        unsafe { &*yielder.cast::<Yielder<(), ()>>() }.suspend(());
    }

    /// A coroutine, and what it has returned.
    type Theirs = (Coroutine<(), (), usize>, Option<usize>);

    extern "C" fn resumes(theirs: *mut u8) {
        // SAFETY: it is the pair below, which nobody else uses meanwhile.
        let (theirs, result) = unsafe { &mut *theirs.cast::<Theirs>() };
        if let Return(value) = theirs.resume(()) {
            *result = Some(value);
        }
    }

    let body = |yielder: &Yielder<(), ()>, ()| {
        changed(1000, suspends, (&raw const *yielder).cast_mut().cast())
    };
    let mut theirs: Theirs = (coroutine(body), None);
    // It begins in the middle of our first call, and ends in the middle of our second. No assertion
    // before that: a panic would drop it, and could not unwind what stands on its stack.
    let ours = [2000, 3000].map(|seed| changed(seed, resumes, (&raw mut theirs).cast()));
    assert_eq!(ours, [0, 0], "the resumer finds other numbers than it had");
    assert_eq!(theirs.1, Some(0), "the coroutine finds other numbers than it had");
}

#[test]
fn its_stack_is_aligned_as_functions_expect() {
    #[repr(align(16))]
    struct Aligned([u8; 16]);
    let mut looks = coroutine(|_: &Yielder<(), ()>, ()| {
        let value = black_box(Aligned([0; 16]));
        (&raw const value.0).addr() % 16
    });
    assert_eq!(looks.resume(()), Return(0));
}

#[test]
fn two_stacks_take_turns_by_the_switch_that_returns() {
    ch05_coroutine::two_stacks::main();
}

#[test]
fn a_stack_that_cannot_be_had_is_an_error() {
    for size in [usize::MAX, usize::MAX - 4096, usize::MAX / 2] {
        assert!(Stack::new(size).is_err(), "{size}");
    }
    for size in [0, 1, 4096, 4097] {
        assert_eq!(Stack::new(size).unwrap().top().addr() % 16, 0, "{size}");
    }
}

#[test]
fn a_backtrace_ends_where_the_coroutine_begins() {
    let mut looks = coroutine(|yielder: &Yielder<(), String>, ()| {
        yielder.suspend(Backtrace::force_capture().to_string());
    });
    let Yield(seen) = looks.resume(()) else { panic!("it suspends") };
    assert!(seen.contains("stackful::start"), "{seen}");
    assert!(!seen.contains("::resume"), "whoever resumes it is on another stack: {seen}");
}

/// A test that ends its process runs in a child: this very test, told so by the environment.
/// Returns what became of the child, and nothing in the child itself.
fn in_a_child(test: &str, ends: impl FnOnce()) -> Option<Output> {
    if env::var_os("IN_A_CHILD").is_some() {
        ends();
        return None;
    }
    let mut child = Command::new(env::current_exe().unwrap());
    match child.args([test, "--exact", "--nocapture"]).env("IN_A_CHILD", "1").output() {
        Ok(output) => Some(output),
        // An emulator runs this program, and the kernel can't.
        Err(error) if error.raw_os_error() == Some(libc::ENOEXEC) => {
            eprintln!("ignored: on this kernel the test can't start itself");
            None
        }
        Err(error) => panic!("{test}: the child doesn't start: {error}"),
    }
}

#[test]
fn one_that_suspends_while_it_panics_ends_the_process() {
    let child = in_a_child("one_that_suspends_while_it_panics_ends_the_process", || {
        struct Suspends<'a>(&'a Yielder<(), ()>);
        impl Drop for Suspends<'_> {
            fn drop(&mut self) {
                self.0.suspend(());
            }
        }
        let mut panics = coroutine(|yielder: &Yielder<(), ()>, ()| {
            let _suspends = Suspends(yielder);
            panic_any("burnt");
        });
        let _: CoroutineResult<(), ()> = panics.resume(());
    });
    let Some(child) = child else { return };
    assert_eq!(child.status.code(), None, "a signal should end it: {child:?}");
    let said = String::from_utf8_lossy(&child.stderr);
    assert!(said.contains("a coroutine cannot suspend while it panics"), "{said}");
}

/// What `suspend` can't see: std tells whether a thread panics, and not how often.
#[test]
fn one_that_suspends_while_its_resumer_panics_too_leaves_a_thread_that_seems_to_panic() {
    struct Suspends<'a>(&'a Yielder<(), ()>);
    impl Drop for Suspends<'_> {
        fn drop(&mut self) {
            self.0.suspend(());
        }
    }
    let seems_to_panic = thread::spawn(|| {
        let result = catch_unwind(|| {
            let mut waits = coroutine(|yielder: &Yielder<(), ()>, ()| {
                let _suspends = Suspends(yielder);
                yielder.suspend(());
            });
            let _: CoroutineResult<(), ()> = waits.resume(());
            panic_any("outside");
        });
        assert!(result.is_err());
        thread::panicking()
    });
    assert!(seems_to_panic.join().unwrap());
}

/// So many mappings does the kernel allow, two for each stack. Then it refuses, with memory to spare.
#[test]
#[cfg(target_os = "linux")]
fn the_kernel_refuses_stacks_long_before_memory_is_used_up() {
    let limit = std::fs::read_to_string("/proc/sys/vm/max_map_count").unwrap();
    let limit: usize = limit.trim().parse().unwrap();
    if limit > 200_000 {
        return eprintln!("ignored: this system allows {limit} mappings, too many to try");
    }
    let child = in_a_child("the_kernel_refuses_stacks_long_before_memory_is_used_up", || {
        let mut stacks = Vec::with_capacity(limit);
        let error = loop {
            match Stack::new(4096) {
                Ok(stack) => stacks.push(stack),
                Err(error) => break error,
            }
        };
        let count = stacks.len();
        drop(stacks);
        assert_eq!(error.raw_os_error(), Some(libc::ENOMEM));
        assert!((limit / 4..=limit / 2).contains(&count), "{count} stacks, {limit} mappings");
    });
    let Some(child) = child else { return };
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
}

/// Why the first frame has the length that it has: one word off, and the process dies at the first
/// instruction that keeps a wide register on the stack.
#[test]
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
fn a_first_frame_that_is_one_word_off_dies_at_a_wide_register() {
    use ch05_coroutine::two_stacks::{first_frame, switch};
    use std::arch::naked_asm;
    use std::process::exit;
    use std::ptr;

    #[unsafe(naked)]
    extern "C" fn keeps_a_wide_register(_: *mut u8) -> ! {
        extern "C" fn survives() -> ! {
            exit(7)
        }
        naked_asm!("sub rsp, 8", "movaps [rsp], xmm0", "call {survives}", survives = sym survives)
    }

    let (off, on) = ("IN_A_CHILD_OFF", "IN_A_CHILD_ON");
    for (which, code) in [(off, None), (on, Some(7))] {
        if env::var_os(which).is_some() {
            let stack = Stack::new(65536).unwrap();
            let top = stack.top().wrapping_sub(if which == off { 8 } else { 0 });
            let mut main = ptr::null_mut();
            // SAFETY: the stack is fresh. The frame that is one word off is the point, and this
            // process is there to die of it.
            unsafe {
                let guest = first_frame(top, keeps_a_wide_register, ptr::null_mut());
                switch(&raw mut main, guest);
            }
        }
        let test = "a_first_frame_that_is_one_word_off_dies_at_a_wide_register";
        let mut child = Command::new(env::current_exe().unwrap());
        child.args([test, "--exact"]).env_remove(off).env_remove(on).env(which, "1");
        assert_eq!(child.output().unwrap().status.code(), code, "{which}");
    }
}
