//! A server is told to stop: it finishes the requests that are open, and ends. But one of them may
//! never end, and whoever presses Ctrl-C a second time means it. Then the server should end at once.
//!
//! # Hint
//!
//! The first word is waited for. The second comes while something else is waited for: race them.

use std::future::pending;

use futures::channel::{mpsc, oneshot};
use futures::future::{BoxFuture, join_all};
use futures::{FutureExt, StreamExt};

#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Every request was finished.
    Drained,
    /// Those that were not finished were given up.
    #[allow(dead_code, reason = "it is to be used")]
    Forced,
}

async fn serve(
    mut told: mpsc::UnboundedReceiver<()>,
    requests: Vec<BoxFuture<'static, ()>>,
) -> End {
    told.next().await;
    // Your turn: and if it is told again meanwhile?
    join_all(requests).await;
    End::Drained
}

// The test: the same for the solution.

/// Once, and the requests are finished; twice, and nothing is waited for.
pub fn test() {
    let (words, told) = mpsc::unbounded();
    let (answer, answered) = oneshot::channel::<()>();
    let request = answered.map(drop).boxed();
    let mut server = serve(told, vec![request]).boxed();
    assert_eq!(server.as_mut().now_or_never(), None, "nobody has told it to stop");
    words.unbounded_send(()).expect("it listens");
    assert_eq!(server.as_mut().now_or_never(), None, "a request is still open");
    answer.send(()).expect("it waits for the request");
    assert_eq!(server.as_mut().now_or_never(), Some(End::Drained), "all requests are finished");

    let (words, told) = mpsc::unbounded();
    let mut server = serve(told, vec![pending().boxed()]).boxed();
    words.unbounded_send(()).expect("it listens");
    assert_eq!(server.as_mut().now_or_never(), None, "a request is still open");
    words.unbounded_send(()).expect("it still listens");
    let end = server.as_mut().now_or_never();
    assert_eq!(end, Some(End::Forced), "it was told twice, and should wait for nothing");

    let (words, told) = mpsc::unbounded();
    let mut server = serve(told, vec![pending().boxed()]).boxed();
    words.unbounded_send(()).expect("it listens");
    drop(words);
    let end = server.as_mut().now_or_never();
    assert_eq!(end, None, "it was told once, and nobody is left to tell it again");
}
