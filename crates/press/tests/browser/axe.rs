//! Asks axe-core what of a page cannot be used by everyone.
//!
//! Contrast takes axe most of its time: it looks below each word, and a chapter has thousands of
//! coloured ones. What it finds follows from a word's own colours and from those below it. So
//! it is shown two words of each look, the first and the last of the page, and none is left out
//! whose colours no other has.

use crate::tab::Tab;
use anyhow::{Result, ensure};
use serde::Deserialize;

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

/// Marks the words whose contrast is looked at. Two have the same look if they have the same
/// colour, size and weight, and stand in the same boxes that paint something or lie over others.
const MARK: &str = "(() => {
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
        const look = [style.color, style.fontSize, style.fontWeight, style.textShadow,
            style.visibility, box(element)].join();
        if (!looks.has(look)) looks.set(look, []);
        looks.get(look).push(element);
    }
    // Not those that a reader would have to scroll to, sideways: of these axe says nothing.
    const isNear = (element) => {
        const box = element.getBoundingClientRect();
        return box.left >= 0 && box.right <= innerWidth;
    };
    for (const elements of looks.values()) {
        const near = elements.filter(isNear);
        const [first, ...others] = near.length > 0 ? near : elements;
        for (const element of [first, others.pop() ?? first]) {
            element.setAttribute('data-looked-at', '');
        }
    }
    axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-looked-at]' }] });
    return looks.size;
})()";

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

/// Every violation, one line for each rule with the first of the places. `state` says what was
/// looked at, such as "in the dark theme".
///
/// # Errors
/// axe does not run.
pub async fn faults(tab: &Tab, axe: &str, state: &str) -> Result<Vec<String>> {
    run(tab, axe, ALL, state).await
}

/// The same for what another theme or another side can change.
///
/// # Errors
/// axe does not run.
pub async fn faults_of_looks(tab: &Tab, axe: &str, state: &str) -> Result<Vec<String>> {
    run(tab, axe, LOOKS, state).await
}

async fn run(tab: &Tab, axe: &str, options: &str, state: &str) -> Result<Vec<String>> {
    if !tab.eval::<bool>("typeof axe === 'object'").await? {
        tab.eval::<Option<bool>>(&format!("{axe}\n;null")).await?;
    }
    tab.eval::<Option<bool>>(OPEN).await?;
    let looks: usize = tab.eval(MARK).await?;
    ensure!(looks > 0, "no words are to be seen");
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
    Ok(violations.iter().map(|rule| line(rule, state)).collect())
}

fn line(rule: &Violation, state: &str) -> String {
    let places =
        rule.nodes.iter().take(3).map(|node| format!("\n    {}: {}", node.target, node.why));
    let places: Vec<String> = places.collect();
    let (id, help, count) = (&rule.id, &rule.help, rule.nodes.len());
    format!("axe, {state}: {id}: {help} ({count} places){}", places.concat())
}
