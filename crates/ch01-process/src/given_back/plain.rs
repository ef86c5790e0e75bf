//! A child holds a port and has written half of a file when it is killed.

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};

pub fn main() {
    let mut words = env::args().skip_while(|word| word != "child").skip(1);
    if let Some(path) = words.next() {
        return hold(&path).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.txt");
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(env::args().skip(1)).arg("child").arg(&path);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let port = line.trim().parse().unwrap();
    println!("while it lives, its port is {}", state_of(port));
    child.kill().unwrap();
    child.wait().unwrap();
    let rest = io::read_to_string(said).unwrap();
    println!("killed; its last words: {}", if rest.is_empty() { "none" } else { rest.trim() });
    println!("its port is {}", state_of(port));
    println!("its file says: {}", fs::read_to_string(path).unwrap());
}

fn hold(path: &str) -> io::Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let mut report = BufWriter::new(File::create(path)?);
    write!(report, "written")?;
    report.flush()?;
    write!(report, " and not yet written")?;
    println!("{}", listener.local_addr()?.port());
    io::read_to_string(io::stdin())?; // until the parent ends, or ends us
    report.flush()?;
    println!("goodbye");
    Ok(())
}

fn state_of(port: u16) -> &'static str {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => "free",
        Err(_) => "taken",
    }
}
