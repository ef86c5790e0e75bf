//! Six clients as in `loops`, and one pool of three threads in place of three loops.
//! On tokio.

use std::sync::mpsc;

use tokio::runtime::Builder;
use tokio::sync::oneshot;

type Request = Box<dyn FnOnce() + Send>;

pub fn main() {
    let pool = Builder::new_multi_thread().worker_threads(3).build().unwrap();
    let (mut clients, mut tasks) = (Vec::new(), Vec::new());
    for _ in 0..6 {
        let (ask, asked) = oneshot::channel();
        clients.push(ask);
        // It has no worker of its own: one that is free takes it for a turn.
        tasks.push(pool.spawn(serve(asked)));
    }
    let mut pairs = clients.into_iter().zip(tasks);

    let (client, first) = pairs.next().unwrap();
    let (say_begun, begun) = mpsc::channel();
    let (end_work, end_of_work) = mpsc::channel();
    println!("client 1 has work for a long time");
    ask(client, move || {
        say_begun.send(()).unwrap();
        end_of_work.recv().unwrap(); // keeps its worker, as a long computation would
    });
    begun.recv().unwrap();
    for (number, (client, task)) in (2..).zip(pairs) {
        ask(client, || ());
        pool.block_on(task).unwrap();
        println!("client {number}: an answer");
    }
    println!("the work of client 1 is done");
    end_work.send(()).unwrap();
    pool.block_on(first).unwrap();
    println!("client 1: an answer");
}

fn ask(client: oneshot::Sender<Request>, what: impl FnOnce() + Send + 'static) {
    let sent = client.send(Box::new(what));
    assert!(sent.is_ok(), "somebody waits for it");
}

async fn serve(asked: oneshot::Receiver<Request>) {
    let request = asked.await.unwrap();
    request();
}
