//! A site that means no harm: five hosts, each with a list of its pages, and a while for each answer.

use crate::probe::server::{self, Server};
use anyhow::{Context, Result};
use ch14_crawler::site::HOSTS;
use futures::future::LocalBoxFuture;
use futures::{AsyncReadExt, AsyncWriteExt};
#[cfg(test)]
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;
use turns::net::TcpStream;

/// How long it takes for each answer.
const WAIT: Duration = Duration::from_millis(10);
/// How many links a page has, besides the list's.
const LINKS: usize = 20;
/// What stands around each link: a page has some eight kilobytes in all.
const TEXT: &str = "<p>The kettle is on the stove, and whoever wants tea waits for it. Meanwhile one \
    may cut the bread, lay the table, feed the cat, and look whether the milk is still good; that \
    it needs ten minutes is no reason to stand beside it for ten minutes. <b>Take turns.</b></p>\n";

/// How many addresses of pages it has in all, with so many pages a host.
pub fn addresses(pages: usize) -> u64 {
    (HOSTS.len() * (pages + 1)) as u64
}

/// Starts one with so many pages a host.
///
/// # Errors
///
/// If it does not start.
pub fn start(pages: usize) -> Result<Server> {
    Server::start("crawl-site", &[pages.to_string()])
}

/// The site's own side.
///
/// # Errors
///
/// If it cannot listen.
pub fn side(arguments: &[String]) -> Result<()> {
    let pages = arguments.first().context("it needs a number of pages")?.parse()?;
    server::serve(answers(pages))
}

/// The same in a thread of this process, which ends with it.
///
/// # Errors
///
/// If it cannot listen.
#[cfg(test)]
pub fn open_here(pages: usize) -> Result<SocketAddr> {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        server::listen(|address| tell.send(address).unwrap(), answers(pages))
    });
    Ok(told.recv()?)
}

/// How it answers each visitor.
fn answers(pages: usize) -> impl Fn(TcpStream) -> LocalBoxFuture<'static, ()> {
    let pages: Rc<[String]> = (0..=pages).map(|number| page(number, pages)).collect();
    move |stream| Box::pin(answer(stream, Rc::clone(&pages)))
}

async fn answer(mut stream: TcpStream, pages: Rc<[String]>) {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(count @ 1..) => head.extend_from_slice(&buffer[..count]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let number =
        path.strip_prefix("/page/").map_or((path == "/").then_some(0), |it| it.parse().ok());
    let answer = match number.and_then(|number: usize| pages.get(number)) {
        Some(page) => page,
        // It has no rules either, so all of it may be read.
        None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    };
    turns::sleep(WAIT).await;
    // A visitor who is gone needs no answer.
    let _ = stream.write_all(answer.as_bytes()).await;
}

/// The list of all pages is number 0; each page has links to those after it.
fn page(number: usize, pages: usize) -> String {
    let title = format!("<!doctype html><title>Page {number} of {pages}</title>\n");
    let link = |to: usize| format!("<a href=\"/page/{to}\">page {to}</a>\n");
    let body: String = match number {
        0 => (1..=pages).map(link).collect(),
        _ => (0..LINKS).map(|step| TEXT.to_owned() + &link((number + step) % pages + 1)).collect(),
    };
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n\
         {title}{body}",
        title.len() + body.len()
    )
}
