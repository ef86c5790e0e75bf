//! A session says goodbye when it is over. Who says it when the session is stopped?
//!
//! Run it: `cargo listing clean_up`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::mpsc::{self, Receiver, Sender};

    use tokio::runtime::{Builder, Handle};

    /// Says goodbye in a task of its own, and says of itself whether there is a runtime.
    struct Session(Sender<&'static str>);

    impl Drop for Session {
        fn drop(&mut self) {
            let say = self.0.clone();
            if Handle::try_current().is_ok() {
                say.send("there is a runtime").unwrap();
            }
            tokio::spawn(async move { say.send("goodbye") });
        }
    }

    fn drops_a_session_with_its_runtime(mut runtime: Builder) -> Vec<&'static str> {
        let (say, said): (_, Receiver<_>) = mpsc::channel();
        let runtime = runtime.build().unwrap();
        runtime.block_on(async {
            let session = Session(say);
            let (begun, has_begun) = tokio::sync::oneshot::channel();
            tokio::spawn(async move {
                let _session = session;
                begun.send(()).unwrap();
                pending::<()>().await;
            });
            has_begun.await.unwrap();
        });
        drop(runtime);
        said.into_iter().collect()
    }

    /// The task that a `drop` spawns at the end of the program is taken, and dropped unheard.
    #[test]
    fn a_goodbye_that_is_spawned_when_the_runtime_ends_is_not_said() {
        let said = ["there is a runtime"];
        assert_eq!(drops_a_session_with_its_runtime(Builder::new_current_thread()), said);
        assert_eq!(drops_a_session_with_its_runtime(Builder::new_multi_thread()), said);
    }
}
