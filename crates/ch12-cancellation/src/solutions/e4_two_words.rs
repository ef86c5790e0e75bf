//! A race between the requests and the second word. The loser is dropped: if it is the requests,
//! they are all given up, in the middle of what they did. The requests stand first, so that a server
//! that has finished says so even if the second word comes in the same turn.

use std::future::pending;
use std::pin::pin;

use futures::channel::{mpsc, oneshot};
use futures::future::{BoxFuture, Either, join_all, select};
use futures::{FutureExt, StreamExt};

#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Every request was finished.
    Drained,
    /// Those that were not finished were given up.
    Forced,
}

async fn serve(
    mut told: mpsc::UnboundedReceiver<()>,
    requests: Vec<BoxFuture<'static, ()>>,
) -> End {
    told.next().await;
    // The end of the channel is no word: nobody is left who could say it.
    let again = async {
        if told.next().await.is_none() {
            pending::<()>().await;
        }
    };
    match select(join_all(requests), pin!(again)).await {
        Either::Left(_) => End::Drained,
        Either::Right(_) => End::Forced,
    }
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
