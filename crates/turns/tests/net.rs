//! Sockets on the loop. Everything stays on this machine, on ports that the system chooses.

mod trace;

use futures_lite::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use std::cell::Cell;
use std::future::poll_fn;
use std::io::{self, ErrorKind, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;
use trace::block_on;
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::time::timeout;
use turns::{EventLoop, JoinHandle, sleep, spawn, spawn_blocking, yield_now};

/// Sends back what comes, until the other end says that no more will come.
async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            n => stream.write_all(&buffer[..n]).await?,
        }
    }
}

/// A server that echoes to all who call; its address.
async fn echo_server() -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            drop(spawn(echo(stream)));
        }
    });
    (address, server)
}

/// Two ends of one connection.
async fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let calling = spawn(TcpStream::connect(listener.local_addr().unwrap()));
    let (here, from) = listener.accept().await.unwrap();
    let there = calling.await.unwrap().unwrap();
    assert_eq!(there.local_addr().unwrap(), from);
    assert_eq!(there.peer_addr().unwrap(), here.local_addr().unwrap());
    (here, there)
}

/// Reads by `poll_read` of a shared stream, and counts how often it is polled.
async fn read_one(stream: &TcpStream, polls: &Cell<usize>) -> u8 {
    let mut byte = [0; 1];
    poll_fn(|cx| {
        polls.set(polls.get() + 1);
        Pin::new(&mut &*stream).poll_read(cx, &mut byte)
    })
    .await
    .unwrap();
    byte[0]
}

#[test]
fn tasks_that_wait_for_the_same_bytes_sleep_until_some_come() {
    block_on(async {
        let (here, mut there) = pair().await;
        let (here, polls) = (Rc::new(here), Rc::new(Cell::new(0)));
        let readers: Vec<_> = (0..20)
            .map(|_| {
                let (here, polls) = (here.clone(), polls.clone());
                spawn(async move { read_one(&here, &polls).await })
            })
            .collect();
        sleep(Duration::from_millis(5)).await;
        assert_eq!(turns::snapshot().unwrap().sockets.len(), 20);
        // Each tried once, was told "not now", and waits.
        assert_eq!(polls.get(), 20);
        there.write_all(&[7; 20]).await.unwrap();
        for reader in readers {
            assert_eq!(reader.await.unwrap(), 7);
        }
        assert!(polls.get() <= 20 + 20 * 20, "{} polls", polls.get());
    });
}

#[test]
fn tasks_that_wait_for_the_same_room_sleep_until_there_is_some() {
    block_on(async {
        let (here, mut there) = pair().await;
        let full = vec![1; 1 << 20];
        let mut sent = 0;
        let mut cx = Context::from_waker(Waker::noop());
        while let Poll::Ready(n) = Pin::new(&mut &here).poll_write(&mut cx, &full) {
            sent += n.unwrap();
        }
        let (here, polls) = (Rc::new(here), Rc::new(Cell::new(0)));
        let writers: Vec<_> = (0..3)
            .map(|_| {
                let (here, polls) = (here.clone(), polls.clone());
                spawn(poll_fn(move |cx| {
                    polls.set(polls.get() + 1);
                    Pin::new(&mut &*here).poll_write(cx, &[2])
                }))
            })
            .collect();
        yield_now().await;
        let before = polls.get();
        for _ in 0..1000 {
            yield_now().await;
        }
        assert!(polls.get() <= before + 3, "{} polls", polls.get() - before);
        let mut received = vec![0; sent];
        there.read_exact(&mut received).await.unwrap();
        for writer in writers {
            assert_eq!(writer.await.unwrap().unwrap(), 1);
        }
    });
}

#[test]
fn what_is_sent_comes_back() {
    block_on(async {
        let (address, _server) = echo_server().await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        for round in 0..100 {
            let sent = format!("round {round}");
            let mut received = vec![0; sent.len()];
            stream.write_all(sent.as_bytes()).await.unwrap();
            stream.read_exact(&mut received).await.unwrap();
            assert_eq!(received, sent.as_bytes());
        }
    });
}

#[test]
fn five_hundred_connections_at_once() {
    block_on(async {
        let (address, _server) = echo_server().await;
        let clients: Vec<_> = (0..500u32)
            .map(|number| {
                spawn(async move {
                    let mut stream = TcpStream::connect(address).await?;
                    let mut received = [0; 4];
                    for _ in 0..5 {
                        stream.write_all(&number.to_be_bytes()).await?;
                        stream.read_exact(&mut received).await?;
                        assert_eq!(received, number.to_be_bytes());
                    }
                    io::Result::Ok(())
                })
            })
            .collect();
        for client in clients {
            client.await.unwrap().unwrap();
        }
    });
}

#[test]
fn data_and_the_end_that_come_together_are_both_seen() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let caller = thread::spawn(move || {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            stream.write_all(b"last words").unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).unwrap();
            rest
        });
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 1024];
        // Waits with an empty hand first, so that one event brings both the data and the end.
        stream.socket_is_watched_from_now_on().await;
        spawn_blocking(|| thread::sleep(Duration::from_millis(20))).await.unwrap();

        let limit = Duration::from_secs(20);
        assert_eq!(timeout(limit, stream.read(&mut buffer)).await.unwrap().unwrap(), 10);
        assert_eq!(timeout(limit, stream.read(&mut buffer)).await.unwrap().unwrap(), 0);
        assert_eq!(stream.read(&mut buffer).await.unwrap(), 0, "the end stays the end");
        stream.write_all(b"heard").await.unwrap();
        drop(stream);
        assert_eq!(caller.join().unwrap(), b"heard");
    });
}

trait Watched {
    async fn socket_is_watched_from_now_on(&mut self);
}

impl Watched for TcpStream {
    async fn socket_is_watched_from_now_on(&mut self) {
        let mut one = [0];
        // Nothing is taken out, and the first try may come before the data.
        let _ = timeout(Duration::from_micros(1), self.peek(&mut one)).await;
    }
}

#[test]
fn a_writer_waits_for_a_slow_reader_and_nothing_is_lost() {
    const MEGABYTES: usize = 8;
    block_on(async {
        let (mut here, mut there) = pair().await;
        let writer = spawn(async move {
            for number in 0..MEGABYTES {
                here.write_all(&vec![number as u8; 1 << 20]).await.unwrap();
            }
        });
        sleep(Duration::from_millis(20)).await;
        assert!(!writer.is_finished(), "the system's buffers do not hold this much");

        let mut received = Vec::new();
        there.read_to_end(&mut received).await.unwrap();

        writer.await.unwrap();
        let expected = (0..MEGABYTES).flat_map(|number| vec![number as u8; 1 << 20]);
        assert!(received.into_iter().eq(expected));
    });
}

#[test]
fn many_pieces_are_written_and_read_in_one_go() {
    block_on(async {
        let (mut here, mut there) = pair().await;
        let written =
            here.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cde")]).await.unwrap();
        assert_eq!(written, 5);

        let (mut one, mut two) = ([0; 3], [0; 4]);
        let mut buffers = [IoSliceMut::new(&mut one), IoSliceMut::new(&mut two)];
        let read = there.read_vectored(&mut buffers).await.unwrap();

        assert_eq!(read, 5);
        assert_eq!((&one, &two), (b"abc", b"de\0\0"));
    });
}

#[test]
fn two_tasks_use_the_two_halves() {
    block_on(async {
        let (here, there) = pair().await;
        let echoing = spawn(echo(there));
        let (mut read, mut write) = here.split();
        let writer = spawn(async move {
            for _ in 0..1000 {
                write.write_all(&[7; 1000]).await.unwrap();
            }
        });

        let mut received = Vec::new();
        read.read_to_end(&mut received).await.unwrap();

        assert_eq!(received, vec![7; 1_000_000]);
        writer.await.unwrap();
        echoing.await.unwrap().unwrap();
    });
}

#[test]
fn halves_of_one_connection_join_and_stay_open() {
    block_on(async {
        let (here, there) = pair().await;
        let (other_read, other_write) = there.split();
        let (read, write) = here.split();
        let (read, other_write) = read.join(other_write).unwrap_err();
        let mut here = read.join(write).unwrap();
        let mut there = other_read.join(other_write).unwrap();

        here.write_all(b"still open").await.unwrap();
        let mut buffer = [0; 10];
        there.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"still open");
    });
}

#[test]
fn nobody_there_is_an_error() {
    block_on(async {
        let address = {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            listener.local_addr().unwrap()
        };
        let error = TcpStream::connect(address).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    });
}

#[test]
fn an_address_may_be_a_name() {
    block_on(async {
        let (address, _server) = echo_server().await;
        let stream = TcpStream::connect(("localhost", address.port())).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), address);
        assert!(TcpStream::connect(format!("127.0.0.1:{}", address.port())).await.is_ok());

        let error = TcpStream::connect("no port").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.to_string(), "turns: `no port` is no address; write `host:port`");
    });
}

#[test]
fn an_address_in_use_is_an_error() {
    block_on(async {
        let first = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let error = TcpListener::bind(first.local_addr().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AddrInUse);
    });
}

#[test]
fn many_tasks_may_accept_from_one_listener() {
    block_on(async {
        let listener = std::rc::Rc::new(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let address = listener.local_addr().unwrap();
        let accepting = [1, 2, 3].map(|_| {
            let listener = listener.clone();
            spawn(async move { listener.accept().await.map(|(stream, _)| stream) })
        });
        yield_now().await;
        let mut kept = Vec::new();
        for _ in 0..3 {
            kept.push(TcpStream::connect(address).await.unwrap());
        }
        for task in accepting {
            task.await.unwrap().unwrap();
        }
    });
}

#[test]
fn a_read_that_is_given_up_loses_nothing() {
    block_on(async {
        let (mut here, mut there) = pair().await;
        let mut buffer = [0; 5];
        assert!(timeout(Duration::from_millis(1), there.read(&mut buffer)).await.is_err());
        here.write_all(b"later").await.unwrap();
        there.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"later");
    });
}

#[test]
fn a_connection_that_is_reset_is_an_error_and_not_a_hang() {
    block_on(async {
        let (mut here, there) = pair().await;
        here.write_all(b"never read").await.unwrap();
        sleep(Duration::from_millis(5)).await;
        // With data unread, the system resets the connection instead of closing it.
        drop(there);
        let mut buffer = [0; 10];
        let read = timeout(Duration::from_secs(20), here.read(&mut buffer)).await.unwrap();
        assert_eq!(read.unwrap_err().kind(), ErrorKind::ConnectionReset);
    });
}

#[test]
fn sockets_of_the_standard_library_can_be_taken_over() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let caller = thread::spawn(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    });

    block_on(async {
        let listener = TcpListener::try_from(listener).unwrap();
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"hi").await.unwrap();
        stream.close().await.unwrap();
    });

    assert_eq!(caller.join().unwrap(), "hi");
}

#[test]
fn a_socket_may_outlive_its_loop_and_go_on_in_another() {
    let first = EventLoop::new();
    let (mut here, mut there) = first.run_until_complete(async {
        let (here, mut there) = pair().await;
        there.socket_is_watched_from_now_on().await;
        (here, there)
    });
    drop(first);

    block_on(async {
        let mut buffer = [0; 4];
        let reading = spawn(async move {
            there.read_exact(&mut buffer).await.unwrap();
            buffer
        });
        yield_now().await;
        here.write_all(b"next").await.unwrap();
        assert_eq!(&reading.await.unwrap(), b"next");
    });
}

#[test]
fn a_loop_that_goes_closes_what_its_tasks_held() {
    let event_loop = EventLoop::new();
    let mut caller = event_loop.run_until_complete(async {
        let (address, server) = echo_server().await;
        drop(server);
        let mut caller = std::net::TcpStream::connect(address).unwrap();
        caller.write_all(b"x").unwrap();
        let mut stream = TcpStream::try_from(caller.try_clone().unwrap()).unwrap();
        stream.read_exact(&mut [0]).await.unwrap();
        caller
    });

    drop(event_loop);

    caller.set_nonblocking(false).unwrap();
    assert_eq!(caller.read(&mut [0]).unwrap(), 0);
}

#[test]
fn messages_go_to_and_fro() {
    block_on(async {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap();
        let answering = spawn(async move {
            let mut buffer = [0; 100];
            let (n, from) = server.recv_from(&mut buffer).await.unwrap();
            server.send_to(&buffer[..n], from).await.unwrap();
        });
        let client = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        client.connect(address).await.unwrap();
        yield_now().await;

        client.send(b"datagram").await.unwrap();
        let mut buffer = [0; 100];
        let n = client.recv(&mut buffer).await.unwrap();

        assert_eq!(&buffer[..n], b"datagram");
        answering.await.unwrap();
    });
}

#[test]
#[should_panic(expected = "a socket was polled where no turns loop runs")]
fn a_socket_without_a_loop_says_what_to_do() {
    let (stream, _other) = block_on(pair());
    futures_lite::future::block_on((&stream).read(&mut [0])).unwrap();
}

/// An urgent byte makes a socket no more readable for a peek, which leaves the byte where it is.
#[cfg(target_os = "linux")]
#[test]
fn a_peek_sleeps_although_there_is_an_urgent_byte() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut other = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let polls = Rc::new(Cell::new(0));
        let counted = polls.clone();
        let peeking = spawn(async move {
            let mut buffer = [0; 10];
            let mut peek = std::pin::pin!(stream.peek(&mut buffer));
            poll_fn(|cx| {
                counted.set(counted.get() + 1);
                peek.as_mut().poll(cx)
            })
            .await
        });
        yield_now().await;
        socket2::SockRef::from(&other).send_out_of_band(b"!").unwrap();
        sleep(Duration::from_millis(20)).await;
        assert!(polls.get() < 5, "{} polls", polls.get());
        other.write_all(b"news").unwrap();
        assert_eq!(peeking.await.unwrap().unwrap(), 4);
    });
}
