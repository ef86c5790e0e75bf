//! The switch when a socket does the waking: a byte there and back over loopback TCP.
//!
//! Who waits is a thread or a task. Both need the kernel here, to send and to be woken, so the
//! difference between them is smaller than that of a bare switch.

use crate::plan::Size;
use crate::probe::{one_way, try_timed, try_timed_async};
use crate::reading::Reading;
use anyhow::{Result, anyhow};
use futures::{AsyncReadExt, AsyncWriteExt};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

fn round_trips(size: Size) -> u64 {
    size.of(4_000, 200)
}

/// Two threads with blocking sockets.
pub fn threads(size: Size) -> Result<Reading> {
    let (mut ours, mut theirs) = pair()?;
    let other = thread::spawn(move || {
        let mut byte = [0];
        while matches!(theirs.read(&mut byte), Ok(1)) && theirs.write_all(&byte).is_ok() {}
    });
    let mut byte = [1];
    let reading = try_timed(round_trips(size), |rounds| {
        for _ in 0..rounds {
            ours.write_all(&byte)?;
            ours.read_exact(&mut byte)?;
        }
        Ok(())
    })?;
    drop(ours);
    other.join().map_err(|_| anyhow!("the other thread panicked"))?;
    Ok(one_way(reading))
}

/// Two tasks on the loop of the book.
pub fn turns(size: Size) -> Result<Reading> {
    let (ours, theirs) = pair()?;
    let reading = turns::block_on(async {
        let mut ours = turns::net::TcpStream::try_from(ours)?;
        let mut theirs = turns::net::TcpStream::try_from(theirs)?;
        drop(turns::spawn(async move {
            let mut byte = [0];
            while matches!(theirs.read(&mut byte).await, Ok(1))
                && theirs.write_all(&byte).await.is_ok()
            {}
        }));
        let mut byte = [1];
        try_timed_async(round_trips(size), async |rounds| {
            for _ in 0..rounds {
                ours.write_all(&byte).await?;
                ours.read_exact(&mut byte).await?;
            }
            Ok(())
        })
        .await
    })?;
    Ok(one_way(reading))
}

/// Two tasks on tokio, with one thread.
pub fn tokio(size: Size) -> Result<Reading> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (ours, theirs) = pair()?;
    ours.set_nonblocking(true)?;
    theirs.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let reading = runtime.block_on(async {
        let mut ours = tokio::net::TcpStream::from_std(ours)?;
        let mut theirs = tokio::net::TcpStream::from_std(theirs)?;
        drop(tokio::spawn(async move {
            let mut byte = [0];
            while matches!(theirs.read(&mut byte).await, Ok(1))
                && theirs.write_all(&byte).await.is_ok()
            {}
        }));
        let mut byte = [1];
        try_timed_async(round_trips(size), async |rounds| {
            for _ in 0..rounds {
                ours.write_all(&byte).await?;
                ours.read_exact(&mut byte).await?;
            }
            Ok(())
        })
        .await
    })?;
    Ok(one_way(reading))
}

/// Two sockets that are connected, and send each byte at once.
fn pair() -> Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let ours = TcpStream::connect(listener.local_addr()?)?;
    let (theirs, _) = listener.accept()?;
    ours.set_nodelay(true)?;
    theirs.set_nodelay(true)?;
    Ok((ours, theirs))
}
