//! A server is told to stop: once, twice, and while it has nothing to do.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio, exit};
use std::time::Duration;
use std::{env, net};

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::select;
use tokio::signal::unix::{self, SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::sleep;

const LIMIT: Duration = Duration::from_millis(1500);
const PAUSE: Duration = Duration::from_millis(100);

pub fn main() {
    if env::args().next_back().unwrap() == "serve" {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(serve()).unwrap();
    }
    once();
    twice();
    idle();
}

// ANCHOR: serve
async fn serve() -> io::Result<()> {
    let mut stop = Stop::listen()?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    let mut requests = JoinSet::new();
    loop {
        select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(requests.spawn(answer(stream))),
                Err(error) => {
                    eprintln!("not accepted: {error}"); // too many open files, say: it passes
                    sleep(PAUSE).await;
                }
            },
            Some(_) = requests.join_next() => {} // one has ended, and is forgotten
            () = stop.requested() => break,
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
        () = stop.requested() => exit(130),
    }
    println!("drained {drained}, dropped {}", requests.len());
    Ok(())
}

/// Ctrl-C, and the signal that is sent by whatever manages services.
struct Stop {
    interrupt: unix::Signal,
    terminate: unix::Signal,
}

impl Stop {
    fn listen() -> io::Result<Stop> {
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Stop { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn requested(&mut self) {
        select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
// ANCHOR_END: serve

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"?").await?;
    stream.read_exact(&mut [0]).await?;
    stream.write_all(b"!").await
}

/// The server as a child process, and its clients.
struct Server {
    child: Child,
    output: BufReader<ChildStdout>,
    port: u16,
}

impl Server {
    fn start() -> Server {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(env::args().skip(1)).arg("serve").stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut server = Server { child, output, port: 0 };
        server.port = server.line().parse().unwrap();
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

    /// A request that the server has begun to answer.
    fn request(&self) -> net::TcpStream {
        let mut client = self.connect().unwrap();
        client.read_exact(&mut [0]).unwrap();
        client
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn exit_code(&mut self) -> i32 {
        self.child.wait().unwrap().code().unwrap()
    }
}

/// Lets the server finish a request, and sees that it closes the connection.
fn finish(client: &mut net::TcpStream) {
    client.write_all(b".").unwrap();
    assert_eq!(client.read_to_end(&mut Vec::new()).unwrap(), 1);
}

fn once() {
    let mut server = Server::start();
    finish(&mut server.request());
    println!("a request: answered");
    let mut open = [(); 3].map(|()| server.request());
    server.signal(Signal::INT);
    println!("Ctrl-C, with three open: {}", server.line());
    let accepted = server.connect().is_ok();
    println!("a new one: {}", if accepted { "accepted" } else { "refused" });
    open[..2].iter_mut().for_each(finish);
    println!("two of the three: answered");
    println!("and then: {}, exit code {}", server.line(), server.exit_code());
}

fn twice() {
    let mut server = Server::start();
    let _open = server.request();
    server.signal(Signal::INT);
    println!("Ctrl-C, with one open: {}", server.line());
    server.signal(Signal::INT);
    println!("Ctrl-C again: exit code {}", server.exit_code());
}

fn idle() {
    let mut server = Server::start();
    server.signal(Signal::TERM);
    println!("SIGTERM, with none open: {}", server.line());
    println!("and then: {}, exit code {}", server.line(), server.exit_code());
}
