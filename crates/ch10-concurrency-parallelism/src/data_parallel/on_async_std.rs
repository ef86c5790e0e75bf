//! How many primes? Counted by one, by two at once, and by two whose answer is awaited. On
//! async-std.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Barrier, mpsc};
use std::thread;

use async_std::task;
use futures::channel::oneshot;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

const NUMBERS: Range<u32> = 2..20_000;
const HALVES: [Range<u32>; 2] = [2..10_000, 10_000..20_000];

fn is_prime(number: &u32) -> bool {
    !(2..=number.isqrt()).any(|divisor| number.is_multiple_of(divisor))
}

/// Gives the work to a pool, and waits for its answer as a coroutine waits. An error is the work's
/// panic.
async fn awaited<T: Send + 'static>(
    pool: &ThreadPool,
    work: impl FnOnce() -> T + Send + 'static,
) -> thread::Result<T> {
    let (send, answer) = oneshot::channel();
    pool.spawn(|| {
        // A panic that leaves this closure would end the whole program.
        let result = catch_unwind(AssertUnwindSafe(work));
        // If nobody waits for the answer any more, it is dropped.
        drop(send.send(result));
    });
    answer.await.expect("it is sent in any case")
}

async fn neighbour(say: mpsc::Sender<()>) {
    say.send(()).unwrap();
}

async fn show(pool: ThreadPool) {
    let (say, heard) = mpsc::channel();
    let count = awaited(&pool, move || {
        // The workers go on only when the neighbour has had a turn.
        heard.recv().unwrap();
        NUMBERS.into_par_iter().filter(is_prime).count()
    });
    let task = task::spawn(neighbour(say));
    println!("awaited: {} primes, and the loop went on", count.await.unwrap());
    task.await;
    let fails = awaited(&pool, || panic!("no such picture"));
    if fails.await.is_err() {
        println!("work that fails: whoever awaits it is told");
    }
}

pub fn main() {
    println!("by one: {} primes", NUMBERS.filter(is_prime).count());
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let both = Barrier::new(2);
    let count_together = |numbers: Range<u32>| {
        both.wait(); // until both have begun
        numbers.filter(is_prime).count()
    };
    let primes: usize = pool.install(|| HALVES.into_par_iter().map(count_together).sum());
    println!("by two: {primes} primes, and both had begun before one ended");
    task::block_on(show(pool));
}
