//! Sockets: every operation is tried first, and its task pauses only if the system says "not now".
//!
//! Reading and writing are by the traits of the `futures-io` crate, so the helpers of `futures`
//! and `futures-lite` work here: `read_exact`, `write_all`, `lines`, `copy`.
//!
//! ```
//! use futures_lite::{AsyncReadExt, AsyncWriteExt};
//! use turns::net::{TcpListener, TcpStream};
//!
//! turns::block_on(async {
//!     let listener = TcpListener::bind("127.0.0.1:0").await?;
//!     let address = listener.local_addr()?;
//!     let server = turns::spawn(async move {
//!         let (mut stream, _) = listener.accept().await?;
//!         stream.write_all(b"hello").await
//!     });
//!
//!     let mut stream = TcpStream::connect(address).await?;
//!     let mut text = String::new();
//!     stream.read_to_string(&mut text).await?;
//!     assert_eq!(text, "hello");
//!     server.await.expect("the server does not panic")
//! })?;
//! # Ok::<(), std::io::Error>(())
//! ```

mod address;
mod connect;
mod listener;
mod socket;
mod split;
mod stream;
mod udp;

pub use address::ToAddress;
pub use listener::TcpListener;
pub use split::{ReadHalf, WriteHalf};
pub use stream::TcpStream;
pub use udp::UdpSocket;
