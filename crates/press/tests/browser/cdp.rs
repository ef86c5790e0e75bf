//! A small client of the DevTools protocol: commands go out, answers and events come in.
//!
//! The protocol is JSON over a WebSocket. The tests need twenty of its thousand commands, so they
//! write them as JSON; a crate with a type for each is a hundred thousand lines to compile.

use anyhow::{Context, Result, anyhow};
use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// No single command takes this long, unless the browser is stuck.
const ANSWER: Duration = Duration::from_secs(300);

/// The connection to one browser. Clones share it.
#[derive(Clone)]
pub struct Client {
    out: mpsc::UnboundedSender<Message>,
    shared: Arc<Shared>,
}

/// Something that happened in a tab.
#[derive(Debug)]
pub struct Event {
    /// `Page.loadEventFired`
    pub method: String,
    /// What the protocol says about it.
    pub params: Value,
}

#[derive(Default)]
struct Shared {
    last: AtomicU64,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Value>>>,
    listeners: Mutex<HashMap<String, mpsc::UnboundedSender<Event>>>,
}

impl Client {
    /// Connects to a browser's `ws://` address.
    ///
    /// # Errors
    /// Nothing answers there.
    pub async fn connect(address: &str) -> Result<Self> {
        // A picture of a page is longer than the default limit of a frame.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = tokio_tungstenite::connect_async_with_config(address, Some(config), true)
            .await
            .with_context(|| format!("connecting to {address}"))?;
        let (mut sink, mut stream) = socket.split();
        let (out, mut to_send) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared::default());
        tokio::spawn(async move {
            while let Some(message) = to_send.recv().await {
                if sink.send(message).await.is_err() {
                    break;
                }
            }
        });
        let receiver = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                if let Message::Text(text) = message {
                    receiver.take_in(&text);
                }
            }
            // The browser has gone: who still waits for an answer learns it.
            lock(&receiver.waiting).clear();
            lock(&receiver.listeners).clear();
        });
        Ok(Self { out, shared })
    }

    /// Sends a command, to a tab if a session is given, and waits for its answer.
    ///
    /// # Errors
    /// The browser refuses it, has gone, or does not answer.
    pub async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value> {
        let id = self.shared.last.fetch_add(1, Ordering::Relaxed) + 1;
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = json!(session);
        }
        let (sender, answer) = oneshot::channel();
        lock(&self.shared.waiting).insert(id, sender);
        let gone = || anyhow!("{method}: the browser has gone");
        self.out.send(Message::text(command.to_string())).map_err(|_| gone())?;
        let mut answer = tokio::time::timeout(ANSWER, answer)
            .await
            .map_err(|_| anyhow!("{method}: no answer in {} s", ANSWER.as_secs()))?
            .map_err(|_| gone())?;
        match answer.get("error") {
            Some(error) => Err(anyhow!("{method}: {error}")),
            None => Ok(answer["result"].take()),
        }
    }

    /// The events of one tab from now on.
    pub fn listen(&self, session: &str) -> mpsc::UnboundedReceiver<Event> {
        let (sender, events) = mpsc::unbounded_channel();
        lock(&self.shared.listeners).insert(session.to_string(), sender);
        events
    }
}

impl Shared {
    fn take_in(&self, text: &str) {
        let Ok(mut message) = serde_json::from_str::<Value>(text) else { return };
        if let Some(id) = message["id"].as_u64() {
            if let Some(sender) = lock(&self.waiting).remove(&id) {
                // Nobody waits any more: its test has run out of time.
                let _ = sender.send(message);
            }
            return;
        }
        let session = message["sessionId"].as_str().unwrap_or_default();
        let listeners = lock(&self.listeners);
        if let Some(listener) = listeners.get(session) {
            let method = message["method"].as_str().unwrap_or_default().to_string();
            let _ = listener.send(Event { method, params: message["params"].take() });
        }
    }
}

/// A panic in one test must not fail the others, so a poisoned lock is taken all the same.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
