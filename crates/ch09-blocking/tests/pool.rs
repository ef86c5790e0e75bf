//! A value that nobody wants any more may panic when it is dropped: no thread of the pool ends by it.

use std::sync::mpsc;

use ch09_blocking::s2_a_pool::Pool;
use runner::in_time;

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the drop fails")
    }
}

#[test]
fn a_value_whose_drop_panics_ends_no_thread() {
    let pool = Pool::new(1);
    let (go, wait) = mpsc::channel::<()>();
    let lost = pool.offload(move || {
        wait.recv().unwrap();
        Bomb
    });
    let next = pool.offload(|| 4);
    drop(lost);
    go.send(()).unwrap();

    assert_eq!(in_time(|| turns::block_on(next).unwrap()), 4);
    drop(pool);
}
