//! Keeps this thread, and the processes that it starts meanwhile, on one core.

/// Does it on one core. Where the system does not allow that, does it anyway and says why.
pub fn on_one_core<T>(work: impl FnOnce() -> T) -> (T, Option<String>) {
    match pinned() {
        Ok(_until_dropped) => (work(), None),
        Err(reason) => (work(), Some(reason)),
    }
}

#[cfg(target_os = "linux")]
fn pinned() -> Result<impl Drop, String> {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    struct Pinned(CpuSet);
    impl Drop for Pinned {
        fn drop(&mut self) {
            // It was allowed before.
            let _ = sched_setaffinity(None, &self.0);
        }
    }

    let before = sched_getaffinity(None).map_err(|error| error.to_string())?;
    // The last one: the first has most of the interrupts.
    let core = (0..CpuSet::MAX_CPU).rev().find(|&core| before.is_set(core));
    let mut one = CpuSet::new();
    one.set(core.ok_or("the system names no core")?);
    sched_setaffinity(None, &one).map_err(|error| error.to_string())?;
    Ok(Pinned(before))
}

#[cfg(not(target_os = "linux"))]
fn pinned() -> Result<std::convert::Infallible, String> {
    Err(format!("{} has no way to ask for it", std::env::consts::OS))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::thread::available_parallelism;

    #[test]
    fn there_is_one_core_meanwhile_and_all_afterwards() {
        let before = available_parallelism().unwrap();
        let (cores, refused) = on_one_core(|| available_parallelism().unwrap().get());
        assert_eq!((cores, refused), (1, None));
        assert_eq!(available_parallelism().unwrap(), before);
    }
}
