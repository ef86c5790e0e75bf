//! File descriptors: none is left behind, and running out of them ends nothing.
#![cfg(target_os = "linux")]

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::pin::pin;
use std::process::Command;
use std::time::Duration;
use turns::net::{TcpListener, TcpStream, UdpSocket};
use turns::sync::Stop;
use turns::{EventLoop, block_on, sleep, spawn};

/// Runs one of the ignored tests below in a process of its own, with so many descriptors.
fn run_alone(test: &str, descriptors: usize) {
    let exe = std::env::current_exe().unwrap();
    let limited = format!("ulimit -n {descriptors} && exec \"$0\" {test} --exact --ignored");
    let output = Command::new("sh").arg("-c").arg(limited).arg(exe).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

fn open_descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

#[test]
fn accept_survives_running_out_of_descriptors() {
    run_alone("child_accept_without_descriptors", 64);
}

#[test]
#[ignore = "run by accept_survives_running_out_of_descriptors"]
fn child_accept_without_descriptors() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(b"hello").await.unwrap();
        });
        // A socket for the caller; then every descriptor that is left.
        let caller = TcpStream::connect(address);
        let mut caller = {
            let mut hoard = Vec::new();
            let held = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
            while let Ok(file) = std::fs::File::open("/dev/null") {
                hoard.push(file);
            }
            drop(held);
            let caller = caller.await.unwrap();
            sleep(Duration::from_millis(50)).await;
            assert!(!server.is_finished(), "there was a descriptor left");
            caller
        };
        let mut text = String::new();
        caller.read_to_string(&mut text).await.unwrap();
        assert_eq!(text, "hello");
        server.await.unwrap();
    });
}

#[test]
fn a_loop_that_cannot_be_made_says_why() {
    run_alone("child_loop_without_descriptors", 32);
}

#[test]
#[ignore = "run by a_loop_that_cannot_be_made_says_why"]
fn child_loop_without_descriptors() {
    let mut hoard = Vec::new();
    while let Ok(file) = std::fs::File::open("/dev/null") {
        hoard.push(file);
    }
    let error = turns::EventLoop::try_new().unwrap_err();
    drop(hoard);
    assert!(error.to_string().contains("Too many open files"), "{error}");
}

#[test]
fn connections_and_loops_leave_no_descriptor_behind() {
    run_alone("child_nothing_left_behind", 1024);
}

#[test]
#[ignore = "run by connections_and_loops_leave_no_descriptor_behind"]
fn child_nothing_left_behind() {
    let before = open_descriptors();

    for round in 0..20 {
        block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            drop(spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    drop(spawn(async move {
                        let mut buffer = [0; 16];
                        while let Ok(1..) = stream.read(&mut buffer).await {
                            let _ = stream.write_all(&buffer).await;
                        }
                    }));
                }
            }));
            for number in 0..20 {
                let mut stream = TcpStream::connect(address).await.unwrap();
                if number % 2 == 0 {
                    stream.write_all(b"hello").await.unwrap();
                }
                match (number + round) % 4 {
                    0 => stream.close().await.unwrap(),
                    1 => drop(stream.split().0),
                    2 => drop(spawn(async move { stream.read(&mut [0; 16]).await })),
                    _ => {}
                }
            }
        });
    }

    assert_eq!(open_descriptors(), before);
}

#[test]
fn what_outlives_its_loop_keeps_nothing_of_it_open() {
    run_alone("child_outlives_its_loop", 1024);
}

#[test]
#[ignore = "run by what_outlives_its_loop_keeps_nothing_of_it_open"]
fn child_outlives_its_loop() {
    let before = open_descriptors();
    let mut kept = Vec::new();
    for _ in 0..50 {
        let event_loop = EventLoop::new();
        let handle = event_loop.handle();
        let remote = handle.spawn(async { 1 });
        let stop = Stop::new();
        kept.push(event_loop.run_until_complete(async {
            let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            // So that the system watches it.
            {
                let mut buffer = [0; 1];
                let mut receive = pin!(socket.recv(&mut buffer));
                assert!(futures::poll!(receive.as_mut()).is_pending());
            }
            (socket, handle, remote, stop.remote(), sleep(Duration::from_secs(1)))
        }));
    }
    // The sockets themselves, and no more.
    assert_eq!(open_descriptors(), before + 50);
    drop(kept);
    assert_eq!(open_descriptors(), before);
}
