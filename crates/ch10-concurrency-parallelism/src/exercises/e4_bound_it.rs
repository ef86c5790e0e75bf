//! A thousand jobs, and eight at a time may work. `do_all` keeps to that, and yet all thousand are in
//! memory at once. Mend it: no more than eight may *be there*, whether they work or wait.
//!
//! # Hint
//!
//! A job is there from `shop.make()` until it is dropped. When should it be made: before or after there
//! is a permit for it?

use std::cell::Cell;
use std::rc::Rc;

use turns::sync::Semaphore;

/// Does a thousand jobs, eight at a time.
pub async fn do_all(shop: &Rc<Shop>) {
    let permits = Semaphore::new(8);
    let mut tasks = Vec::new();
    for _ in 0..1_000 {
        // Your turn: where do those wait that have no permit yet?
        let job = shop.make();
        let permits = permits.clone();
        tasks.push(turns::spawn(async move {
            let _permit = permits.acquire(1).await.unwrap();
            job.work().await;
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

/// Counts its jobs: those that are there, those that are at work, and those that were done.
#[derive(Default)]
pub struct Shop {
    there: Cell<u32>,
    most_there: Cell<u32>,
    at_work: Cell<u32>,
    most_at_work: Cell<u32>,
    done: Cell<u32>,
}

impl Shop {
    /// Makes a job.
    pub fn make(self: &Rc<Shop>) -> Job {
        self.there.set(self.there.get() + 1);
        self.most_there.set(self.most_there.get().max(self.there.get()));
        Job(Rc::clone(self))
    }
}

/// It is there until it is dropped.
pub struct Job(Rc<Shop>);

impl Job {
    /// Does it.
    pub async fn work(&self) {
        let shop = &self.0;
        shop.at_work.set(shop.at_work.get() + 1);
        shop.most_at_work.set(shop.most_at_work.get().max(shop.at_work.get()));
        for _ in 0..10 {
            turns::yield_now().await;
        }
        shop.at_work.set(shop.at_work.get() - 1);
        shop.done.set(shop.done.get() + 1);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.0.there.set(self.0.there.get() - 1);
    }
}

// The test: the same for the solution.

/// All are done, eight at a time, and no more than eight are there.
pub fn test() {
    let shop = Rc::new(Shop::default());
    turns::block_on(do_all(&shop));
    assert_eq!(shop.done.get(), 1_000, "`do_all` has returned, and not all jobs are done.");
    assert_eq!(shop.most_at_work.get(), 8, "Another number of jobs was at work at once.");
    let there = shop.most_there.get();
    assert!(there <= 8, "{there} jobs were in memory at once, although only eight may be.");
}
