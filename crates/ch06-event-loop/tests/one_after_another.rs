//! What the page answers about its echo server: a server that awaits `echo`, and makes no task of
//! it, serves nobody else before that connection has ended.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use futures::io::{AsyncReadExt, AsyncWriteExt};
use turns::net::{TcpListener, TcpStream};

#[test]
fn a_server_that_awaits_echo_serves_one_after_the_other() {
    let said = Rc::new(RefCell::new(Vec::new()));
    turns::block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = turns::spawn(serve(listener, said.clone()));
        let first = TcpStream::connect(address).await.unwrap();
        // The kernel takes the connection, whether the server asks for it or not.
        let mut second = TcpStream::connect(address).await.unwrap();
        second.write_all(b"one").await.unwrap();
        for _ in 0..100 {
            turns::yield_now().await;
        }
        said.borrow_mut().push("the first hangs up");
        drop(first);
        let mut heard = [0; 3];
        second.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"one");
        drop(second);
        server.await.unwrap().unwrap();
    });
    assert_eq!(*said.borrow(), ["accepted", "the first hangs up", "accepted", "echoed"]);
}

async fn serve(listener: TcpListener, said: Rc<RefCell<Vec<&'static str>>>) -> io::Result<()> {
    for _ in 0..2 {
        let (stream, _) = listener.accept().await?;
        said.borrow_mut().push("accepted");
        echo(stream, &said).await?;
    }
    Ok(())
}

async fn echo(mut stream: TcpStream, said: &RefCell<Vec<&'static str>>) -> io::Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(());
        }
        stream.write_all(&buffer[..count]).await?;
        said.borrow_mut().push("echoed");
    }
}
