//! Twenty requests in five designs, and a server that counts the open ones.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;
use std::{env, net, thread};

use futures::AsyncReadExt;
use futures::future::join_all;
use turns::net::TcpStream;

const REQUESTS: usize = 20;
/// Processes, threads in each, coroutines in each thread.
const DESIGNS: [(&str, usize, usize, usize); 6] = [
    ("1 thread", 1, 1, 1),
    ("10 threads", 1, 10, 1),
    ("2 processes, 10 threads each", 2, 10, 1),
    ("1 loop", 1, 1, 20),
    ("2 processes, a loop in each", 2, 1, 10),
    ("2 threads, a loop on each", 1, 2, 10),
];

pub fn main() {
    let last = env::args().next_back().unwrap();
    if let [server, threads, coroutines, each] = *last.split(' ').collect::<Vec<_>>() {
        let number = |text: &str| text.parse().unwrap();
        let server = server.parse().unwrap();
        return process(server, number(threads), number(coroutines), number(each));
    }
    println!("{:28}  processes × threads × coroutines", "");
    for (name, processes, threads, coroutines) in DESIGNS {
        let (answers, most) = run(processes, threads, coroutines);
        print!("{name:28} {processes:3} × {threads:2} × {coroutines:2}: ");
        println!("{answers} answers, {most:2} open at once");
    }
}

/// Runs one design: what the server has counted.
fn run(processes: usize, threads: usize, coroutines: usize) -> (usize, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let expected = processes * threads * coroutines;
    let server = thread::spawn(move || serve(listener, expected));
    let each = REQUESTS / expected;
    if processes == 1 {
        process(address, threads, coroutines, each);
    } else {
        let task = format!("{address} {threads} {coroutines} {each}");
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(env::args().skip(1)).arg(task);
        let children: Vec<_> = (0..processes).map(|_| child.spawn().unwrap()).collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
    }
    server.join().unwrap()
}

// ANCHOR: judge
/// Answers when so many requests are open, and counts how many are.
fn serve(listener: TcpListener, expected: usize) -> (usize, usize) {
    let (accepted, requests) = mpsc::channel();
    thread::spawn(move || {
        for request in listener.incoming().take(REQUESTS) {
            accepted.send(request.unwrap()).unwrap();
        }
    });
    let (mut answers, mut most) = (0, 0);
    loop {
        // Patient until all are there; then a moment longer, for one too many.
        let patience = |open| Duration::from_millis(if open < expected { 10_000 } else { 20 });
        let mut open: Vec<net::TcpStream> = Vec::new();
        while let Ok(request) = requests.recv_timeout(patience(open.len())) {
            open.push(request);
        }
        if open.is_empty() {
            return (answers, most);
        }
        most = most.max(open.len());
        for mut request in open {
            request.write_all(b"answer").unwrap();
            answers += 1;
        }
    }
}

/// What one process does.
fn process(server: SocketAddr, threads: usize, coroutines: usize, each: usize) {
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || match coroutines {
                1 => block(server, each),
                _ => run_loop(server, coroutines, each),
            });
        }
    });
}
// ANCHOR_END: judge

/// A thread without a loop: one request after the other.
fn block(server: SocketAddr, each: usize) {
    for _ in 0..each {
        let mut stream = net::TcpStream::connect(server).unwrap();
        stream.read_to_string(&mut String::new()).unwrap();
    }
}

/// A thread with a loop, which takes turns with so many coroutines.
fn run_loop(server: SocketAddr, coroutines: usize, each: usize) {
    let all = join_all((0..coroutines).map(|_| coroutine(server, each)));
    turns::block_on(all).into_iter().for_each(Result::unwrap);
}

async fn coroutine(server: SocketAddr, each: usize) -> io::Result<()> {
    for _ in 0..each {
        let mut stream = TcpStream::connect(server).await?;
        stream.read_to_string(&mut String::new()).await?;
    }
    Ok(())
}
