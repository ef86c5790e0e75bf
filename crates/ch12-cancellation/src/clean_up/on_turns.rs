//! A session says goodbye when it is over. Who says it when the session is stopped?

use std::future::pending;

use futures::channel::mpsc::{self, UnboundedSender};
use futures::{StreamExt, poll};
use turns::yield_now;

pub fn main() {
    turns::block_on(run());
}

async fn run() {
    stopped(at_the_end()).await;
    println!("at the end: no goodbye");
    let (to_close, mut leftovers) = mpsc::unbounded();
    stopped(with_a_guard(to_close)).await;
    leftovers.next().await.unwrap().close().await;
    let session = Session("by the parent");
    stopped(using(&session)).await;
    session.close().await;
}

/// The other end wants a goodbye, and it takes a while to say it.
struct Session(&'static str);

impl Session {
    async fn close(self) {
        yield_now().await;
        println!("{}: goodbye", self.0);
    }
}

async fn at_the_end() {
    let session = Session("at the end");
    using(&session).await;
    session.close().await;
}

async fn with_a_guard(to_close: UnboundedSender<Session>) {
    let guard = Guard { session: Some(Session("on the way out")), to_close };
    using(guard.session.as_ref().unwrap()).await;
}

/// When it is dropped, it hands the session to somebody who can wait.
struct Guard {
    session: Option<Session>,
    to_close: UnboundedSender<Session>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // If nobody is left to take it, there will be no goodbye.
            _ = self.to_close.unbounded_send(session);
        }
    }
}

async fn using(_: &Session) {
    pending().await
}

/// Begins it, and stops it where it waits.
async fn stopped(future: impl Future<Output = ()>) {
    let mut future = Box::pin(future);
    assert!(poll!(future.as_mut()).is_pending());
    drop(future);
}
