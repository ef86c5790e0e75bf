//! How one stops a paused function, and what it still does.

use crate::generator_from_async::{CoroutineResult, Generator};

#[derive(Debug)]
enum Told {
    TooMuch,
    Fire,
}

type Shelf = Generator<'static, Result<(), Told>, u32, Result<(), Told>>;

pub fn main() {
    println!("throw what it handles:");
    let mut shelf = prices();
    show(shelf.resume(Ok(())));
    show(shelf.resume(Err(Told::TooMuch)));

    println!("throw what it doesn't handle:");
    show(shelf.resume(Err(Told::Fire)));

    println!("drop one that has never begun:");
    drop(prices());
    println!("    nothing");

    println!("stop resuming, and it has a name:");
    let mut shelf = prices();
    show(shelf.resume(Ok(())));
    println!("    later");
    drop(shelf);

    println!("stop resuming, and it has none:");
    show(prices().resume(Ok(())));
    println!("    later");
}

fn show(result: CoroutineResult<u32, Result<(), Told>>) {
    match result {
        CoroutineResult::Yield(price) => println!("    out comes {price}"),
        CoroutineResult::Return(Err(told)) => println!("    back comes {told:?}"),
        CoroutineResult::Return(Ok(())) => println!("    it has ended"),
    }
}

fn prices() -> Shelf {
    Generator::new(async |out, first: Result<(), Told>| {
        first?;
        let _file = File::open();
        for price in [5, 7, 30] {
            match out.suspend(price).await {
                Ok(()) => {}
                Err(Told::TooMuch) => println!("    told that it was too much"),
                Err(other) => return Err(other),
            }
        }
        Ok(())
    })
}

/// Says when it's opened and when it's closed.
struct File;

impl File {
    fn open() -> File {
        println!("    opened");
        File
    }
}

impl Drop for File {
    fn drop(&mut self) {
        println!("    closed");
    }
}
