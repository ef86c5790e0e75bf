//! Chapter 5: what is a coroutine, and what does a switch cost?
//!
//! First a scheduler over generators, and three ways to choose who is next. Then a coroutine with a
//! stack of its own, built up from a switch in assembler: [`two_stacks`] has the switch,
//! [`guard_page`] the stack, [`stackful`] the coroutine. At the end what a coroutine is not.
//!
//! Each module is one program. `cargo lab` measures with the switch of [`two_stacks`].

// `unsafe` stands in the modules of the switch, and in the two programs that ask the kernel for
// something dangerous, or show what the contract is for. Each has its reason beside it.
#![deny(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]
#![allow(clippy::double_ended_iterator_last, reason = "the last word of five: `last` says it")]

pub mod round_robin;

pub mod pick_the_next;

#[cfg(unix)]
pub mod two_stacks;

#[cfg(unix)]
pub mod guard_page;

#[cfg(unix)]
pub mod stackful;

pub mod by_corosensei;

#[cfg(target_os = "linux")]
pub mod too_late;

#[cfg(target_os = "linux")]
pub mod no_system_call;

pub mod starve;

pub mod who_runs_them;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch05-coroutine": "What is a coroutine, and what does a switch cost?";
    round_robin [python plain] "a scheduler over generators in a few lines";
    pick_the_next [python plain] "the same tasks in three orders";
    two_stacks [plain unix] "a switch in assembler: two stacks take turns";
    guard_page [plain unix] "a stack with a page below it that nobody may touch";
    stackful [plain unix] "a coroutine that pauses inside of somebody else's sort";
    by_corosensei [plain] "the same by the library that one would use";
    too_late [plain linux] "suspended inside of `LocalKey::with` when the thread ends";
    no_system_call [python plain linux] "a million switches, with the kernel as witness";
    starve [python plain] "one that never pauses, and what its neighbours get";
    who_runs_them [python plain] "which thread runs coroutines, and what they share";
    [exercises]
    e1_predict "predict the turns where whoever came last is first";
    e2_virtual_time "let tasks sleep without a clock";
    e3_channel "lose nothing between a producer and a consumer";
    e4_same_fringe "compare the leaves of two trees, and look at few of them";
    e5_first_frame "lay out a stack so that the first switch calls a function";
};

/// What the compiler refuses, each by its own error.
///
/// A coroutine stays on its thread, whatever it has captured:
///
/// ```compile_fail,E0277
/// use ch05_coroutine::stackful::{Coroutine, Yielder};
/// let coroutine: Coroutine<(), (), ()> = unsafe { Coroutine::new(|_, ()| ()) };
/// std::thread::spawn(move || { let mut coroutine = coroutine; coroutine.resume(()); });
/// ```
///
/// It borrows nothing that could end before it does, since it may be forgotten:
///
/// ```compile_fail,E0597
/// use ch05_coroutine::stackful::{Coroutine, Yielder};
/// let dishes = vec!["soup"];
/// let borrowed = &dishes;
/// let coroutine: Coroutine<(), (), ()> =
///     unsafe { Coroutine::new(move |_, ()| println!("{borrowed:?}")) };
/// ```
///
/// Its yielder does not leave it:
///
/// ```compile_fail,E0521
/// use ch05_coroutine::stackful::{Coroutine, Yielder};
/// use std::cell::Cell;
/// use std::rc::Rc;
/// let kept: Rc<Cell<Option<&Yielder<(), ()>>>> = Rc::default();
/// let inside = kept.clone();
/// let coroutine: Coroutine<(), (), ()> =
///     unsafe { Coroutine::new(move |yielder, ()| inside.set(Some(yielder))) };
/// ```
///
/// An inner coroutine cannot suspend the outer one by its yielder:
///
/// ```compile_fail,E0521
/// use ch05_coroutine::stackful::{Coroutine, Yielder};
/// let outer: Coroutine<(), (), ()> = unsafe {
///     Coroutine::new(|outer: &Yielder<(), ()>, ()| {
///         let inner: Coroutine<(), (), ()> =
///             Coroutine::new(move |_, ()| outer.suspend(()));
///     })
/// };
/// ```
///
/// And where it compiles:
///
/// ```
/// use ch05_coroutine::stackful::{Coroutine, CoroutineResult, Yielder};
/// let mut coroutine: Coroutine<(), u32, ()> =
///     unsafe { Coroutine::new(|yielder: &Yielder<(), u32>, ()| yielder.suspend(7)) };
/// assert_eq!(coroutine.resume(()), CoroutineResult::Yield(7));
/// ```
#[cfg(all(doctest, unix))]
pub struct Refused;
