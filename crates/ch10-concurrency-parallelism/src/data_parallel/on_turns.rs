//! How many primes? Counted by one, by two at once, and by two whose answer is awaited. On turns.

use std::ops::Range;
use std::sync::{Barrier, mpsc};

use futures::channel::oneshot;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

const NUMBERS: Range<u32> = 2..20_000;

fn is_prime(number: &u32) -> bool {
    !(2..=number.isqrt()).any(|divisor| number.is_multiple_of(divisor))
}

/// Gives the work to a pool, and waits for its answer as a coroutine waits.
async fn awaited<T: Send + 'static>(
    pool: &ThreadPool,
    work: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (send, answer) = oneshot::channel();
    // If nobody waits for the answer any more, it is dropped.
    pool.spawn(|| drop(send.send(work())));
    answer.await.expect("the work did not panic")
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
    let task = turns::spawn(neighbour(say));
    println!("awaited: {} primes, and the loop went on", count.await);
    task.await.unwrap();
}

pub fn main() {
    println!("by one: {} primes", NUMBERS.filter(is_prime).count());
    let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let both = Barrier::new(2);
    // Each of its threads waits here until both are at work.
    pool.broadcast(|_| both.wait());
    let count = pool.install(|| NUMBERS.into_par_iter().filter(is_prime).count());
    println!("by two: {count} primes, both at work at once");
    turns::block_on(show(pool));
}
