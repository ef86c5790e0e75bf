//! The rows of the picture: groups, threads, lanes with their turns and names, and the wakes
//! between them.

use super::{Drawing, Ink, number};
use crate::Lang;
use crate::lanes::{Course, End, Named, State, busy, wakes};
use crate::layout::{LEFT, NAME_ROW, RIGHT, RowKind, WIDTH};
use crate::text::{escaped, fitted, width};
use crate::trace::LaneKind;

impl Drawing<'_> {
    /// Draws a row of any kind.
    pub(super) fn row(&mut self, index: usize) {
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
        for (from, to) in strip.parked {
            let (left, right) = self.span_x(from, to, 0.0);
            let style = format!(
                "class=\"tl-parked\" fill=\"none\" stroke=\"{text}\" stroke-opacity=\".6\" \
                 stroke-width=\".8\""
            );
            self.rect(left, middle - 2.0, right - left, 4.0, &style);
        }
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
            for (from, to) in busy(&self.layout.courses, lanes, thread) {
                let (left, right) = self.span_x(from, to, 1.0);
                self.rect(left, middle - 5.0, right - left, 10.0, &format!("fill=\"{fill}\""));
            }
        }
        self.out.push_str("</g>\n");
    }

    /// An arrow from whoever wakes to whoever is woken.
    pub(super) fn wakes(&mut self) {
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
