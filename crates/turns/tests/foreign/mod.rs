//! Wakers that are not the loop's own, and behave as badly as wakers may.
#![allow(dead_code, reason = "each test file uses what it needs")]

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{RawWaker, RawWakerVTable, Wake, Waker};

/// Panics when it is woken.
pub fn panics() -> Waker {
    struct Panics;
    impl Wake for Panics {
        fn wake(self: Arc<Self>) {
            panic!("a foreign waker");
        }
    }
    Arc::new(Panics).into()
}

/// When a waker of [`acts`] does what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Clone,
    Wake,
    Drop,
}

pub const ALWAYS: [On; 3] = [On::Clone, On::Wake, On::Drop];

/// Does something while it is cloned, woken or dropped. It must not leave this thread. What it
/// does may clone, wake or drop it again; that does nothing more.
pub fn acts(on: On, act: impl FnMut() + 'static) -> Waker {
    let acting = Rc::new(Acting { on, act: RefCell::new(Some(Box::new(act))) });
    // SAFETY: the functions of the table keep the count of the Rc in balance. An Rc must not be
    // used by two threads, and no test sends such a waker to another.
    unsafe { Waker::from_raw(RawWaker::new(Rc::into_raw(acting).cast(), &TABLE)) }
}

thread_local! {
    static FAILED: Cell<usize> = const { Cell::new(0) };
}

/// How many acts on this thread have panicked.
pub fn failed() -> usize {
    FAILED.get()
}

struct Acting {
    on: On,
    act: RefCell<Option<Box<dyn FnMut()>>>,
}

impl Acting {
    fn on(&self, what: On) {
        if self.on != what {
            return;
        }
        // Taken out meanwhile.
        let act = self.act.borrow_mut().take();
        if let Some(mut act) = act {
            // The loop would report a panic and go on, and the test would see nothing of it.
            if catch_unwind(AssertUnwindSafe(&mut act)).is_err() {
                FAILED.set(FAILED.get() + 1);
            }
            *self.act.borrow_mut() = Some(act);
        }
    }
}

static TABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop);

/// The waker's own count, borrowed.
fn borrow(data: *const ()) -> ManuallyDrop<Rc<Acting>> {
    // SAFETY: `data` is from `Rc::into_raw` in `acts`, and the waker that has it holds a count.
    ManuallyDrop::new(unsafe { Rc::from_raw(data.cast()) })
}

fn clone(data: *const ()) -> RawWaker {
    let acting = borrow(data);
    acting.on(On::Clone);
    let copy = Rc::clone(&acting);
    RawWaker::new(Rc::into_raw(copy).cast(), &TABLE)
}

fn wake(data: *const ()) {
    wake_by_ref(data);
    drop(data);
}

fn wake_by_ref(data: *const ()) {
    borrow(data).on(On::Wake);
}

fn drop(data: *const ()) {
    let acting = ManuallyDrop::into_inner(borrow(data));
    acting.on(On::Drop);
}
