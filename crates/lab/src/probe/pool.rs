//! What a job costs: with a worker that is started for it, and with one that is ready.
//!
//! A job does nothing but answer. The next one is handed over when the answer has come, and all is
//! done on one core, so what is measured is the way there and back.

use super::side::Side;
use super::{ON_ONE_CORE, try_timed};
use crate::plan::Probe;
use crate::reading::Reading;
use anyhow::{Result, anyhow};
use cpu_time::ProcessTime;
use figures::words;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

/// Threads and processes, in both languages.
pub fn probes() -> Vec<Probe> {
    let all = vec![
        Probe::rust(
            "pool.thread.fresh",
            words("a thread for each job", "每项工作新建线程"),
            |size| fresh_threads(size.of(2_000, 50)),
        ),
        Probe::rust(
            "pool.thread.ready",
            words("a thread that is ready", "现成的线程"),
            |size| ready_thread(size.of(20_000, 200)),
        ),
        Probe::rust(
            "pool.process.fresh",
            words("a process for each job", "每项工作新建进程"),
            |size| fresh_processes(size.of(20, 2)),
        ),
        Probe::rust(
            "pool.process.ready",
            words("a process that is ready", "现成的进程"),
            |size| ready_process(size.of(20_000, 200)),
        ),
        Probe::python(
            "pool.python.thread.fresh",
            words("a thread for each job, Python", "每项工作新建线程，Python"),
        ),
        Probe::python(
            "pool.python.thread.ready",
            words("a thread that is ready, Python", "现成的线程，Python"),
        ),
        Probe::python(
            "pool.python.process.fresh",
            words("a process for each job, Python", "每项工作新建进程，Python"),
        )
        .rounds(5),
        Probe::python(
            "pool.python.process.ready",
            words("a process that is ready, Python", "现成的进程，Python"),
        ),
    ];
    all.into_iter().map(|probe| probe.of(ON_ONE_CORE).pinned()).collect()
}

fn fresh_threads(jobs: u64) -> Result<Reading> {
    try_timed(jobs, |jobs| {
        for job in 0..jobs {
            let answer = thread::Builder::new().spawn(move || job)?.join();
            answer.map_err(|_| anyhow!("a job panicked"))?;
        }
        Ok(())
    })
}

fn ready_thread(jobs: u64) -> Result<Reading> {
    let (hand_over, work) = channel();
    let (say, answers) = channel();
    let worker = thread::spawn(move || {
        for job in work {
            if say.send(job).is_err() {
                break;
            }
        }
    });
    let reading = try_timed(jobs, |jobs| {
        for job in 0..jobs {
            hand_over.send(job)?;
            answers.recv()?;
        }
        Ok(())
    })?;
    drop(hand_over);
    worker.join().map_err(|_| anyhow!("the worker panicked"))?;
    Ok(reading)
}

fn fresh_processes(jobs: u64) -> Result<Reading> {
    let one = || {
        let mut side = Side::start("pipe-echo", &[])?;
        side.exchange(&mut [1])?;
        side.finish()
    };
    one()?;
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    let mut theirs = 0.0;
    for _ in 0..jobs {
        theirs += one()?;
    }
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    Ok(Reading { units: jobs, wall_s, cpu_s: cpu_s + theirs, ..Reading::default() })
}

fn ready_process(jobs: u64) -> Result<Reading> {
    let mut side = Side::start("pipe-echo", &[])?;
    let mut byte = [1];
    side.exchange(&mut byte)?;
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    for _ in 0..jobs {
        side.exchange(&mut byte)?;
    }
    let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    // With its start: of so many jobs, that is a little.
    let theirs = side.finish()?;
    Ok(Reading { units: jobs, wall_s, cpu_s: cpu_s + theirs, ..Reading::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_counted() {
        assert_eq!(fresh_threads(5).unwrap().units, 5);
        assert_eq!(ready_thread(5).unwrap().units, 5);
    }
}
