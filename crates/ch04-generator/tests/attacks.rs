//! Attacks on the generator that compile. None of them may reach freed memory or hang. What is wrong
//! panics with a sentence of its own, and the generator has ended, but for two: a `suspend` without
//! `.await` does nothing (the compiler warns), and one that is sent to itself leaks.

use std::cell::{Cell, RefCell};
use std::future::{pending, poll_fn, ready};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::{Rc, Weak};
use std::task::Poll;

use ch04_generator::CoroutineResult::{Return, Yield};
use ch04_generator::{CoroutineResult, Generator, Yielder};

const FOREIGN: &str = "a generator can await only its own yielder";
const IN_THE_MIDDLE: &str = "a generator ended in the middle of a `suspend`";
const NOT_AWAITED: &str = "the last `suspend` was not awaited to its end";
const ENDED: &str = "the generator has ended";

fn countdown<'a>(from: u32) -> Generator<'a, (), u32, ()> {
    Generator::new(async move |out, ()| {
        for n in (1..=from).rev() {
            out.suspend(n).await;
        }
    })
}

/// Resumes it, and returns the words of the panic.
fn panic_of<Yield, Return>(generator: &mut Generator<'_, (), Yield, Return>) -> String {
    let result = catch_unwind(AssertUnwindSafe(|| generator.resume(())));
    let Err(what) = result else { panic!("it does not panic") };
    assert!(generator.done(), "after a panic it has ended");
    what.downcast_ref::<String>()
        .cloned()
        .or_else(|| what.downcast_ref::<&str>().map(|text| text.to_string()))
        .unwrap()
}

/// Polls once.
async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Poll<F::Output> {
    poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

/// A pause that isn't the yielder's.
async fn foreign_pause() {
    let mut has_paused = false;
    poll_fn(|_| match mem::replace(&mut has_paused, true) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}

/// Counts how often it's dropped.
struct Counts<'a>(&'a Cell<u32>);

impl Drop for Counts<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn it_iterates_and_stays_at_its_end() {
    assert_eq!(countdown(3).collect::<Vec<_>>(), [3, 2, 1]);
    let mut one = countdown(1);
    assert_eq!([one.next(), one.next(), one.next()], [Some(1), None, None]);
}

#[test]
fn every_input_arrives_and_the_first_too() {
    let mut echo = Generator::new(async |out: &mut Yielder<u32, u32>, first| {
        let second = out.suspend(first).await;
        let third = out.suspend(second).await;
        (first, second, third)
    });
    assert_eq!(echo.resume(1), Yield(1));
    assert_eq!(echo.resume(2), Yield(2));
    assert!(!echo.done());
    assert_eq!(echo.resume(3), Return((1, 2, 3)));
    assert!(echo.done());
}

#[test]
fn values_without_clone_or_copy_pass_and_are_dropped_once() {
    let drops = Cell::new(0);
    let mut passes = Generator::new(async |out: &mut Yielder<Counts, Counts>, first| {
        let second = out.suspend(first).await;
        drop(out.suspend(second).await);
    });
    for so_far in 0..2 {
        let Yield(value) = passes.resume(Counts(&drops)) else { panic!("it pauses twice") };
        assert_eq!(drops.get(), so_far);
        drop(value);
    }
    assert!(matches!(passes.resume(Counts(&drops)), Return(())));
    assert_eq!(drops.get(), 3);
}

#[test]
fn resumed_after_the_end() {
    let mut five = Generator::new(async |_: &mut Yielder<(), u32>, ()| 5);
    assert_eq!(five.resume(()), Return(5));
    assert_eq!(panic_of(&mut five), ENDED);
}

#[test]
fn a_panic_in_the_body_passes_and_what_it_holds_is_dropped_once() {
    let drops = Cell::new(0);
    let mut fails = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        let _held = Counts(&drops);
        out.suspend(1).await;
        panic!("in the body");
    });
    let _: CoroutineResult<u32, ()> = fails.resume(());
    assert_eq!(panic_of(&mut fails), "in the body");
    assert_eq!(drops.get(), 1);
    drop(fails);
    assert_eq!(drops.get(), 1);
}

#[test]
fn dropped_before_during_and_after() {
    let drops = Cell::new(0);
    let make = || {
        let held = Counts(&drops);
        Generator::new(async move |out: &mut Yielder<(), u32>, ()| {
            let _held = held;
            out.suspend(1).await;
        })
    };
    drop(make());
    assert_eq!(drops.replace(0), 1, "before its first resume it holds what it was made with");

    let mut paused = make();
    paused.resume(());
    assert_eq!(drops.get(), 0);
    drop(paused);
    assert_eq!(drops.replace(0), 1);

    let mut ended = make();
    ended.resume(());
    ended.resume(());
    assert_eq!(drops.get(), 1, "at its end it lets go by itself");
    drop(ended);
    assert_eq!(drops.get(), 1);
}

#[test]
fn it_awaits_something_else() {
    let mut waits = Generator::new(async |_: &mut Yielder<(), u32>, ()| pending::<()>().await);
    assert_eq!(panic_of(&mut waits), FOREIGN);

    let mut waits = Generator::new(async |_: &mut Yielder<(), u32>, ()| ready(3).await);
    assert_eq!(waits.resume(()), Return(3), "what is ready makes no pause");
}

#[test]
fn a_suspend_that_is_never_polled_does_nothing() {
    let mut none = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        drop(out.suspend(1));
        3
    });
    assert_eq!(none.resume(()), Return(3));
}

#[test]
fn a_suspend_polled_and_dropped() {
    let mut ends = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        assert!(poll_once(pin!(out.suspend(1))).await.is_pending());
    });
    assert_eq!(panic_of(&mut ends), IN_THE_MIDDLE);

    let mut goes_on = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        assert!(poll_once(pin!(out.suspend(1))).await.is_pending());
        out.suspend(2).await;
    });
    assert_eq!(panic_of(&mut goes_on), NOT_AWAITED);
}

#[test]
#[cfg_attr(miri, ignore = "it leaks on purpose, which Miri would report")]
fn a_suspend_polled_and_leaked() {
    let mut goes_on = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        let mut first = Box::pin(out.suspend(1));
        assert!(poll_once(first.as_mut()).await.is_pending());
        mem::forget(first);
        out.suspend(2).await;
    });
    assert_eq!(panic_of(&mut goes_on), NOT_AWAITED);
}

#[test]
fn a_suspend_dropped_after_its_value_has_gone_out() {
    // The input that it was to bring is still there, and the next `suspend` says so.
    let mut loses = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        assert!(poll_once(pin!(out.suspend(1))).await.is_pending());
        foreign_pause().await;
        out.suspend(2).await;
    });
    assert_eq!(loses.resume(()), Yield(1));
    assert_eq!(panic_of(&mut loses), NOT_AWAITED);
}

#[test]
fn a_suspend_polled_twice_before_it_is_resumed_pauses_once() {
    let mut patient = Generator::new(async |out: &mut Yielder<u32, u32>, _| {
        let mut suspend = pin!(out.suspend(1));
        assert!(poll_once(suspend.as_mut()).await.is_pending());
        assert!(poll_once(suspend.as_mut()).await.is_pending());
        suspend.await
    });
    assert_eq!(patient.resume(0), Yield(1));
    assert_eq!(patient.resume(7), Return(7));
}

#[test]
fn the_outer_yielder_inside_the_inner_generator() {
    let mut outer = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        let mut inner = Generator::new(async |_: &mut Yielder<(), u32>, ()| out.suspend(1).await);
        inner.resume(())
    });
    assert_eq!(panic_of(&mut outer), FOREIGN);
}

#[test]
fn two_yielders_swapped() {
    let mut outer = Generator::new(async |one: &mut Yielder<(), u32>, ()| {
        let mut inner = Generator::new(async |two: &mut Yielder<(), u32>, ()| {
            mem::swap(one, two);
            two.suspend(1).await;
        });
        inner.resume(())
    });
    assert_eq!(panic_of(&mut outer), FOREIGN);
}

#[test]
fn a_yielder_kept_when_its_generator_is_gone() {
    let mut outer = Generator::new(async |one: &mut Yielder<(), u32>, ()| {
        let mut inner = Generator::new(async |two: &mut Yielder<(), u32>, ()| mem::swap(one, two));
        assert_eq!(inner.resume(()), Return(()));
        drop(inner);
        // This one is of `inner`, whose slot nobody reads any more.
        one.suspend(1).await;
    });
    assert_eq!(panic_of(&mut outer), FOREIGN);
}

#[test]
fn moved_between_two_resumes_while_it_borrows_from_itself() {
    let mut numbers: Generator<(), u32, ()> = Generator::new(async |out, ()| {
        let own = [1, 2, 3];
        for n in &own {
            out.suspend(*n).await;
        }
    });
    assert_eq!(numbers.next(), Some(1));
    let mut list = vec![numbers];
    list.reserve(100);
    let mut boxed = Box::new(list.pop().unwrap());
    assert_eq!(boxed.next(), Some(2));
    let mut again = *boxed;
    assert_eq!([again.next(), again.next()], [Some(3), None]);
}

#[test]
fn re_entered() {
    type Slot = RefCell<Option<Generator<'static, (), u32, ()>>>;
    let slot: Rc<Slot> = Rc::default();
    let inside: Weak<Slot> = Rc::downgrade(&slot);
    *slot.borrow_mut() = Some(Generator::new(async move |_, ()| {
        let me = inside.upgrade().unwrap();
        assert!(me.try_borrow_mut().is_err(), "whoever resumes it holds it");
    }));
    assert_eq!(slot.borrow_mut().as_mut().unwrap().resume(()), Return(()));
}

#[test]
fn taken_out_and_dropped_by_its_own_body() {
    // Whoever resumes it holds it mutably, so the body can only drop another one.
    let other = Rc::new(RefCell::new(Some(countdown(3))));
    let theirs = Rc::clone(&other);
    let drops: Generator<(), u32, ()> = Generator::new(async move |out, ()| {
        out.suspend(1).await;
        theirs.borrow_mut().take();
        out.suspend(2).await;
    });
    assert_eq!(other.borrow_mut().as_mut().unwrap().next(), Some(3));
    assert_eq!(drops.collect::<Vec<_>>(), [1, 2]);
    assert!(other.borrow().is_none());
}

#[test]
fn one_that_is_sent_to_itself_leaks_as_any_cycle_does() {
    struct Me(
        #[expect(dead_code, reason = "it only has to be there")]
        Option<Rc<RefCell<Generator<'static, Me, (), ()>>>>,
    );
    let alive = Rc::new(());
    let held = Rc::clone(&alive);
    let generator =
        Rc::new(RefCell::new(Generator::new(async move |out: &mut Yielder<Me, ()>, first: Me| {
            let _both = (held, first);
            out.suspend(()).await;
        })));
    let me = Me(Some(Rc::clone(&generator)));
    generator.borrow_mut().resume(me);
    let weak = Rc::downgrade(&generator);
    drop(generator);
    assert_eq!(Rc::strong_count(&alive), 2, "nobody can reach it, and it's still there");

    // Here the cycle is opened again, so that Miri finds no leak: it's told to end.
    let generator = weak.upgrade().unwrap();
    generator.borrow_mut().resume(Me(None));
    assert_eq!(Rc::strong_count(&alive), 1);
}

#[test]
fn a_hundred_deep() {
    async fn nested(out: &mut Yielder<u32, u32>, depth: u32) -> u32 {
        if depth == 0 {
            return out.suspend(1).await;
        }
        Box::pin(nested(out, depth - 1)).await + 1
    }
    let mut deep = Generator::new(async |out: &mut Yielder<u32, u32>, _| nested(out, 100).await);
    assert_eq!(deep.resume(0), Yield(1));
    assert_eq!(deep.resume(5), Return(105));
}

#[test]
fn many_rounds_take_no_more_memory_and_no_more_stack() {
    let rounds = if cfg!(miri) { 100 } else { 1_000_000 };
    let mut adds = Generator::new(async |out: &mut Yielder<u64, u64>, first| {
        let mut sum = first;
        loop {
            sum += out.suspend(sum).await;
        }
    });
    let mut last = 0;
    for _ in 0..rounds {
        let result: CoroutineResult<u64, ()> = adds.resume(1);
        let Yield(sum) = result else { panic!("it never ends") };
        last = sum;
    }
    assert_eq!(last, rounds);
}
