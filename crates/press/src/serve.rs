//! Serves the site on this machine and reloads open pages when a source changes.

use crate::documents::Documents;
use crate::inputs::{self, Inputs};
use crate::place;
use crate::say::say;
use crate::site::{self, Builder, Search};
use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use pages::{Lang, Sources};
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;
use tower_http::services::{ServeDir, ServeFile};

/// How often the sources are looked at. Asking for their times needs no watcher, and a watcher
/// would also hear the build's own reads.
const LOOK: Duration = Duration::from_millis(200);

const RELOAD: &str =
    "<script>new EventSource('/_reload').onmessage = () => location.reload()</script>";

/// Takes the port, on this machine only.
///
/// # Errors
/// The port is in use or may not be opened.
pub fn listen(port: u16) -> Result<std::net::TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    std::net::TcpListener::bind(address).map_err(|e| match e.kind() {
        ErrorKind::AddrInUse => anyhow!("port {port} is in use: choose another with --port"),
        _ => anyhow!("port {port} cannot be opened: {e}"),
    })
}

/// Serves the site that has been built until Ctrl-C; rebuilds it when a page, a listing, the
/// ledger or the theme changes. A build that fails says so and leaves the last good site. The
/// search is indexed anew after the pages, which somebody is waiting for, and so are, with
/// documents, the PDFs and EPUBs.
///
/// # Errors
/// The server cannot run.
pub fn serve(
    root: &Path,
    listener: std::net::TcpListener,
    (builder, inputs): (Builder, Inputs),
    documents: Option<Documents>,
) -> Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        say(&format!("Serving on http://{address}/ (English: /en/, 中文: /zh/). Ctrl-C stops."));
        let (changed, _) = broadcast::channel(4);
        let watcher = changed.clone();
        let watched = root.to_path_buf();
        let documents = documents.map(|documents| follow(root, documents));
        std::thread::spawn(move || {
            watch(&watched, &watcher, (builder, inputs), documents.as_ref())
        });
        let stop = async {
            // Without a handler for Ctrl-C the system's own ends the program: that is fine too.
            let _ = tokio::signal::ctrl_c().await;
        };
        let app = router(&place::site(root), changed);
        // Open pages keep a connection for reloading, so Ctrl-C must not wait for them.
        tokio::select! {
            done = async { axum::serve(listener, app).await } => done.context("the server stopped"),
            () = stop => Ok(()),
        }
    })
}

fn router(site: &Path, changed: broadcast::Sender<()>) -> Router {
    let files = ServeDir::new(site).not_found_service(ServeFile::new(site.join(site::NOT_FOUND)));
    Router::new()
        .route("/_reload", get(reload))
        .fallback_service(files)
        .layer(middleware::from_fn(with_reload))
        .with_state(Arc::new(changed))
}

async fn reload(State(changed): State<Arc<broadcast::Sender<()>>>) -> impl IntoResponse {
    let events = BroadcastStream::new(changed.subscribe())
        .map(|_| Ok::<_, Infallible>(Event::default().data("changed")));
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// Adds the reloading script to a page on its way out, so that the files stay as published.
async fn with_reload(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut page = bytes.to_vec();
    page.extend_from_slice(RELOAD.as_bytes());
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page))
}

/// Builds the documents of the sources that are sent, of the last ones if several wait.
fn follow(root: &Path, mut documents: Documents) -> mpsc::Sender<Arc<Sources>> {
    let (sender, changes) = mpsc::channel::<Arc<Sources>>();
    let root = root.to_path_buf();
    std::thread::spawn(move || {
        while let Ok(first) = changes.recv() {
            let sources = changes.try_iter().last().unwrap_or(first);
            let built = documents
                .build(&root, &sources, &Lang::ALL, &place::ENDINGS)
                .and_then(|()| site::copy_documents(&root, &place::site(&root)));
            if let Err(e) = built {
                eprintln!("error: {e:#}\nThe documents stay as they were.");
            }
        }
    });
    sender
}

/// Indexes the site each time that it has changed; once, if it changes several times meanwhile.
fn index_after(root: &Path) -> mpsc::Sender<()> {
    let (sender, changes) = mpsc::channel::<()>();
    let root = root.to_path_buf();
    std::thread::spawn(move || {
        while changes.recv().is_ok() {
            changes.try_iter().for_each(drop);
            if let Err(e) = site::index(&root) {
                eprintln!("error: {e:#}\nThe search finds what the pages said before.");
            }
        }
    });
    sender
}

fn watch(
    root: &Path,
    changed: &broadcast::Sender<()>,
    (mut builder, mut read): (Builder, Inputs),
    documents: Option<&mpsc::Sender<Arc<Sources>>>,
) {
    let index = index_after(root);
    // What has changed while the site was built is seen at the first look.
    let mut last = Default::default();
    loop {
        std::thread::sleep(LOOK);
        let now = inputs::times(root);
        if now == last {
            continue;
        }
        last = now;
        let start = Instant::now();
        let fresh = Inputs::read(root);
        // Saved, and nothing changed.
        if fresh == read {
            continue;
        }
        read = fresh;
        let built = site::sources(root).and_then(|sources| {
            let sources = Arc::new(sources);
            builder.build(root, &sources, &read, Search::Later).map(|_| sources)
        });
        match built {
            Ok(sources) => {
                say(&format!("Rebuilt the site ({:.1} s).", start.elapsed().as_secs_f64()));
                // Nobody listens while no page is open.
                let _ = changed.send(());
                // They end with the server, as this does.
                let _ = index.send(());
                if let Some(documents) = documents {
                    let _ = documents.send(sources);
                }
            }
            Err(e) => eprintln!("error: {e:#}\nThe site stays as it was."),
        }
    }
}
