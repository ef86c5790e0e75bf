//! What all tests share: one browser, one server, one runtime.

use crate::axe::Axe;
use crate::chromium::Chromium;
use crate::found::{self, Tools};
use crate::known::Known;
use crate::site::Site;
use crate::tab::{Options, Tab};
use anyhow::{Context, Result};
use libtest_mimic::{Failed, Trial};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::time::timeout;

/// Most tests take a few seconds, those of all pages a minute. One that takes this long is stuck.
const LIMIT: Duration = Duration::from_secs(1200);

/// The browser and the server.
pub struct Environment {
    runtime: Runtime,
    chromium: Mutex<Option<Chromium>>,
    client: crate::cdp::Client,
    /// The site's address, with a slash at its end.
    pub address: String,
    /// Asks what of a page cannot be used by everyone.
    pub axe: Axe,
    /// Which pages need not be opened.
    pub known: Known,
    /// Where the pictures of the pages go, if they are wanted.
    pub shots: Option<PathBuf>,
}

impl Environment {
    /// Starts the browser and the server.
    ///
    /// # Errors
    /// One of them does not start.
    pub fn start(tools: &Tools, site: &Site) -> Result<Self> {
        let runtime = Runtime::new()?;
        let axe = fs::read_to_string(&tools.axe)
            .with_context(|| format!("{} cannot be read", tools.axe.display()))?;
        let axe = Axe::new(axe);
        let wanted = env::var_os("SHOTS").is_some();
        let shots = wanted.then(|| press::place::out(found::root()).join("shots"));
        if let Some(folder) = &shots {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        let known = Known::read(site, tools)?;
        let address = runtime.block_on(site.serve())?;
        let chromium = runtime.block_on(Chromium::start(&tools.chromium))?;
        let client = chromium.client.clone();
        Ok(Self {
            runtime,
            chromium: Mutex::new(Some(chromium)),
            client,
            address,
            axe,
            known,
            shots,
        })
    }

    /// Ends the browser and removes its profile.
    pub fn stop(&self) {
        let chromium = self.chromium.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(chromium) = chromium {
            self.runtime.block_on(chromium.stop());
        }
    }

    /// Runs a test's steps in a fresh tab with storage of its own, closes it, and adds what the
    /// page complained of to what the test found.
    fn in_tab(
        &self,
        options: Options,
        steps: impl AsyncFnOnce(&Tab) -> Result<Vec<String>>,
    ) -> Vec<String> {
        self.runtime.block_on(async {
            let tab = match Tab::open(&self.client, &self.address, options).await {
                Ok(tab) => tab,
                Err(error) => return vec![format!("{error:#}")],
            };
            let mut faults = match timeout(LIMIT, steps(&tab)).await {
                Ok(Ok(faults)) => faults,
                Ok(Err(error)) => vec![format!("{error:#}")],
                Err(_) => vec![format!("it did not end in {} s", LIMIT.as_secs())],
            };
            faults.extend(tab.close().await);
            faults
        })
    }
}

/// One test: its steps run in a tab of their own, and every fault that they give is printed.
pub fn trial<F>(
    name: String,
    environment: &Option<Arc<Environment>>,
    options: Options,
    steps: F,
) -> Trial
where
    F: AsyncFnOnce(&Tab, &Environment) -> Result<Vec<String>> + Send + 'static,
{
    trial_and(name, environment, options, steps, |_| ())
}

/// The same, and what to do if the page has no fault.
pub fn trial_and<F>(
    name: String,
    environment: &Option<Arc<Environment>>,
    options: Options,
    steps: F,
    good: impl FnOnce(&Environment) + Send + 'static,
) -> Trial
where
    F: AsyncFnOnce(&Tab, &Environment) -> Result<Vec<String>> + Send + 'static,
{
    let environment = environment.clone();
    Trial::test(name, move || {
        let Some(environment) = environment else {
            return Err(Failed::from("no browser: scripts/setup test installs it"));
        };
        let faults = environment.in_tab(options, async |tab| steps(tab, &environment).await);
        if !faults.is_empty() {
            return Err(Failed::from(faults.join("\n")));
        }
        good(&environment);
        Ok(())
    })
}
