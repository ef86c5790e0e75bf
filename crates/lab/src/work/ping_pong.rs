//! Two tasks that send a number to and fro.

use super::Clock;
use crate::runtime::Runtime;
use crate::sample::Sample;

/// Over the runtime's own channel.
pub async fn own<R: Runtime>(rounds: u64) -> Sample {
    let clock = Clock::start();
    R::ping_pong(rounds).await;
    clock.stop(rounds)
}

/// Over a channel that works everywhere.
pub async fn shared<R: Runtime>(rounds: u64) -> Sample {
    let (there, inbox) = async_channel::unbounded();
    let (back, answers) = async_channel::unbounded();
    let clock = Clock::start();
    let echo = R::spawn(async move {
        while let Ok(value) = inbox.recv().await {
            back.send(value).await.expect("the other task listens");
        }
    });
    R::spawn(async move {
        for value in 0..rounds {
            there.send(value).await.expect("the echo listens");
            assert_eq!(answers.recv().await, Ok(value));
        }
    })
    .await;
    echo.await;
    clock.stop(rounds)
}
