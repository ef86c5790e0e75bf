//! A coroutine is suspended inside of `LocalKey::with` when its thread ends.

#![allow(unsafe_code, reason = "this is what the contract of `Coroutine::new` forbids")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::thread;

use crate::stackful::Coroutine;

thread_local! {
    static KEPT: RefCell<Option<Coroutine<(), (), ()>>> = const { RefCell::new(None) };
    static RECIPE: Recipe = Recipe::default();
}

#[derive(Default)]
struct Recipe {
    is_gone: Rc<Cell<bool>>,
}

impl Drop for Recipe {
    fn drop(&mut self) {
        println!("the recipe is freed");
        self.is_gone.set(true);
    }
}

/// Stands for something that reads the recipe once more before it goes.
struct Reader {
    is_gone: Rc<Cell<bool>>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        let gone = self.is_gone.get();
        println!(
            "still inside of `with`, and the recipe is {}",
            if gone { "gone" } else { "there" }
        );
    }
}

pub fn main() {
    thread::spawn(|| {
        // What a thread touches first, it gives back last. std does not promise that: if it changes,
        // this program prints something else, and nothing is safer than before.
        KEPT.with(|_| ());
        // SAFETY: none: it suspends inside of `with`. It reads nothing that is freed, though: the
        // flag has two owners.
        let mut cook: Coroutine<(), (), ()> = unsafe {
            Coroutine::new(|yielder, ()| {
                RECIPE.with(|recipe| {
                    let _reader = Reader { is_gone: recipe.is_gone.clone() };
                    yielder.suspend(());
                });
            })
        };
        cook.resume(());
        println!("suspended inside of `with`; the thread ends");
        KEPT.set(Some(cook));
    })
    .join()
    .unwrap();
}
