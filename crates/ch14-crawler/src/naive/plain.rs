//! A crawler of forty lines, and where it stops.

use std::collections::{HashSet, VecDeque};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use crate::site::Site;

pub fn main() {
    let site = Site::open().expect("a port is free");
    let address = site.address();
    thread::spawn(move || crawl(address));
    while site.asked("/never") == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    println!("… and there it still is.");
    println!("the site says: {}", site.verdict());
}

fn crawl(site: SocketAddr) {
    let mut waiting = VecDeque::from(["/".to_owned()]);
    let mut seen = HashSet::from(["/".to_owned()]);
    while let Some(path) = waiting.pop_front() {
        println!("{path}");
        let page = fetch(site, &path).unwrap_or_default();
        for link in page.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap_or_default().to_owned();
            if link.starts_with('/') && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
}

fn fetch(site: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(site)?;
    let lines = ["Host: site.test", "User-Agent: naive", "Connection: close"].join("\r\n");
    write!(stream, "GET {path} HTTP/1.1\r\n{lines}\r\n\r\n")?;
    let mut page = String::new();
    stream.read_to_string(&mut page)?;
    Ok(page)
}
