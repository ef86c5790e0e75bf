//! A server is told to stop, once and twice, while three requests are open.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio, exit};
use std::time::Duration;
use std::{env, net};

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::sleep;

const LIMIT: Duration = Duration::from_millis(1500);

pub fn main() {
    if env::args().next_back().unwrap() == "serve" {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(serve()).unwrap();
    }
    once();
    twice();
}

// ANCHOR: serve
async fn serve() -> io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    let mut requests = JoinSet::new();
    loop {
        select! {
            accepted = listener.accept() => {
                requests.spawn(answer(accepted?.0));
            }
            _ = interrupt.recv() => break,
        }
    }
    drop(listener);
    println!("stopping");
    let mut drained = 0;
    let drain = async {
        while requests.join_next().await.is_some() {
            drained += 1;
        }
    };
    select! {
        () = drain => {}
        () = sleep(LIMIT) => {}
        _ = interrupt.recv() => exit(130),
    }
    println!("drained {drained}, dropped {}", requests.len());
    Ok(())
}
// ANCHOR_END: serve

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"?").await?;
    stream.read_exact(&mut [0]).await?;
    stream.write_all(b"!").await
}

/// A child, and three requests that it has accepted.
struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    port: u16,
    clients: Vec<net::TcpStream>,
}

impl Server {
    fn start() -> Server {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(env::args().skip(1)).arg("serve").stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Server { child, output, port: 0, clients: Vec::new() };
        server.port = server.line().parse().unwrap();
        server.clients = (0..3).map(|_| server.connect().unwrap()).collect();
        for client in &mut server.clients {
            client.read_exact(&mut [0]).unwrap();
        }
        server
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn connect(&self) -> io::Result<net::TcpStream> {
        net::TcpStream::connect(("127.0.0.1", self.port))
    }

    fn interrupt(&self) {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
    }

    fn exit_code(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

fn once() {
    let mut server = Server::start();
    server.interrupt();
    println!("told once: {}", server.line());
    let accepted = server.connect().is_ok();
    println!("a new request: {}", if accepted { "accepted" } else { "refused" });
    for client in &mut server.clients[..2] {
        client.write_all(b".").unwrap();
        client.read_exact(&mut [0]).unwrap();
    }
    println!("two requests: answered");
    println!("the third: {}, exit code {}", server.line(), server.exit_code());
}

fn twice() {
    let mut server = Server::start();
    server.interrupt();
    println!("told once: {}", server.line());
    server.interrupt();
    println!("told twice: exit code {}", server.exit_code());
}
