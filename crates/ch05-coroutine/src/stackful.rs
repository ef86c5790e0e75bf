//! A coroutine with a stack of its own: it pauses inside of whatever it has called.

#![allow(unsafe_code, reason = "two stacks share what only one of them uses at a time")]

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::mem::ManuallyDrop;
use std::panic::{self, AssertUnwindSafe};
use std::{fmt, ptr, thread};

use crate::guard_page::Stack;
use crate::two_stacks::{first_frame, switch_by_jump as switch};

type Dish = &'static str;

pub fn main() {
    sort_by_asking();
    panic_inside();
    drop_in_the_middle();
}

fn sort_by_asking() {
    // SAFETY: what `sort_by` leaves half done while it is paused, nobody else can reach.
    let mut sorter = unsafe { Coroutine::new(sort) };
    let mut answer = Equal; // the first one answers nothing: nobody has asked yet
    let dishes = loop {
        match sorter.resume(answer) {
            CoroutineResult::Yield((a, b)) => answer = guest(a, b),
            CoroutineResult::Return(dishes) => break dishes,
        }
    };
    println!("sorted: {dishes:?}");
}

/// Stands for a guest, who is asked for each pair.
fn guest(a: Dish, b: Dish) -> Ordering {
    match (a, b) {
        ("tea", _) | ("rice", "soup") => Less,
        _ => Greater,
    }
}

fn sort(ask: &Yielder<Ordering, (Dish, Dish)>, _: Ordering) -> Vec<Dish> {
    let mut dishes = vec!["soup", "rice", "tea"];
    dishes.sort_by(|a, b| ask.suspend((a, b)));
    dishes
}

fn panic_inside() {
    // SAFETY: nothing that it calls counts on a return.
    let mut cook = unsafe { Coroutine::new(burn) };
    cook.resume(());
    let caught = panic::catch_unwind(AssertUnwindSafe(|| cook.resume(()))).unwrap_err();
    println!("caught outside: {:?}", caught.downcast_ref::<&str>().unwrap());
}

fn burn(yielder: &Yielder<(), ()>, (): ()) {
    yielder.suspend(());
    panic!("the soup is burnt");
}

fn drop_in_the_middle() {
    // SAFETY: nothing that it calls counts on a return.
    let mut cook = unsafe { Coroutine::new(stir) };
    cook.resume(());
    println!("suspended, with a pot on its stack; now it is dropped");
}

fn stir(yielder: &Yielder<(), ()>, (): ()) {
    let _pot = Pot;
    yielder.suspend(());
    println!("this line never runs");
}

struct Pot;

impl Drop for Pot {
    fn drop(&mut self) {
        println!("the pot is put away");
    }
}

/// A function with a stack of its own. It stays on its thread: nobody knows what lies on its stack.
pub struct Coroutine<Input: 'static, Yield: 'static, Return: 'static> {
    /// From a box. Both stacks reach it, so nobody owns it but `drop`.
    shared: *mut Shared<Input, Yield, Return>,
    stack: ManuallyDrop<Stack>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Suspended,
    Done,
}

/// What came of a resume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoroutineResult<Yield, Return> {
    /// It has suspended, with this value.
    Yield(Yield),
    /// It has ended, with this one.
    Return(Return),
}

struct Shared<Input, Yield, Return> {
    link: Link<Input, Yield>,
    body: Option<Body<Input, Yield, Return>>,
    result: Option<thread::Result<Return>>,
}

type Body<Input, Yield, Return> = Box<dyn FnOnce(&Yielder<Input, Yield>, Input) -> Return>;

/// What goes to and fro. No reference to it lives across a switch.
struct Link<Input, Yield> {
    /// Where each side stopped, while the other one runs.
    resumer: *mut u8,
    coroutine: *mut u8,
    told: Option<Told<Input>>,
    yielded: Option<Yield>,
    /// Whether the resumer was unwinding when it resumed us.
    resumer_panics: bool,
}

enum Told<Input> {
    GoOn(Input),
    /// Unwind your stack, and end.
    Unwind,
}

/// What a coroutine that is dropped panics with.
struct Dropped;

impl<Input, Yield, Return> Coroutine<Input, Yield, Return> {
    /// A coroutine that has not begun, with a stack of 1 MiB. The body gets what the first `resume`
    /// sends.
    ///
    /// # Safety
    ///
    /// The body does not suspend inside of a function that counts on its callee’s return, such as
    /// [`LocalKey::with`](thread::LocalKey::with): the thread’s end would free what it still uses.
    ///
    /// # Panics
    ///
    /// If the system has no memory for the stack; [`with_stack`](Self::with_stack) lets you look.
    pub unsafe fn new(
        body: impl FnOnce(&Yielder<Input, Yield>, Input) -> Return + 'static,
    ) -> Self {
        let stack = Stack::new(1024 * 1024).expect("the system has memory for a stack");
        // SAFETY: the caller's promise.
        unsafe { Self::with_stack(stack, body) }
    }

    /// The same on this stack. One that is too small ends the process, by its guard page.
    ///
    /// # Safety
    ///
    /// As for [`new`](Self::new).
    pub unsafe fn with_stack(
        stack: Stack,
        body: impl FnOnce(&Yielder<Input, Yield>, Input) -> Return + 'static,
    ) -> Self {
        let (resumer, coroutine) = (ptr::null_mut(), ptr::null_mut());
        let link = Link { resumer, coroutine, told: None, yielded: None, resumer_panics: false };
        let shared = Shared { link, body: Some(Box::new(body)), result: None };
        let shared = Box::into_raw(Box::new(shared));
        // SAFETY: the stack is fresh, a page or more, and `shared` stays where it is until `drop`.
        unsafe { (*shared).link.coroutine = first_frame(stack.top(), start, shared) };
        Coroutine { shared, stack: ManuallyDrop::new(stack), state: State::Fresh }
    }

    /// Runs it to its next `suspend`, or to its end. A panic in it comes out here.
    ///
    /// # Panics
    ///
    /// If it has ended.
    pub fn resume(&mut self, input: Input) -> CoroutineResult<Yield, Return> {
        assert!(!self.done(), "the coroutine has ended");
        if let Some(value) = self.switch(Told::GoOn(input)) {
            return CoroutineResult::Yield(value);
        }
        // SAFETY: the coroutine has left its stack for good.
        match unsafe { &mut (*self.shared).result }.take() {
            Some(Ok(value)) => CoroutineResult::Return(value),
            Some(Err(payload)) => panic::resume_unwind(payload),
            None => unreachable!("it has suspended or ended"),
        }
    }

    /// Whether it has ended, by its last line or by a panic.
    pub fn done(&self) -> bool {
        self.state == State::Done
    }

    // ANCHOR: switch
    /// Runs it until it comes back: with a value if it has suspended.
    fn switch(&mut self, told: Told<Input>) -> Option<Yield> {
        // SAFETY: `shared` is alive, and only one side uses it at a time. `coroutine` is where the
        // other side stopped, on this thread, or its first frame; its stack is alive. It comes back
        // by `switch`, and nothing unwinds through that: `start` catches all.
        let yielded = unsafe {
            let link = &raw mut (*self.shared).link;
            (*link).told = Some(told);
            (*link).resumer_panics = thread::panicking();
            switch(&raw mut (*link).resumer, (*link).coroutine);
            let link = &mut *link;
            link.yielded.take()
        };
        self.state = if yielded.is_some() { State::Suspended } else { State::Done };
        yielded
    }
    // ANCHOR_END: switch
}

impl<Input, Yield, Return> Drop for Coroutine<Input, Yield, Return> {
    // ANCHOR: drop
    /// Unwinds its stack, if something lies there. If it resists, and suspends again, it is leaked.
    fn drop(&mut self) {
        if self.state == State::Suspended {
            // With `panic = "abort"` nothing unwinds.
            // Then all stays where it is: somebody
            // may have been promised that.
            if cfg!(panic = "abort") || self.switch(Told::Unwind).is_some() {
                return;
            }
        }
        // SAFETY: it has not begun or has ended, so nobody stands on the stack or uses `shared`.
        unsafe {
            drop(Box::from_raw(self.shared));
            ManuallyDrop::drop(&mut self.stack);
        }
    }
    // ANCHOR_END: drop
}

impl<Input, Yield, Return> fmt::Debug for Coroutine<Input, Yield, Return> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coroutine").field("state", &self.state).finish_non_exhaustive()
    }
}

/// By this the body suspends. It is only lent to the body, and cannot leave it.
pub struct Yielder<Input, Yield> {
    link: *mut Link<Input, Yield>,
}

impl<Input, Yield> Yielder<Input, Yield> {
    // ANCHOR: suspend
    /// Hands a value out, and returns what the next `resume` sends. Any function may call it, on
    /// any level.
    ///
    /// # Panics
    ///
    /// If it is called while the coroutine panics and its resumer does not, which would seem to.
    pub fn suspend(&self, value: Yield) -> Input {
        // SAFETY: a yielder exists on its coroutine's stack only, while that runs, and only its
        // coroutine can reach it; so the resumer has stopped at `resumer`, on this thread.
        let told = unsafe {
            let link = &mut *self.link;
            let panics = thread::panicking() && !link.resumer_panics;
            assert!(!panics, "a coroutine cannot suspend while it panics");
            link.yielded = Some(value);
            let link = self.link;
            switch(&raw mut (*link).coroutine, (*link).resumer);
            let link = &mut *link;
            link.told.take()
        };
        match told {
            Some(Told::GoOn(input)) => input,
            _ => panic::resume_unwind(Box::new(Dropped)),
        }
    }
    // ANCHOR_END: suspend
}

// ANCHOR: start
/// Where a coroutine begins, and where all ends that happens on its stack.
extern "C" fn start<Input, Yield, Return>(shared: *mut Shared<Input, Yield, Return>) -> ! {
    // SAFETY: `shared` outlives this stack. Whoever resumed us has stopped, and will not come back
    // here once it has seen that nothing was yielded.
    unsafe {
        let body = (*shared).body.take();
        let told = (*shared).link.told.take();
        let yielder = Yielder { link: &raw mut (*shared).link };
        let result = panic::catch_unwind(AssertUnwindSafe(|| match (body, told) {
            (Some(body), Some(Told::GoOn(input))) => body(&yielder, input),
            _ => unreachable!("it begins once, by a `resume`"),
        }));
        (*shared).result = Some(result);
        let link = &raw mut (*shared).link;
        switch(&raw mut (*link).coroutine, (*link).resumer);
    }
    unreachable!("one that has ended is not resumed");
}
// ANCHOR_END: start
