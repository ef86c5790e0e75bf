//! What it costs to count together: one number, counted up by one thread and by two.

use super::whole;
use crate::plan::{Probe, Size};
use crate::reading::Reading;
use anyhow::Result;
use figures::{Words, words};
use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

const MUTEX_1: Words = words("a mutex, 1 thread", "互斥锁，1 个线程");
const MUTEX_2: Words = words("a mutex, 2 threads", "互斥锁，2 个线程");
const ATOMIC_1: Words = words("an atomic, 1 thread", "原子变量，1 个线程");
const ATOMIC_2: Words = words("an atomic, 2 threads", "原子变量，2 个线程");
const OWN_1: Words = words("a number of its own, 1 thread", "各自的变量，1 个线程");
const OWN_2: Words = words("numbers of their own, 2 threads", "各自的变量，2 个线程");

/// Three ways to count, each with one thread and with two. A step’s time is that of all steps,
/// divided by their number: so two threads that do not disturb each other halve it.
pub fn probes() -> Vec<Probe> {
    vec![
        Probe::rust("counter.mutex.1", MUTEX_1, |size| with_a_mutex(size, 1)),
        Probe::rust("counter.mutex.2", MUTEX_2, |size| with_a_mutex(size, 2)),
        Probe::rust("counter.atomic.1", ATOMIC_1, |size| with_an_atomic(size, 1)),
        Probe::rust("counter.atomic.2", ATOMIC_2, |size| with_an_atomic(size, 2)),
        Probe::rust("counter.own.1", OWN_1, |size| of_its_own(size, 1)),
        Probe::rust("counter.own.2", OWN_2, |size| of_its_own(size, 2)),
    ]
}

fn steps(size: Size) -> u64 {
    size.of(4_000_000, 20_000)
}

fn with_a_mutex(size: Size, threads: u64) -> Result<Reading> {
    let count = Mutex::new(0_u64);
    let reading = on_threads(steps(size), threads, |part| {
        for _ in 0..part {
            *count.lock().expect("nobody panics with it") += 1;
        }
    });
    assert_eq!(count.into_inner().expect("nobody panics with it"), reading.units);
    Ok(reading)
}

fn with_an_atomic(size: Size, threads: u64) -> Result<Reading> {
    let count = AtomicU64::new(0);
    let reading = on_threads(steps(size), threads, |part| {
        for _ in 0..part {
            count.fetch_add(1, Relaxed);
        }
    });
    assert_eq!(count.into_inner(), reading.units);
    Ok(reading)
}

/// Each thread counts alone and adds its count at the end.
fn of_its_own(size: Size, threads: u64) -> Result<Reading> {
    let sum = AtomicU64::new(0);
    let reading = on_threads(10 * steps(size), threads, |part| {
        let mut count = 0_u64;
        for _ in 0..part {
            count = black_box(count + 1);
        }
        sum.fetch_add(count, Relaxed);
    });
    assert_eq!(sum.into_inner(), reading.units);
    Ok(reading)
}

fn on_threads(steps: u64, threads: u64, count: impl Fn(u64) + Sync) -> Reading {
    whole(steps, || {
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| count(steps / threads));
            }
        });
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_on_two_threads() {
        for count in [with_a_mutex, with_an_atomic, of_its_own] {
            assert!(count(Size::Quick, 2).unwrap().wall_s > 0.0);
        }
    }
}
