//! One at a time, across awaits.

mod trace;

use std::rc::Rc;
use trace::{Trace, block_on, give_up_at};
use turns::sync::Mutex;
use turns::{JoinHandle, spawn, yield_now};

/// A task that locks it, notes that, gives way, and notes that it is about to unlock.
fn user(trace: &Trace, mutex: &Rc<Mutex<u32>>, name: &'static str) -> JoinHandle<()> {
    let (trace, mutex) = (trace.clone(), mutex.clone());
    spawn(async move {
        let mut value = mutex.lock().await;
        trace.note(format!("{name} in"));
        let before = *value;
        yield_now().await;
        *value = before + 1;
        trace.note(format!("{name} out"));
    })
}

#[test]
fn it_goes_to_the_first_who_came_and_to_one_at_a_time() {
    let trace = Trace::default();
    block_on(async {
        let mutex = Rc::new(Mutex::new(0));
        let tasks = ["one", "two", "three"].map(|name| user(&trace, &mutex, name));
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*mutex.lock().await, 3);
    });
    let order = ["one in", "one out", "two in", "two out", "three in", "three out"];
    assert_eq!(trace.take(), order);
}

#[test]
fn try_lock_neither_waits_nor_overtakes() {
    let trace = Trace::default();
    block_on(async {
        let mutex = Rc::new(Mutex::new(0));
        let guard = mutex.try_lock().unwrap();
        assert!(mutex.try_lock().is_none());
        let waits = user(&trace, &mutex, "first");
        yield_now().await;
        drop(guard);
        assert!(mutex.try_lock().is_none(), "it is the turn of the one who waits");
        waits.await.unwrap();
        assert_eq!(mutex.try_lock().as_deref(), Some(&1));
    });
}

#[test]
fn whoever_gives_up_at_any_await_passes_it_on() {
    for pause in 0..6 {
        let trace = Trace::default();
        block_on(async {
            let mutex = Rc::new(Mutex::new(0));
            let before = user(&trace, &mutex, "before");
            yield_now().await;
            let gives_up = async {
                let mut value = mutex.lock().await;
                yield_now().await;
                yield_now().await;
                *value += 10;
            };
            let ended = give_up_at(pause, gives_up).await.is_some();
            let after = user(&trace, &mutex, "after");
            before.await.unwrap();
            after.await.unwrap();
            let expected = if ended { 12 } else { 2 };
            assert_eq!(*mutex.lock().await, expected, "given up at pause {pause}");
        });
        assert_eq!(trace.take(), ["before in", "before out", "after in", "after out"]);
    }
}

#[test]
fn a_task_that_panics_gives_it_back() {
    block_on(async {
        let mutex = Rc::new(Mutex::new(vec![1]));
        let theirs = mutex.clone();
        let panics = spawn(async move {
            theirs.lock().await.push(2);
            let mut guard = theirs.lock().await;
            guard.push(3);
            panic!("with the lock");
        });
        assert!(panics.await.unwrap_err().is_panic());
        assert_eq!(*mutex.lock().await, [1, 2, 3]);
    });
}

#[test]
fn its_value_can_be_had_without_locking_by_whoever_owns_it() {
    let mut mutex = Mutex::new(1);
    *mutex.get_mut() += 1;
    assert_eq!(format!("{mutex:?}"), "Mutex { value: 2 }");
    let guard = mutex.try_lock().unwrap();
    assert_eq!(format!("{guard:?} {mutex:?}"), "2 Mutex { value: <locked> }");
    drop(guard);
    assert_eq!(mutex.into_inner(), 2);

    let unsized_value: Rc<Mutex<[u8]>> = Rc::new(Mutex::new([1, 2]));
    assert_eq!(unsized_value.try_lock().unwrap().len(), 2);
}
