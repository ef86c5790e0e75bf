//! Draws a trace as SVG: the frame, the axis, and what the rows are drawn with.

mod legend;
mod rows;

use std::fmt::Write;

use crate::Lang;
use crate::axis::duration;
use crate::describe::{describe, title};
use crate::layout::{LEFT, Layout, RIGHT, WIDTH};
use crate::text::{escaped, width};
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

use rows::end_mark;

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

/// A number as SVG has it, with no more digits than can be seen.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
