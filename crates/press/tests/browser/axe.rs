//! Asks axe-core what of a page cannot be used by everyone.

use crate::tab::Tab;
use anyhow::Result;
use serde::Deserialize;

/// All of axe's own choice of rules, best practice included; nothing is left out.
const ALL: &str = "resultTypes: ['violations']";
/// Only the colours: for states that differ in nothing else from one that was looked at whole.
const CONTRAST: &str = "resultTypes: ['violations'], runOnly: ['color-contrast']";

#[derive(Deserialize)]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    target: String,
    why: String,
}

/// Every violation, one line for each rule with the first of the places. `state` says what was
/// looked at, such as "in the dark theme".
///
/// # Errors
/// axe does not run.
pub async fn faults(tab: &Tab, axe: &str, state: &str) -> Result<Vec<String>> {
    run(tab, axe, ALL, state).await
}

/// The same for colours alone.
///
/// # Errors
/// axe does not run.
pub async fn contrast_faults(tab: &Tab, axe: &str, state: &str) -> Result<Vec<String>> {
    run(tab, axe, CONTRAST, state).await
}

async fn run(tab: &Tab, axe: &str, options: &str, state: &str) -> Result<Vec<String>> {
    if !tab.eval::<bool>("typeof axe === 'object'").await? {
        tab.eval::<Option<bool>>(&format!("{axe}\n;null")).await?;
    }
    let ask = format!(
        "axe.run(document, {{ {options} }}).then((found) =>
            found.violations.map((rule) => ({{
                id: rule.id,
                help: rule.help,
                nodes: rule.nodes.map((node) => ({{
                    target: node.target.join(' '),
                    why: [...node.any, ...node.all, ...node.none]
                        .map((check) => check.message).join('; '),
                }})),
            }})))"
    );
    let violations: Vec<Violation> = tab.eval(&ask).await?;
    Ok(violations.iter().map(|rule| line(rule, state)).collect())
}

fn line(rule: &Violation, state: &str) -> String {
    let places =
        rule.nodes.iter().take(3).map(|node| format!("\n    {}: {}", node.target, node.why));
    let places: Vec<String> = places.collect();
    let (id, help, count) = (&rule.id, &rule.help, rule.nodes.len());
    format!("axe, {state}: {id}: {help} ({count} places){}", places.concat())
}
