//! Starts Chromium without a window, and ends it.

use crate::cdp::Client;
use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use std::fs::{self, File};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// Starting takes a second; a busy machine may need many.
const START: Duration = Duration::from_secs(180);
/// After this it is killed.
const END: Duration = Duration::from_secs(10);

/// What Chromium needs to stay still: no network of its own, no first-run pages, no slowing down
/// of tabs that it believes unseen, and the same fonts and colours everywhere.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--force-color-profile=srgb",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
    // Each tab has a window of its own, whose address bar and spare page would cost a second.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,\
     SpareRendererForSitePerProcess",
    // No name resolves: a request to another host fails at once, and leaves the machine never.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
];

/// A running Chromium and the connection to it.
pub struct Chromium {
    child: Child,
    /// The connection.
    pub client: Client,
    /// Removed with everything in it when this value goes.
    _profile: TempDir,
}

impl Chromium {
    /// Starts it with a fresh profile.
    ///
    /// # Errors
    /// It ends at once or does not answer; the message has the end of what it printed.
    pub async fn start(program: &Path) -> Result<Self> {
        let profile = TempDir::with_prefix("browser-profile-")?;
        let log = profile.path().join("stderr.txt");
        let mut child = Command::new(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let address = match address(&mut child, profile.path()).await {
            Ok(address) => address,
            Err(error) => {
                let printed = fs::read_to_string(&log).unwrap_or_default();
                let last: Vec<&str> = printed.lines().rev().take(8).collect();
                let last: Vec<&str> = last.into_iter().rev().collect();
                bail!("{} {error}. It printed:\n{}", program.display(), last.join("\n"));
            }
        };
        let client = Client::connect(&address).await?;
        Ok(Self { child, client, _profile: profile })
    }

    /// Asks it to end, and ends it if it does not.
    pub async fn stop(mut self) {
        // Whether or not it answers, what follows waits for its end.
        let _ = timeout(END, self.client.call(None, "Browser.close", json!({}))).await;
        if timeout(END, self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

/// Chromium writes its port and path into its profile once it listens.
async fn address(child: &mut Child, profile: &Path) -> Result<String> {
    let file = profile.join("DevToolsActivePort");
    let start = Instant::now();
    while start.elapsed() < START {
        if let Some(status) = child.try_wait()? {
            bail!("ended at once ({status})");
        }
        let text = fs::read_to_string(&file).unwrap_or_default();
        if let [port, path] = text.lines().collect::<Vec<_>>()[..] {
            return Ok(format!("ws://127.0.0.1:{port}{path}"));
        }
        sleep(Duration::from_millis(20)).await;
    }
    Err(anyhow!("did not open its port in {} s", START.as_secs()))
}
