//! One tab of the browser: opens pages, clicks, types, and asks the page about itself.

use crate::cdp::Client;
use crate::complaints::Complaints;
use anyhow::{Context, Result, anyhow, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout};

/// A desk and a phone, in CSS pixels.
pub const WIDTHS: [u32; 2] = [1280, 390];

/// How long a page may take to load or to answer a click.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long something may lie over an element that is to be clicked.
const FREE: Duration = Duration::from_secs(10);

/// How a tab is opened.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Of the window, in CSS pixels.
    pub width: u32,
    /// Whether pages may run scripts.
    pub scripts: bool,
}

/// A tab with storage and cache of its own.
pub struct Tab {
    client: Client,
    session: String,
    context: String,
    /// The site's address, with a slash at its end.
    pub address: String,
    /// Of the window, in CSS pixels.
    pub width: u32,
    complaints: Arc<Mutex<Complaints>>,
    /// How many pages have been loaded.
    loads: watch::Receiver<u64>,
}

impl Tab {
    /// Opens an empty one.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn open(client: &Client, address: &str, options: Options) -> Result<Self> {
        let context = client.call(None, "Target.createBrowserContext", json!({})).await?;
        let context = string(&context, "browserContextId")?;
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = client.call(None, "Target.createTarget", target).await?;
        let attach = json!({ "targetId": string(&target, "targetId")?, "flatten": true });
        let session = client.call(None, "Target.attachToTarget", attach).await?;
        let session = string(&session, "sessionId")?;
        let mut events = client.listen(&session);
        let complaints = Arc::new(Mutex::new(Complaints::new(address)));
        let (loaded, loads) = watch::channel(0);
        let heard = Arc::clone(&complaints);
        tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                heard.lock().unwrap_or_else(PoisonError::into_inner).take_in(&event);
                if event.method == "Page.loadEventFired" {
                    loaded.send_modify(|count| *count += 1);
                }
            }
        });
        let (address, width) = (address.to_string(), options.width);
        let tab =
            Self { client: client.clone(), session, context, address, width, complaints, loads };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            tab.call(&format!("{domain}.enable"), json!({})).await?;
        }
        let phone = width < 600;
        let height = if phone { 844 } else { 800 };
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        tab.call("Emulation.setDeviceMetricsOverride", metrics).await?;
        // Several tabs are open; each behaves as if it were the one in front.
        tab.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        let off = json!({ "value": !options.scripts });
        tab.call("Emulation.setScriptExecutionDisabled", off).await?;
        tab.prefer("light").await?;
        Ok(tab)
    }

    /// Closes it and gives what its pages complained of.
    pub async fn close(self) -> Vec<String> {
        let context = json!({ "browserContextId": self.context });
        let closed = self.client.call(None, "Target.disposeBrowserContext", context).await;
        let mut lines = self.complaints.lock().unwrap_or_else(PoisonError::into_inner).take();
        lines.extend(closed.err().map(|error| format!("{error:#}")));
        lines
    }

    /// Opens a page of the site, such as `en/index.html`, and waits until it has loaded.
    ///
    /// # Errors
    /// It does not load.
    pub async fn goto(&self, file: &str) -> Result<()> {
        let url = format!("{}{file}", self.address);
        let navigate = async |tab: &Self| {
            let answer = tab.call("Page.navigate", json!({ "url": url })).await?;
            match answer["errorText"].as_str() {
                Some(error) => Err(anyhow!("{error}")),
                None => Ok(()),
            }
        };
        self.load_by(navigate).await.with_context(|| format!("opening {file}"))
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// It does not load.
    pub async fn reload(&self) -> Result<()> {
        self.load_by(async |tab| tab.call("Page.reload", json!({})).await.map(drop)).await
    }

    /// Clicks on what should lead to another page, and waits until that has loaded.
    ///
    /// # Errors
    /// There is nothing to click on, or no page comes.
    pub async fn follow(&self, selector: &str) -> Result<()> {
        let clicked = self.load_by(async |tab| tab.click(selector).await).await;
        clicked.with_context(|| format!("a click on {selector}"))
    }

    /// Does what should load another page, and waits until it has loaded.
    ///
    /// # Errors
    /// What is to be done fails, or no page comes.
    pub async fn load_by(&self, step: impl AsyncFnOnce(&Self) -> Result<()>) -> Result<()> {
        let before = *self.loads.borrow();
        step(self).await?;
        self.loaded_since(before).await
    }

    /// The page's file within the site, such as `en/index.html`.
    ///
    /// # Errors
    /// The page is outside the site.
    pub async fn file(&self) -> Result<String> {
        let url: String = self.eval("location.origin + location.pathname").await?;
        let file = url.strip_prefix(&self.address);
        Ok(file.with_context(|| format!("{url} is outside the site"))?.to_string())
    }

    /// What a JavaScript expression gives; a promise is waited for. This works with the page's
    /// own scripts off, too.
    ///
    /// # Errors
    /// The expression throws, or gives something of another shape.
    pub async fn eval<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let params = json!({
            "expression": expression,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        let mut answer = self.call("Runtime.evaluate", params).await?;
        let thrown = &answer["exceptionDetails"];
        if !thrown.is_null() {
            let what = thrown["exception"]["description"].as_str().unwrap_or("it threw");
            bail!("{}: {what}", shortened(expression));
        }
        let value = answer["result"]["value"].take();
        serde_json::from_value(value).with_context(|| shortened(expression))
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// # Errors
    /// It does not become true; the message has `what`.
    pub async fn until(&self, what: &str, expression: &str) -> Result<()> {
        let start = Instant::now();
        loop {
            // While a page is being replaced it cannot be asked: ask again.
            let answer = self.eval(&format!("Boolean({expression})")).await;
            if matches!(answer, Ok(true)) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                answer.with_context(|| format!("waiting until {what}"))?;
                bail!("it was never so that {what} ({})", shortened(expression));
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Clicks with the mouse on the middle of an element, as a reader would: something that lies
    /// over it is an error.
    ///
    /// # Errors
    /// There is no such element, it cannot be seen, or something covers it.
    pub async fn click(&self, selector: &str) -> Result<()> {
        // After a jump the menu bar finds its place one scroll event later, and may lie over the
        // element until then.
        let end = Instant::now() + FREE;
        let (x, y) = loop {
            match self.eval::<(f64, f64)>(&aim(&json!(selector))).await {
                Ok(point) => break point,
                Err(error) if Instant::now() > end => return Err(error),
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        };
        self.click_at(x, y).await
    }

    /// Clicks with the mouse on a point of the window.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn click_at(&self, x: f64, y: f64) -> Result<()> {
        for (kind, count) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 1)] {
            let button = if count == 0 { "none" } else { "left" };
            let event =
                json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": count });
            self.call("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// Presses and releases a key: `/`, `Escape`, `ArrowRight`.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn press(&self, key: &str) -> Result<()> {
        let (code, number) = match key {
            "/" => ("Slash", 191),
            " " => ("Space", 32),
            "Tab" => ("Tab", 9),
            "Enter" => ("Enter", 13),
            "End" => ("End", 35),
            "Home" => ("Home", 36),
            "Escape" => ("Escape", 27),
            "ArrowLeft" => ("ArrowLeft", 37),
            "ArrowRight" => ("ArrowRight", 39),
            other => bail!("no code is known for the key {other}"),
        };
        let mut down = json!({
            "type": "keyDown", "key": key, "code": code, "windowsVirtualKeyCode": number,
        });
        match key {
            "Enter" => down["text"] = json!("\r"),
            _ if key.len() == 1 => down["text"] = json!(key),
            _ => {}
        }
        self.call("Input.dispatchKeyEvent", down).await?;
        let up =
            json!({ "type": "keyUp", "key": key, "code": code, "windowsVirtualKeyCode": number });
        self.call("Input.dispatchKeyEvent", up).await?;
        Ok(())
    }

    /// Puts text where the cursor is.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn enter(&self, text: &str) -> Result<()> {
        self.call("Input.insertText", json!({ "text": text })).await?;
        Ok(())
    }

    /// Prefers `light` or `dark`, as a reader's system would tell.
    ///
    /// # Errors
    /// The browser refuses.
    pub async fn prefer(&self, scheme: &str) -> Result<()> {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            // Nothing moves while it is looked at.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
        Ok(())
    }

    /// Sends a command of the DevTools protocol to this tab.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.client.call(Some(&self.session), method, params).await
    }

    async fn loaded_since(&self, before: u64) -> Result<()> {
        let mut loads = self.loads.clone();
        match timeout(PATIENCE, loads.wait_for(|count| *count > before)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(anyhow!("the browser has gone")),
            Err(_) => Err(anyhow!("no page was loaded in {} s", PATIENCE.as_secs())),
        }
    }
}

/// JavaScript that brings an element into view and gives the middle of its first line.
fn aim(selector: &Value) -> String {
    format!(
        "(() => {{
            const element = document.querySelector({selector});
            if (!element) throw new Error('there is no ' + {selector});
            element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
            const box = element.getClientRects()[0];
            if (!box) throw new Error({selector} + ' cannot be seen');
            const x = box.x + box.width / 2, y = box.y + box.height / 2;
            const top = document.elementFromPoint(x, y);
            if (!element.contains(top)) {{
                const over = top ? top.outerHTML.slice(0, 80) : 'nothing, outside the window';
                throw new Error('over ' + {selector} + ' lies ' + over);
            }}
            return [x, y];
        }})()"
    )
}

fn string(answer: &Value, key: &str) -> Result<String> {
    let text = answer[key].as_str();
    Ok(text.with_context(|| format!("the browser's answer has no {key}"))?.to_string())
}

fn shortened(expression: &str) -> String {
    let one_line = expression.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line.chars().take(160).collect()
}
