//! What a page complains of while it is open: its console, its exceptions, its requests.

use crate::cdp::Event;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Collects complaints from a tab's events.
pub struct Complaints {
    /// Where our server is; every other host is a complaint.
    address: String,
    /// The address of each request, by the id that later events name.
    requests: HashMap<String, String>,
    lines: Vec<String>,
}

impl Complaints {
    /// None yet, for pages of this server.
    pub fn new(address: &str) -> Self {
        Self { address: address.to_string(), requests: HashMap::new(), lines: Vec::new() }
    }

    /// One line each, and once although the page was opened again. They are gone from here then.
    pub fn take(&mut self) -> Vec<String> {
        let mut lines = std::mem::take(&mut self.lines);
        let mut seen = HashSet::new();
        lines.retain(|line| seen.insert(line.clone()));
        lines
    }

    /// Hears an event.
    pub fn take_in(&mut self, event: &Event) {
        let p = &event.params;
        match event.method.as_str() {
            "Runtime.consoleAPICalled" => {
                let kind = text(&p["type"]);
                if ["error", "warning", "assert"].contains(&kind) {
                    let words = p["args"].as_array().into_iter().flatten().map(argument);
                    let words: Vec<String> = words.collect();
                    self.lines.push(format!("console {kind}: {}", words.join(" ")));
                }
            }
            "Runtime.exceptionThrown" => {
                let details = &p["exceptionDetails"];
                let what = details["exception"]["description"].as_str();
                let what = what.unwrap_or_else(|| text(&details["text"]));
                let (url, line) = (text(&details["url"]), &details["lineNumber"]);
                self.lines.push(format!("uncaught: {what} ({url}:{line})"));
            }
            // What the browser itself logs. Failed requests come below, with more about them.
            "Log.entryAdded" => {
                let entry = &p["entry"];
                let level = text(&entry["level"]);
                if ["error", "warning"].contains(&level) && entry["source"] != "network" {
                    let (what, url) = (text(&entry["text"]), text(&entry["url"]));
                    self.lines.push(format!("browser {level}: {what} {url}"));
                }
            }
            "Network.requestWillBeSent" => self.asked(text(&p["requestId"]), &p["request"]["url"]),
            "Network.responseReceived" => {
                let (status, url) = (&p["response"]["status"], text(&p["response"]["url"]));
                if status.as_f64().is_some_and(|status| status >= 400.0) {
                    self.lines.push(format!("request failed with {status}: {url}"));
                }
            }
            // A request that the browser gave up because the page was left is no fault.
            "Network.loadingFailed" if p["canceled"] != true => {
                let url = self.requests.get(text(&p["requestId"]));
                let url = url.map_or("?", String::as_str);
                self.lines.push(format!("request failed with {}: {url}", text(&p["errorText"])));
            }
            _ => {}
        }
    }

    fn asked(&mut self, id: &str, url: &Value) {
        let url = text(url);
        self.requests.insert(id.to_string(), url.to_string());
        let of_the_page = ["data:", "blob:", "about:"].iter().any(|start| url.starts_with(start));
        if !of_the_page && !url.starts_with(&self.address) {
            self.lines.push(format!("asks for {url}, outside the site"));
        }
    }
}

fn argument(value: &Value) -> String {
    match &value["value"] {
        Value::Null => text(&value["description"]).to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
