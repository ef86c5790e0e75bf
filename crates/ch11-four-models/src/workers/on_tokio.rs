//! Sixteen requests for so many workers of tokio: how many are open at once?

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use tokio::{runtime, sync::Barrier, task::JoinSet, time::timeout};

const REQUESTS: usize = 16;

pub fn main() {
    for workers in [1, 4, 16] {
        let most = open_at_once(workers);
        println!("workers: {workers:2}, open at once: {most:2}");
    }
}

fn open_at_once(workers: usize) -> usize {
    let mut settings = runtime::Builder::new_multi_thread();
    let runtime = settings.worker_threads(workers).enable_time().build().unwrap();
    let service = Arc::new(Service::new());
    let requests = (0..REQUESTS).map(|_| request(Arc::clone(&service)));
    runtime.block_on(async { requests.collect::<JoinSet<()>>().join_all().await });
    service.most.load(Relaxed)
}

/// Answers when all requests are there, or when it has waited enough.
struct Service {
    all_there: Barrier,
    open: AtomicUsize,
    most: AtomicUsize,
}

impl Service {
    fn new() -> Service {
        let [open, most] = Default::default();
        Service { all_there: Barrier::new(REQUESTS), open, most }
    }
}

async fn request(service: Arc<Service>) {
    let open = service.open.fetch_add(1, Relaxed) + 1;
    service.most.fetch_max(open, Relaxed);
    let _ = timeout(Duration::from_secs(3), service.all_there.wait()).await;
    service.open.fetch_sub(1, Relaxed);
}
