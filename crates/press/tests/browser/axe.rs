//! Asks axe-core what of a page cannot be used by everyone.
//!
//! Contrast takes axe most of its time: it looks below each word, and a chapter has thousands of
//! coloured ones. What it finds follows from a word's own colours and from those below it. So
//! it is shown two words of each look, the first and the last of the page, and none is left out
//! whose colours no other has. A look that it found good on one page is good on the next one, at
//! that width: where a page has no other looks, axe is not asked for them.

use crate::tab::Tab;
use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// axe-core, and what it has found good.
pub struct Axe {
    text: String,
    looks: Mutex<BTreeSet<String>>,
}

/// All of axe's own choice of rules, best practice included; nothing is left out.
const ALL: &str = "resultTypes: ['violations']";
/// What a theme or another side of the listings can change: for states that differ in nothing else
/// from one that was looked at whole.
const LOOKS: &str = "resultTypes: ['violations'],
    runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']";

/// Opens the answers: what is closed axe does not see.
const OPEN: &str = "(() => {
    for (const closed of document.querySelectorAll('details:not([open])')) {
        closed.setAttribute('data-was-closed', '');
        closed.open = true;
    }
    return null;
})()";
const CLOSE: &str = "(() => {
    for (const opened of document.querySelectorAll('details[data-was-closed]')) {
        opened.open = false;
        opened.removeAttribute('data-was-closed');
    }
    return null;
})()";

/// Marks the words whose contrast is looked at, and gives their looks; `known` are those that were
/// looked at before. Two words have the same look if they have the same colour, size and weight, and
/// stand in the same boxes that paint something or lie over others.
const MARK: &str = "((known) => {
    const boxes = new Map([[null, '']]), looks = new Map();
    const box = (element) => {
        if (!boxes.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity,
                style.position, style.filter, style.mixBlendMode].join();
            const paints = own !== 'rgba(0, 0, 0, 0),none,1,static,none,normal';
            boxes.set(element, box(element.parentElement) + (paints ? '/' + own : ''));
        }
        return boxes.get(element);
    };
    const hasWords = (element) => element.matches('input, select, textarea') ||
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    // What a closed answer holds has a place, too, and is not shown.
    const isShown = (element) => element.checkVisibility() && element.getClientRects().length > 0;
    for (const old of document.querySelectorAll('[data-looked-at]')) {
        old.removeAttribute('data-looked-at');
    }
    for (const element of document.querySelectorAll('body, body *')) {
        if (!hasWords(element) || !isShown(element)) continue;
        const style = getComputedStyle(element);
        const look = [innerWidth, style.color, style.fontSize, style.fontWeight, style.textShadow,
            style.visibility, box(element)].join();
        if (!looks.has(look)) looks.set(look, []);
        looks.get(look).push(element);
    }
    // Not those that a reader would have to scroll to, sideways: of these axe says nothing.
    const isNear = (element) => {
        const box = element.getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth;
    };
    for (const [look, elements] of looks) {
        if (known.has(look)) continue;
        const near = elements.filter(isNear);
        const [first, ...others] = near.length > 0 ? near : elements;
        for (const element of [first, others.pop() ?? first]) {
            element.setAttribute('data-looked-at', '');
        }
    }
    return [...looks.keys()];
})";

/// Takes out of the programs the words that have no mark: a chapter has ten thousand of them, each an
/// element, and axe asks each by every rule whether it applies. They are coloured words and nothing
/// else, so their text stays as the program's own. Numbers of lines without a mark go for as long.
const THIN: &str = "(() => {
    window.whole = new Map();
    const isPlain = (element) => element.tagName === 'SPAN' && !element.hasAttribute('data-looked-at') &&
        [...element.attributes].every((attribute) => attribute.name === 'class') &&
        [...element.classList].every((name) => name.startsWith('hljs-') || name.endsWith('_'));
    for (const code of document.querySelectorAll('pre > code')) {
        if (!code.querySelector('span')) continue;
        const thin = code.cloneNode(true);
        for (const span of thin.querySelectorAll('span')) {
            if (isPlain(span)) span.replaceWith(...span.childNodes);
        }
        thin.normalize();
        window.whole.set(code, [...code.childNodes]);
        code.replaceChildren(...thin.childNodes);
    }
    for (const numbers of document.querySelectorAll('.numbers')) {
        window.whole.set(numbers, [...numbers.childNodes]);
        numbers.replaceChildren(...[...numbers.children].filter((number) => number.hasAttribute('data-looked-at')));
    }
    return document.querySelectorAll('body *').length;
})()";
const WHOLE: &str = "(() => {
    for (const [element, children] of window.whole) element.replaceChildren(...children);
    delete window.whole;
    return null;
})()";

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

impl Axe {
    /// From the text of axe-core.
    pub fn new(text: String) -> Self {
        Self { text, looks: Mutex::default() }
    }

    /// Every violation, one line for each rule with the first of the places. `state` says what was
    /// looked at, such as "in the dark theme".
    ///
    /// # Errors
    /// axe does not run.
    pub async fn faults(&self, tab: &Tab, state: &str) -> Result<Vec<String>> {
        let marked = self.mark(tab).await?;
        self.run(tab, ALL, state, marked).await
    }

    /// The same for what another theme or another side can change.
    ///
    /// # Errors
    /// axe does not run.
    pub async fn faults_of_looks(&self, tab: &Tab, state: &str) -> Result<Vec<String>> {
        let marked = self.mark(tab).await?;
        if marked.is_empty() {
            tab.eval::<Option<bool>>(CLOSE).await?;
            return Ok(Vec::new());
        }
        self.run(tab, LOOKS, state, marked).await
    }

    /// Opens the page's answers and marks words of each look that is not known: these looks.
    async fn mark(&self, tab: &Tab) -> Result<Vec<String>> {
        tab.eval::<Option<bool>>(OPEN).await?;
        let known = self.looks.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut looks: Vec<String> =
            tab.eval(&format!("{MARK}(new Set({}))", json!(known))).await?;
        ensure!(!looks.is_empty(), "no words are to be seen");
        looks.retain(|look| !known.contains(look));
        Ok(looks)
    }

    /// Asks axe of a page with marks, and closes the answers again.
    async fn run(
        &self,
        tab: &Tab,
        options: &str,
        state: &str,
        marked: Vec<String>,
    ) -> Result<Vec<String>> {
        if !tab.eval::<bool>("typeof axe === 'object'").await? {
            tab.eval::<Option<bool>>(&format!("{}\n;null", self.text)).await?;
        }
        tab.eval::<Option<bool>>(
            "axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-looked-at]' }] }), null",
        )
        .await?;
        tab.eval::<usize>(THIN).await?;
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
        tab.eval::<Option<bool>>(WHOLE).await?;
        tab.eval::<Option<bool>>(CLOSE).await?;
        if violations.is_empty() {
            self.looks.lock().unwrap_or_else(PoisonError::into_inner).extend(marked);
        }
        Ok(violations.iter().map(|rule| line(rule, state)).collect())
    }
}

fn line(rule: &Violation, state: &str) -> String {
    let places =
        rule.nodes.iter().take(3).map(|node| format!("\n    {}: {}", node.target, node.why));
    let places: Vec<String> = places.collect();
    let (id, help, count) = (&rule.id, &rule.help, rule.nodes.len());
    format!("axe, {state}: {id}: {help} ({count} places){}", places.concat())
}
