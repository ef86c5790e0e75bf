//! Ten threads, eleven requests: when all ten wait, who makes the last?

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

/// A request: by which thread, its number, and where to send the answer.
type Request = (u32, u32, Sender<()>);

pub fn main() {
    let (ask, requests) = mpsc::channel();
    let left_over = Mutex::new(Some(11));
    thread::scope(|scope| {
        let mut open = BTreeMap::new();
        for thread in 1..=10 {
            let (ask, left_over) = (ask.clone(), &left_over);
            scope.spawn(move || work(thread, &ask, left_over));
            let (_, number, answer) = requests.recv().unwrap();
            open.insert(number, answer);
        }
        println!("open: {:?}", Vec::from_iter(open.keys()));
        let eleventh = requests.recv_timeout(Duration::from_millis(100));
        println!("is the eleventh open, too? {}", eleventh.is_ok());

        println!("request 7 is answered");
        open.remove(&7).unwrap().send(()).unwrap();
        let (thread, number, answer) = requests.recv().unwrap();
        println!("thread {thread} has made request {number}");
        open.insert(number, answer);
        for answer in open.into_values() {
            answer.send(()).unwrap();
        }
    });
}

/// Makes a request and waits for the answer; then the one left over.
fn work(thread: u32, ask: &Sender<Request>, left_over: &Mutex<Option<u32>>) {
    let _lane = timeline::thread(format_args!("thread {thread}"));
    let mut next = Some(thread);
    while let Some(number) = next {
        let (answer, answered) = mpsc::channel();
        ask.send((thread, number, answer)).unwrap();
        let waiting = timeline::waiting(format_args!("request {number}"));
        answered.recv().unwrap();
        drop(waiting);
        next = left_over.lock().unwrap().take();
    }
}
