//! The runtimes that are measured, a file for each.

mod async_std;
mod local_pool;
mod smol;
mod tokio;
mod turns;

#[cfg(target_os = "linux")]
mod bare_epoll;
#[cfg(all(target_os = "linux", feature = "peers"))]
mod compio;
#[cfg(all(target_os = "linux", feature = "peers"))]
mod glommio;
#[cfg(all(target_os = "linux", feature = "peers"))]
mod monoio;

use crate::runtime::Runtime;
use crate::sample::Sample;
use crate::table::{Need, Peer, Work};
use crate::work::{blocking, ping_pong, sleepers, spawn, timers, wake, yields};
use std::net::SocketAddr;

/// Does the work on that runtime.
pub fn run(peer: Peer, work: Work, units: u64, warm: bool) -> Result<Sample, String> {
    match peer {
        Peer::Turns => Ok(run_on::<turns::Turns>(work, units, warm)),
        Peer::Tokio => Ok(run_on::<tokio::CurrentThread>(work, units, warm)),
        Peer::TokioMulti => Ok(run_on::<tokio::MultiThread>(work, units, warm)),
        Peer::AsyncStd => Ok(run_on::<async_std::AsyncStd>(work, units, warm)),
        Peer::SmolLocal => Ok(run_on::<smol::Local>(work, units, warm)),
        Peer::Smol => Ok(run_on::<smol::Shared>(work, units, warm)),
        Peer::LocalPool => Ok(run_on::<local_pool::Pool>(work, units, warm)),
        #[cfg(all(target_os = "linux", feature = "peers"))]
        Peer::Monoio => Ok(run_on::<monoio::Monoio>(work, units, warm)),
        #[cfg(all(target_os = "linux", feature = "peers"))]
        Peer::Glommio => Ok(run_on::<glommio::Glommio>(work, units, warm)),
        #[cfg(all(target_os = "linux", feature = "peers"))]
        Peer::Compio => Ok(run_on::<compio::Compio>(work, units, warm)),
        _ => Err(format!("{} cannot do that", peer.name())),
    }
}

/// Serves echo on that runtime, without end.
pub fn serve(peer: Peer, announce: impl FnOnce(SocketAddr)) -> Result<(), String> {
    match peer {
        Peer::Turns => turns::Turns::serve(announce),
        Peer::Tokio => tokio::CurrentThread::serve(announce),
        Peer::TokioMulti => tokio::MultiThread::serve(announce),
        Peer::AsyncStd => async_std::AsyncStd::serve(announce),
        Peer::SmolLocal => smol::Local::serve(announce),
        Peer::Smol => smol::Shared::serve(announce),
        #[cfg(target_os = "linux")]
        Peer::BareEpoll => bare_epoll::serve(announce).map_err(|error| error.to_string())?,
        #[cfg(all(target_os = "linux", feature = "peers"))]
        Peer::Monoio => monoio::Monoio::serve(announce),
        #[cfg(all(target_os = "linux", feature = "peers"))]
        Peer::Glommio => glommio::Glommio::serve(announce),
        #[cfg(all(target_os = "linux", feature = "peers"))]
        Peer::Compio => compio::Compio::serve(announce),
        _ => return Err(format!("{} cannot do that", peer.name())),
    }
    Ok(())
}

/// What a runtime does not have at all, or this build has not.
pub fn lacks(peer: Peer, need: Need) -> Option<&'static str> {
    let built = cfg!(all(target_os = "linux", feature = "peers"));
    match (peer, need) {
        (Peer::Monoio | Peer::Glommio | Peer::Compio, _) if !built => Some("not built"),
        (Peer::BareEpoll, _) if !cfg!(target_os = "linux") => Some("no epoll"),
        (Peer::LocalPool, Need::Timers) => Some("no timers"),
        (Peer::LocalPool, Need::Sockets) => Some("no sockets"),
        (Peer::Smol | Peer::SmolLocal | Peer::AsyncStd, Need::Channel) => Some("no own channel"),
        (Peer::Compio, Need::Channel) => Some("no channel"),
        _ => None,
    }
}

fn run_on<R: Runtime>(work: Work, units: u64, warm: bool) -> Sample {
    R::block_on(async {
        // What is done first is done cold: do some of it before it counts.
        match work {
            _ if !warm => {}
            Work::Sleepers | Work::Timers | Work::Late => {
                yields::run::<R>(1, 1_000).await;
            }
            _ => {
                once::<R>(work, (units / 10).max(1)).await;
            }
        }
        once::<R>(work, units).await
    })
}

async fn once<R: Runtime>(work: Work, units: u64) -> Sample {
    match work {
        Work::Yield { tasks } => yields::run::<R>(tasks, units).await,
        Work::Spawn => spawn::one_by_one::<R>(units).await,
        Work::SpawnTogether { tasks } => spawn::together::<R>(tasks, units).await,
        Work::PingPong => ping_pong::own::<R>(units).await,
        Work::PingPongShared => ping_pong::shared::<R>(units).await,
        Work::Timers => timers::shuffled::<R>(units).await,
        Work::Late => timers::late::<R>(units).await,
        Work::Wake { batch } => wake::run::<R>(batch, units).await,
        Work::Blocking => blocking::run::<R>(units).await,
        Work::Sleepers => sleepers::run::<R>(units).await,
        Work::Echo { .. } => unreachable!("echo is served, not run"),
    }
}
