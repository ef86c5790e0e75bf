//! What `stackful` does, by corosensei: on every system, and `new` is safe to call.

use std::cmp::Ordering::{self, Equal, Greater, Less};
use std::panic::{self, AssertUnwindSafe};

use corosensei::{Coroutine, CoroutineResult, Yielder};

type Dish = &'static str;

pub fn main() {
    sort_by_asking();
    panic_inside();
    drop_in_the_middle();
}

fn sort_by_asking() {
    let mut sorter = Coroutine::new(sort);
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
    let mut cook = Coroutine::new(burn);
    cook.resume(());
    let caught = panic::catch_unwind(AssertUnwindSafe(|| cook.resume(()))).unwrap_err();
    println!("caught outside: {:?}", caught.downcast_ref::<&str>().unwrap());
}

fn burn(yielder: &Yielder<(), ()>, (): ()) {
    yielder.suspend(());
    panic!("the soup is burnt");
}

fn drop_in_the_middle() {
    let mut cook = Coroutine::new(stir);
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
