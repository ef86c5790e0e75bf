//! The permit comes first, then the job is made, then its task. When eight are there, the loop in
//! `do_all` waits for a permit, and that is the back pressure: whoever makes jobs is slowed down to the
//! pace of those who do them.
//!
//! The permit moves into the task, and is dropped with it. `drop(job)` comes before, or a ninth could be
//! made while the eighth is still there. At the end we take all eight permits: nobody has one any
//! more, so all jobs are done. No list of a thousand handles is needed, and a dropped handle detaches
//! its task (chapter 8).

use std::cell::Cell;
use std::rc::Rc;

use turns::sync::Semaphore;

/// Does a thousand jobs, eight at a time.
pub async fn do_all(shop: &Rc<Shop>) {
    let permits = Semaphore::new(8);
    for _ in 0..1_000 {
        let permit = permits.acquire(1).await.unwrap();
        let job = shop.make();
        drop(turns::spawn(async move {
            job.work().await;
            drop(job);
            drop(permit);
        }));
    }
    drop(permits.acquire(8).await.unwrap());
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
