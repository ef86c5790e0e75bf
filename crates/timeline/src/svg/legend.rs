//! The legend: only what the picture shows.

use super::{Drawing, end_mark, number};
use crate::Lang;
use crate::lanes::{End, State, wakes};
use crate::layout::WIDTH;
use crate::text::{escaped, width};
use crate::trace::LaneKind;
use crate::words::thread_name;

/// An entry: the drawing of its sign around (0, 0), 22 wide, and its words.
pub struct Entry {
    sign: String,
    words: String,
}

const SIZE: f64 = 11.5;

/// The entries for what occurs in the picture.
pub fn entries(drawing: &Drawing<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |sign: String, en: &str, zh: &str| {
        let words = if drawing.lang == Lang::Zh { zh } else { en }.to_owned();
        entries.push(Entry { sign, words });
    };
    let (layout, ink, trace) = (&drawing.layout, drawing.ink, drawing.trace);
    let stretches = || layout.courses.iter().flat_map(|course| &course.stretches);
    let bar =
        |fill: &str| format!("<rect x=\"0\" y=\"-6\" width=\"20\" height=\"12\" fill=\"{fill}\"/>");
    if layout.fills.len() > 1 {
        for thread in layout.fills.iter().take(8) {
            let name = thread_name(trace, *thread);
            let sign = bar(&drawing.fill(LaneKind::Task, *thread));
            add(sign, &format!("runs on {name}"), &format!("在 {name} 上运行"));
        }
        if layout.fills.len() > 8 {
            let more = layout.fills.len() - 8;
            add(String::new(), &format!("and {more} more threads"), &format!("另有 {more} 个线程"));
        }
    } else if stretches().any(|stretch| stretch.state == State::Running) {
        add(bar(ink.runs[0]), "runs", "运行");
    }
    let thin = |fill: &str| {
        format!(
            "<rect x=\"0\" y=\"-3.5\" width=\"20\" height=\"7\" fill=\"{fill}\" stroke=\"{}\" \
             stroke-opacity=\".6\" stroke-width=\".8\"/>",
            ink.text
        )
    };
    if stretches().any(|stretch| stretch.state == State::Ready) {
        add(thin(&format!("url(#{}-q)", drawing.id)), "ready, not its turn yet", "就绪，还没轮到");
    }
    if stretches().any(|stretch| stretch.state == State::Waiting) {
        add(thin("none"), "waits", "等待");
    }
    let has_strips = layout.groups.iter().any(|group| !group.strips.is_empty());
    if has_strips {
        let sign = format!(
            "<path d=\"M0 0H20\" stroke=\"{}\" stroke-opacity=\".45\"/><rect x=\"5\" y=\"-3\" \
             width=\"6\" height=\"6\" fill=\"{}\"/>",
            ink.text, ink.runs[0]
        );
        add(sign, "the thread: busy, idle", "线程：忙、闲");
    }
    if layout.groups.iter().flat_map(|group| &group.strips).any(|strip| !strip.parked.is_empty()) {
        let sign = format!(
            "<rect x=\"0\" y=\"-2\" width=\"20\" height=\"4\" fill=\"none\" stroke=\"{}\" \
             stroke-opacity=\".6\" stroke-width=\".8\"/>",
            ink.text
        );
        add(sign, "its loop waits in the kernel", "事件循环在内核中等待");
    }
    if !wakes(trace).is_empty() {
        let sign = format!(
            "<path d=\"M10-8V4\" stroke=\"{}\" stroke-width=\".9\"/><path d=\"M10 7l-2.6-5h5.2z\"/>",
            ink.text
        );
        add(sign, "wakes", "唤醒");
    }
    let has = |end: End| layout.courses.iter().any(|c| c.end.is_some_and(|(_, e)| e == end));
    for (end, en, zh) in [
        (End::Value, "has ended", "已结束"),
        (End::Panic, "panicked", "panic"),
        (End::Cancel, "cancelled", "已取消"),
    ] {
        if has(end) {
            add(end_mark(end, 6.0, 0.0, 6.0, ink), en, zh);
        }
    }
    if !layout.axis.stretched().is_empty() {
        let sign = format!(
            "<rect x=\"0\" y=\"-7\" width=\"20\" height=\"14\" fill=\"{}\" fill-opacity=\".12\"/>\
             <path d=\"M0 5l1.7-2.5l3.3 5l3.3-5l3.4 5l3.3-5l3.3 5l1.7-2.5\" fill=\"none\" \
             stroke=\"{}\"/>",
            ink.shade, ink.text
        );
        add(sign, "drawn wider than its time", "画得比实际时间宽");
    }
    entries
}

/// Draws them in lines; returns the drawing, and where it ends.
pub fn draw(entries: &[Entry], top: f64) -> (String, f64) {
    let mut out = format!("<g class=\"tl-legend\" font-size=\"{SIZE}\">\n");
    let (mut x, mut y) = (18.0, top + 12.0);
    for entry in entries {
        let needs = 28.0 + width(&entry.words, SIZE);
        if x + needs > WIDTH - 8.0 && x > 18.0 {
            x = 18.0;
            y += 21.0;
        }
        out += &format!(
            "<g transform=\"translate({} {})\">{}<text x=\"26\" y=\"4\">{}</text></g>\n",
            number(x),
            number(y),
            entry.sign,
            escaped(&entry.words)
        );
        x += needs + 12.0;
    }
    out += "</g>\n";
    (out, y + 14.0)
}
