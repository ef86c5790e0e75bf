//! Draws a trace as SVG.

use std::fmt::Write;

use crate::Lang;
use crate::axis::duration;
use crate::describe::{describe, title};
use crate::lanes::{Course, End, Named, State, wakes};
use crate::layout::{LEFT, Layout, NAME_ROW, RIGHT, RowKind, WIDTH};
use crate::legend;
use crate::text::{escaped, fitted, width};
use crate::trace::{LaneKind, Trace};

/// Draws a trace for a page: its colours follow the page’s theme. Text and lines have the colour of
/// the text around; the fills are legible on light and dark, and a page may set its own by
/// `--tl-run-1` to `--tl-run-4`, `--tl-end`, `--tl-shade`.
pub fn svg(trace: &Trace, lang: Lang) -> String {
    Drawing::new(trace, lang, &WEB).draw()
}

/// The same for paper, where no style sheet reaches into a picture.
pub fn svg_for_print(trace: &Trace, lang: Lang) -> String {
    Drawing::new(trace, lang, &PRINT).draw()
}

/// The colours of a picture.
pub(crate) struct Ink {
    pub text: &'static str,
    pub runs: [&'static str; 4],
    pub over: &'static str,
    pub bad: &'static str,
    pub shade: &'static str,
}

/// From the palette of Okabe and Ito, which colour-blind eyes tell apart; on white and on dark
/// grey each has a contrast of 3 or more.
const WEB: Ink = Ink {
    text: "currentColor",
    runs: [
        "var(--tl-run-1,#0f78b8)",
        "var(--tl-run-2,#d55e00)",
        "var(--tl-run-3,#098a63)",
        "var(--tl-run-4,#b8609a)",
    ],
    over: "var(--tl-over,#fff)",
    bad: "var(--tl-end,#d55e00)",
    shade: "var(--tl-shade,currentColor)",
};

const PRINT: Ink = Ink {
    text: "#000000",
    runs: ["#0f78b8", "#d55e00", "#098a63", "#b8609a"],
    over: "#ffffff",
    bad: "#c04a00",
    shade: "#000000",
};

pub(crate) struct Drawing<'a> {
    pub trace: &'a Trace,
    pub lang: Lang,
    pub ink: &'a Ink,
    pub layout: Layout,
    pub out: String,
    /// Begins every id, so that several pictures can stand on one page.
    pub id: String,
}

impl Drawing<'_> {
    fn new<'a>(trace: &'a Trace, lang: Lang, ink: &'a Ink) -> Drawing<'a> {
        let name = format!("{}-{}", trace.listing, trace.side);
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let id = format!("tl-{}", name.chars().map(plain).collect::<String>());
        Drawing { trace, lang, ink, layout: Layout::new(trace), out: String::new(), id }
    }

    fn draw(mut self) -> String {
        let axis_y = self.layout.bottom + 4.0;
        let legend_y = axis_y + 30.0;
        let entries = legend::entries(&self);
        let (legend, height) = legend::draw(&entries, legend_y);
        let id = self.id.clone();
        let lang = if self.lang == Lang::Zh { "zh-Hans" } else { "en" };
        self.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" viewBox=\"0 0 {WIDTH} {}\" \
             role=\"img\" lang=\"{lang}\" aria-labelledby=\"{id}-t {id}-d\" font-size=\"13\" \
             font-family=\"system-ui, sans-serif\" fill=\"{}\">\n\
             <title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n",
            number(height),
            self.ink.text,
            escaped(&title(self.trace, self.lang)),
            escaped(&describe(self.trace, self.lang)),
        ));
        self.patterns();
        self.stretched(axis_y);
        self.axis(axis_y);
        for index in 0..self.layout.rows.len() {
            self.row(index);
        }
        self.wakes();
        let (top, bottom) = (number(self.layout.top - 4.0), number(axis_y));
        self.put(format_args!(
            "<line class=\"tl-cursor\" visibility=\"hidden\" x1=\"{LEFT}\" x2=\"{LEFT}\" y1=\"{top}\" \
             y2=\"{bottom}\" stroke=\"{}\" stroke-width=\"1.5\"/>\n",
            self.ink.text
        ));
        self.out.push_str(&legend);
        self.out.push_str("</svg>\n");
        self.out
    }

    /// What bars are filled with besides their colour, so that black and white print and every eye
    /// can tell threads apart; and the hatching of what is ready.
    fn patterns(&mut self) {
        let (id, over, text) = (self.id.clone(), self.ink.over, self.ink.text);
        let shapes = [
            "",
            "<path d=\"M-1 5L5-1M-1 11L11-1M5 11L11 5\" stroke=\"OVER\" stroke-width=\"1.4\"/>",
            "<circle cx=\"3\" cy=\"3\" r=\"1.2\" fill=\"OVER\"/><circle cx=\"8\" cy=\"8\" r=\"1.2\" fill=\"OVER\"/>",
            "<path d=\"M3 0V10M8 0V10\" stroke=\"OVER\" stroke-width=\"1.4\"/>",
        ];
        self.out.push_str("<defs>\n");
        for index in 0..self.layout.fills.len().clamp(1, 16) {
            let colour = self.ink.runs[index % 4];
            let shape = shapes[(index + index / 4) % 4].replace("OVER", over);
            self.put(format_args!(
                "<pattern id=\"{id}-f{index}\" width=\"10\" height=\"10\" \
                 patternUnits=\"userSpaceOnUse\"><rect width=\"10\" height=\"10\" \
                 fill=\"{colour}\"/>{shape}</pattern>\n"
            ));
        }
        self.put(format_args!(
            "<pattern id=\"{id}-q\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\">\
             <path d=\"M-1 5L5-1M-1 1L1-1M3 5L5 3\" stroke=\"{text}\" stroke-width=\".8\"/></pattern>\n\
             </defs>\n"
        ));
    }

    /// The fill of a lane while it runs on this thread.
    pub fn fill(&self, kind: LaneKind, thread: usize) -> String {
        let index = self.layout.fills.iter().position(|other| *other == thread).unwrap_or(0) % 16;
        if kind != LaneKind::Task || index == 0 {
            self.ink.runs[0].to_owned()
        } else {
            format!("url(#{}-f{index})", self.id)
        }
    }

    /// A shade behind each part of the axis that is wider than its time.
    fn stretched(&mut self, bottom: f64) {
        let top = self.layout.top - 4.0;
        for part in self.layout.axis.stretched().to_vec() {
            let said = match self.lang {
                Lang::En => format!("stretched: lasts {}", duration(part.lasts)),
                Lang::Zh => format!("已拉宽：实际 {}", duration(part.lasts)),
            };
            self.put(format_args!(
                "<rect class=\"tl-stretched\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" \
                 fill=\"{}\" fill-opacity=\".07\"><title>{said}</title></rect>\n",
                number(part.left),
                number(top),
                number(part.right - part.left),
                number(bottom - top),
                self.ink.shade,
            ));
        }
    }

    /// The axis below the lanes, and above them too where they are many.
    fn axis(&mut self, bottom: f64) {
        let top = self.layout.top - 4.0;
        let (ticks, text) = (self.layout.axis.ticks(64.0), self.ink.text);
        self.put(format_args!("<g class=\"tl-axis\" font-size=\"11\" text-anchor=\"middle\">\n"));
        self.axis_line(bottom);
        for tick in ticks {
            let x = number(tick.x);
            let half = width(&tick.label, 11.0) / 2.0;
            let label_x = number(tick.x.min(WIDTH - half - 2.0));
            self.put(format_args!(
                "<path d=\"M{x} {}V{}\" stroke=\"{text}\" stroke-opacity=\".16\"/>\
                 <path d=\"M{x} {}v5\" stroke=\"{text}\"/>\
                 <text x=\"{label_x}\" y=\"{}\">{}</text>\n",
                number(top),
                number(bottom),
                number(bottom),
                number(bottom + 17.0),
                tick.label,
            ));
            if top > 10.0 {
                self.put(format_args!(
                    "<text x=\"{label_x}\" y=\"{}\">{}</text>\n",
                    number(top - 7.0),
                    tick.label
                ));
            }
        }
        self.out.push_str("</g>\n");
    }

    /// The line of the axis: a zigzag where it is stretched.
    fn axis_line(&mut self, y: f64) {
        let mut path = format!("M{LEFT} {}", number(y));
        for part in self.layout.axis.stretched() {
            let _ = write!(path, "H{}", number(part.left));
            let teeth = ((part.right - part.left) / 6.0).max(1.0).floor();
            let step = (part.right - part.left) / teeth / 4.0;
            for _ in 0..teeth as usize {
                let (one, two) = (number(step), number(step * 2.0));
                let _ = write!(path, "l{one}-2.5l{two} 5l{one}-2.5");
            }
        }
        let _ = write!(path, "H{RIGHT}");
        let text = self.ink.text;
        self.put(format_args!("<path d=\"{path}\" fill=\"none\" stroke=\"{text}\"/>\n"));
    }

    fn row(&mut self, index: usize) {
        let row = &self.layout.rows[index];
        match &row.kind {
            RowKind::Group(group) => {
                let name = self.layout.group_name(self.trace, *group, self.lang);
                let y = row.y + 14.0;
                let name = fitted(&name, 12.0, WIDTH - 20.0);
                self.put(format_args!(
                    "<text class=\"tl-group\" x=\"8\" y=\"{}\" font-size=\"12\" \
                     font-weight=\"600\">{}</text>\n",
                    number(y),
                    escaped(&name)
                ));
            }
            RowKind::Strip(group, strip) => self.strip(row.y, *group, *strip),
            RowKind::Lane(lane, lines) => {
                let (lane, lines) = (*lane, lines.clone());
                self.lane(index, lane, &lines);
            }
            RowKind::Folded(lanes) => {
                let lanes = lanes.clone();
                self.folded(index, &lanes);
            }
        }
    }

    /// A thread: a thin line where its loop waits, thick where it runs somebody.
    fn strip(&mut self, y: f64, group: usize, strip: usize) {
        let strip = self.layout.groups[group].strips[strip].clone();
        let (middle, text) = (y + 7.0, self.ink.text);
        let name = &self.trace.threads[strip.thread].name;
        // The only thread of a group is named by the group.
        let named = self.layout.groups[group].strips.len() > 1;
        self.out.push_str("<g class=\"tl-strip\">\n");
        if named {
            let name = fitted(name, 10.5, LEFT - 24.0);
            self.put(format_args!(
                "<text x=\"{}\" y=\"{}\" font-size=\"10.5\" text-anchor=\"end\" \
                 fill-opacity=\".8\">{}</text>\n",
                LEFT - 8.0,
                number(middle + 3.5),
                escaped(&name)
            ));
        }
        self.put(format_args!(
            "<path d=\"M{LEFT} {}H{RIGHT}\" stroke=\"{text}\" stroke-opacity=\".45\"/>\n",
            number(middle)
        ));
        let fill = self.fill(LaneKind::Task, strip.thread);
        for (from, to) in strip.busy {
            let (left, right) = self.span_x(from, to, 1.0);
            self.rect(left, middle - 3.0, right - left, 6.0, &format!("fill=\"{fill}\""));
        }
        self.names(&strip.named, middle + 5.0, &vec![0; strip.named.len()]);
        self.out.push_str("</g>\n");
    }

    fn lane(&mut self, index: usize, lane: usize, lines: &[usize]) {
        let (y, pitch) = (self.layout.rows[index].y, self.layout.pitch);
        let kind = self.trace.lanes[lane].kind;
        let course = self.layout.courses[lane].clone();
        let middle = y + pitch / 2.0;
        let size = (pitch * 0.72).min(13.0);
        let name = &self.trace.lanes[lane].name;
        let shown = fitted(name, size, LEFT - 26.0);
        self.put(format_args!(
            "<g class=\"tl-lane\" data-lane=\"{lane}\"><title>{}</title>\n\
             <text x=\"18\" y=\"{}\" font-size=\"{}\">{}</text>\n",
            escaped(name),
            number(middle + size * 0.36),
            number(size),
            escaped(&shown),
        ));
        self.waits(&course, middle);
        self.runs(&course, middle, kind);
        self.end(&course, middle);
        if !lines.is_empty() {
            self.names(&course.named, y + pitch - 2.0, lines);
        }
        self.out.push_str("</g>\n");
    }

    /// Waiting is hollow, ready is hatched; both are thinner than running.
    fn waits(&mut self, course: &Course, middle: f64) {
        let half = self.layout.pitch * 0.14;
        let (id, text) = (self.id.clone(), self.ink.text);
        for stretch in &course.stretches {
            let (fill, class) = match stretch.state {
                State::Ready => (format!("url(#{id}-q)"), "tl-ready"),
                State::Waiting => ("none".to_owned(), "tl-waiting"),
                _ => continue,
            };
            let (left, right) = self.span_x(stretch.from, stretch.to, 0.0);
            if self.is_dense() && stretch.state == State::Waiting {
                self.put(format_args!(
                    "<path class=\"{class}\" d=\"M{} {}H{}\" stroke=\"{text}\" \
                     stroke-opacity=\".45\"/>\n",
                    number(left),
                    number(middle),
                    number(right)
                ));
                continue;
            }
            let style = format!(
                "class=\"{class}\" fill=\"{fill}\" stroke=\"{text}\" stroke-opacity=\".6\" \
                 stroke-width=\".8\""
            );
            self.rect(left, middle - half, right - left, half * 2.0, &style);
        }
    }

    fn runs(&mut self, course: &Course, middle: f64, kind: LaneKind) {
        let half = self.layout.pitch * 0.31;
        for stretch in course.stretches.iter().filter(|s| s.state == State::Running) {
            let (left, right) = self.span_x(stretch.from, stretch.to, 1.0);
            let fill = self.fill(kind, stretch.thread);
            let style = format!("class=\"tl-run\" fill=\"{fill}\"");
            self.rect(left, middle - half, right - left, half * 2.0, &style);
        }
    }

    fn end(&mut self, course: &Course, middle: f64) {
        let Some((at, end)) = course.end else { return };
        let x = self.layout.axis.x(at);
        let mut mark = end_mark(end, x, middle, self.layout.pitch * 0.31, self.ink);
        if self.is_dense() {
            mark = mark.replace("stroke-width=\"2\"", "stroke-width=\"1\"");
        }
        self.out.push_str(&mark);
    }

    /// Spans as brackets below the bar, moments as triangles, each with its name if there is room.
    fn names(&mut self, all: &[Named], top: f64, lines: &[usize]) {
        let text = self.ink.text;
        let mut used = vec![LEFT; lines.iter().max().map_or(0, |most| most + 1)];
        for (position, (named, line)) in all.iter().zip(lines).enumerate() {
            let y = top + *line as f64 * NAME_ROW;
            let (left, right) = (self.layout.axis.x(named.from), self.layout.axis.x(named.to));
            // To the next name on the same line.
            let mut later = all.iter().zip(lines).skip(position + 1);
            let next = later.find(|(_, other)| *other == line);
            let limit = next.map_or(WIDTH - 2.0, |(next, _)| self.layout.axis.x(next.from) - 3.0);
            let (mut label_x, room) = if named.from == named.to {
                self.put(format_args!(
                    "<path class=\"tl-mark\" d=\"M{} {}l-3.5 6h7z\"/>\n",
                    number(left),
                    number(y + 1.0)
                ));
                (left + 6.0, limit - left - 6.0)
            } else {
                self.put(format_args!(
                    "<path class=\"tl-span\" d=\"M{} {}v3H{}v-3\" fill=\"none\" stroke=\"{text}\" \
                     stroke-opacity=\".8\"/>\n",
                    number(left + 0.5),
                    number(y),
                    number((right - 0.5).max(left + 1.0))
                ));
                (left + 1.0, limit - left - 1.0)
            };
            let label = fitted(&named.name, 10.0, room);
            // A moment near the right end has its name on the left, if it is free there.
            let before = label_x - 12.0 - width(&named.name, 10.0);
            let mut anchor = "";
            if label != named.name && named.from == named.to && before > used[*line] {
                (label_x, anchor) = (label_x - 12.0, " text-anchor=\"end\"");
            }
            let label = if anchor.is_empty() { label } else { named.name.clone() };
            used[*line] = label_x + width(&label, 10.0);
            self.put(format_args!(
                "<text x=\"{}\" y=\"{}\" font-size=\"10\"{anchor}><title>{}</title>{}</text>\n",
                number(label_x),
                number(y + if named.from == named.to { 8.0 } else { 12.0 }),
                escaped(&named.name),
                escaped(&label)
            ));
        }
    }

    /// All lanes without a row of their own, as one: when any of them ran.
    fn folded(&mut self, index: usize, lanes: &[usize]) {
        let row = &self.layout.rows[index];
        let middle = row.y + row.height / 2.0;
        let count = lanes.len();
        let said = match self.lang {
            Lang::En => format!("and {count} more"),
            Lang::Zh => format!("另有 {count} 条"),
        };
        self.put(format_args!(
            "<g class=\"tl-folded\"><text x=\"18\" y=\"{}\" font-size=\"12\" \
             font-style=\"italic\">{said}</text>\n",
            number(middle + 4.0)
        ));
        let mut threads: Vec<usize> = lanes
            .iter()
            .flat_map(|lane| self.layout.courses[*lane].stretches.iter())
            .filter(|stretch| stretch.state == State::Running)
            .map(|stretch| stretch.thread)
            .collect();
        threads.sort_unstable();
        threads.dedup();
        for thread in threads {
            let fill = self.fill(LaneKind::Task, thread);
            for (from, to) in crate::lanes::busy(&self.layout.courses, lanes, thread) {
                let (left, right) = self.span_x(from, to, 1.0);
                self.rect(left, middle - 5.0, right - left, 10.0, &format!("fill=\"{fill}\""));
            }
        }
        self.out.push_str("</g>\n");
    }

    /// An arrow from whoever wakes to whoever is woken.
    fn wakes(&mut self) {
        self.out.push_str("<g class=\"tl-wakes\">\n");
        let (pitch, text) = (self.layout.pitch, self.ink.text);
        for wake in wakes(self.trace) {
            let Some(to) = self.layout.row_of(wake.lane) else { continue };
            let to_y = self.layout.middle(to);
            let from = match wake.by {
                Some(by) => self.layout.row_of(by),
                None => self.layout.strip_of(wake.thread),
            };
            let Some(from_y) = from.map(|row| self.layout.middle(row)) else { continue };
            let x = number(self.layout.axis.x(wake.at));
            if wake.by == Some(wake.lane) {
                let y = number(to_y - pitch * 0.31);
                self.put(format_args!(
                    "<path class=\"tl-wake\" d=\"M{x} {y}c-7-9 7-9 2-1\" fill=\"none\" \
                     stroke=\"{text}\"/>\n"
                ));
                continue;
            }
            if (to_y - from_y).abs() < 1.0 {
                continue;
            }
            let down = if to_y > from_y { 1.0 } else { -1.0 };
            let tip = to_y - down * pitch * 0.14;
            // The runtime’s strip is far away then, and known: a short arrow says enough.
            let short = self.is_dense() && wake.by.is_none();
            let tail = if short { tip - down * pitch } else { from_y };
            self.put(format_args!(
                "<path class=\"tl-wake\" d=\"M{x} {}V{}\" stroke=\"{text}\" stroke-width=\".9\"/>\
                 <path d=\"M{x} {}l-2.6 {}h5.2z\"/>\n",
                number(tail),
                number(tip - down * 4.0),
                number(tip),
                number(-down * 5.0),
            ));
        }
        self.out.push_str("</g>\n");
    }

    /// Whether there are so many lanes that long arrows and hollow bars would run together.
    fn is_dense(&self) -> bool {
        self.layout.pitch < 16.0
    }

    /// Both ends of a stretch, at least so far apart.
    fn span_x(&self, from: u64, to: u64, least: f64) -> (f64, f64) {
        let (left, right) = (self.layout.axis.x(from), self.layout.axis.x(to));
        (left, right.max(left + least))
    }

    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, style: &str) {
        self.put(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {style}/>\n",
            number(x),
            number(y),
            number(width),
            number(height)
        ));
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        self.out.write_fmt(text).expect("writing to a string cannot fail");
    }
}

/// The sign for an end: a bar for a value, a cross for a panic, a crossed circle for a cancel.
pub(crate) fn end_mark(end: End, x: f64, y: f64, half: f64, ink: &Ink) -> String {
    let r = half.min(5.5);
    let (text, bad) = (ink.text, ink.bad);
    match end {
        End::Value => format!(
            "<path class=\"tl-ended\" d=\"M{} {}v{}\" stroke=\"{text}\" stroke-width=\"2\"/>\n",
            number(x + 1.0),
            number(y - half - 1.5),
            number(half * 2.0 + 3.0)
        ),
        End::Panic => format!(
            "<path class=\"tl-panicked\" d=\"M{} {}l{d} {d}m0-{d}l-{d} {d}\" stroke=\"{bad}\" \
             stroke-width=\"2.6\"/>\n",
            number(x + 3.0),
            number(y - r),
            d = number(r * 2.0)
        ),
        End::Cancel => format!(
            "<g class=\"tl-cancelled\" fill=\"none\" stroke=\"{bad}\" stroke-width=\"2\">\
             <circle cx=\"{}\" cy=\"{}\" r=\"{}\"/><path d=\"M{} {}l{d} -{d}\"/></g>\n",
            number(x + r + 1.5),
            number(y),
            number(r),
            number(x + 1.5 + r * 0.3),
            number(y + r * 0.7),
            d = number(r * 1.4)
        ),
    }
}

/// A number as SVG has it, with no more digits than can be seen.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
