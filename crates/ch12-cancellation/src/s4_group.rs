//! Tasks that end together: after the first error the others are cancelled, and awaited.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{pending, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook};
use std::rc::Rc;
use std::task::{Poll, Waker};

use turns::JoinHandle;

pub fn main() {
    turns::block_on(async {
        let mut group = Group::new();
        for name in ["a", "b", "c"] {
            group.spawn(copy(name));
        }
        println!("the group: {:?}", group.finish().await);

        let mut group = Group::new();
        group.spawn(async { Ok(1) });
        group.spawn(async { Ok::<_, String>(2) });
        println!("the group: {:?}", group.finish().await);
    });

    set_hook(Box::new(|_| {})); // a panic's message would go to standard error
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        turns::block_on(async {
            let mut group = Group::new();
            group.spawn(copy("a"));
            group.spawn(async { panic!("a fault of the program") });
            _ = group.finish().await;
        });
    }));
    println!("the group: panicked, {}", panicked.is_err());
}

async fn copy(name: &'static str) -> Result<u32, String> {
    let _note = Note(name);
    turns::yield_now().await;
    if name == "b" { Err("the disk is full".to_owned()) } else { pending().await }
}

struct Note(&'static str);

impl Drop for Note {
    fn drop(&mut self) {
        println!("{} is over", self.0);
    }
}

/// Tasks, and the order in which they ended.
struct Group<T, E> {
    tasks: Vec<Option<JoinHandle<Result<T, E>>>>,
    ends: Rc<RefCell<Ends>>,
}

#[derive(Default)]
struct Ends {
    numbers: VecDeque<usize>,
    waker: Option<Waker>,
}

impl<T, E> Group<T, E> {
    fn cancel(&self) {
        for task in self.tasks.iter().flatten() {
            task.cancel();
        }
    }
}

impl<T: 'static, E: 'static> Group<T, E> {
    fn new() -> Group<T, E> {
        Group { tasks: Vec::new(), ends: Rc::default() }
    }

    fn spawn(&mut self, future: impl Future<Output = Result<T, E>> + 'static) {
        let end = End { number: self.tasks.len(), ends: Rc::clone(&self.ends) };
        self.tasks.push(Some(turns::spawn(async move {
            let _end = end; // told when the task is dropped, however that comes
            future.await
        })));
    }

    /// The values in the order of the calls of `spawn`; or the first error, or the first panic,
    /// when all have gone.
    async fn finish(mut self) -> Result<Vec<T>, E> {
        let mut values: Vec<Option<T>> = self.tasks.iter().map(|_| None).collect();
        let (mut failure, mut panic) = (None, None);
        for _ in 0..self.tasks.len() {
            let number = self.next_end().await;
            match self.tasks[number].take().unwrap().await {
                Ok(Ok(value)) => {
                    values[number] = Some(value);
                    continue;
                }
                Ok(Err(error)) => failure = failure.or(Some(error)),
                Err(error) => panic = panic.or(error.into_panic().ok()),
            }
            self.cancel(); // those that are left; to have been cancelled twice makes no difference
        }
        match (panic, failure) {
            (Some(panic), _) => resume_unwind(panic),
            (None, Some(error)) => Err(error),
            (None, None) => Ok(values.into_iter().flatten().collect()),
        }
    }

    async fn next_end(&self) -> usize {
        poll_fn(|context| {
            if let Some(number) = self.ends.borrow_mut().numbers.pop_front() {
                return Poll::Ready(number);
            }
            let waker = context.waker().clone();
            let old = self.ends.borrow_mut().waker.replace(waker);
            drop(old); // when nothing is borrowed
            Poll::Pending
        })
        .await
    }
}

/// Whoever drops the group stops its tasks.
impl<T, E> Drop for Group<T, E> {
    fn drop(&mut self) {
        self.cancel();
    }
}

struct End {
    number: usize,
    ends: Rc<RefCell<Ends>>,
}

impl Drop for End {
    fn drop(&mut self) {
        let mut ends = self.ends.borrow_mut();
        ends.numbers.push_back(self.number);
        let waker = ends.waker.take();
        drop(ends); // a waker may run code that comes back here
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
