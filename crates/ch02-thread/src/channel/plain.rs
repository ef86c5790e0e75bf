//! Two workers take jobs from one queue and put their results into another.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

const WORKERS: u32 = 2;

pub fn main() {
    let (give, jobs) = mpsc::channel();
    let (answer, results) = mpsc::channel();
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..WORKERS {
        let (jobs, answer) = (Arc::clone(&jobs), answer.clone());
        thread::spawn(move || work(&jobs, answer));
    }
    drop(answer); // the workers have theirs
    for number in 1..=10 {
        give.send(number).unwrap();
    }
    drop(give); // no more jobs
    println!("squares: {:?}", collect(&results));
}

fn work(jobs: &Mutex<Receiver<u32>>, answer: Sender<u32>) {
    loop {
        let job = jobs.lock().unwrap().recv();
        let Ok(number) = job else { break };
        answer.send(number * number).unwrap();
    }
}

fn collect(results: &Receiver<u32>) -> Vec<u32> {
    let mut squares: Vec<u32> = results.iter().collect();
    squares.sort();
    squares
}
