//! Draws a trace in a terminal, in block characters.

use crate::Lang;
use crate::axis::Axis;
use crate::lanes::{Course, End, State, wakes};
use crate::layout::{Layout, MOST_LANES, RowKind};
use crate::text::fitted_cells;
use crate::trace::{LaneKind, Trace};
use catalog::cells;

/// Draws a trace in lines of at most so many cells. With `colour`, runs have the colour of their
/// thread; without, they are told by their characters alone.
pub fn terminal(trace: &Trace, lang: Lang, width: usize, colour: bool) -> String {
    let names = trace.lanes.iter().map(|lane| cells(&lane.name)).max().unwrap_or(0);
    let layout = Layout::new(trace);
    // Room for the words of the folded lanes, at least.
    let least = if trace.lanes.len() > MOST_LANES { 14 } else { 4 };
    let left = names.clamp(least, (width / 4).max(least)) + 3;
    let plot = width.saturating_sub(left).max(10);
    let moments = trace.events.iter().map(|event| event.at);
    // A cell is as wide as a least gap, so that turns that follow each other do not share one.
    let axis = Axis::in_cells(moments, plot);
    let screen = Screen { trace, lang, layout: &layout, axis, left, plot, colour };
    screen.draw()
}

struct Screen<'a> {
    trace: &'a Trace,
    lang: Lang,
    layout: &'a Layout,
    axis: Axis,
    /// Cells for the names.
    left: usize,
    /// Cells for the lanes.
    plot: usize,
    colour: bool,
}

/// The colours of threads: 256-colour codes near those of the picture.
const COLOURS: [u8; 4] = [32, 166, 29, 133];

impl Screen<'_> {
    fn draw(&self) -> String {
        let mut out = self.axis_lines();
        let mut arrows = vec![Vec::new(); self.trace.lanes.len()];
        for wake in wakes(self.trace) {
            arrows[wake.lane].push(wake.at);
        }
        for row in &self.layout.rows {
            match &row.kind {
                RowKind::Group(group) => {
                    let name = self.layout.group_name(self.trace, *group, self.lang);
                    out += &fitted_cells(&name, self.left + self.plot);
                    out.push('\n');
                }
                RowKind::Strip(..) => {}
                RowKind::Lane(lane, _) => self.lane(&mut out, *lane, &arrows[*lane]),
                RowKind::Folded(lanes) => self.folded(&mut out, lanes),
            }
        }
        out + &self.legend()
    }

    fn lane(&self, out: &mut String, lane: usize, woken: &[u64]) {
        let course = &self.layout.courses[lane];
        self.name(out, &self.trace.lanes[lane].name);
        let mut row = vec![Cell::EMPTY; self.plot];
        self.paint(&mut row, course, self.trace.lanes[lane].kind);
        for at in woken {
            let cell = &mut row[self.cell(*at)];
            // A run is never hidden: it is the fact that the wake led to.
            if cell.sign != '█' {
                *cell = Cell { sign: '↑', colour: None };
            }
        }
        if let Some((at, end)) = course.end {
            let sign = match end {
                End::Value => '┤',
                End::Panic => '✗',
                End::Cancel => '⊘',
            };
            let cell = (self.cell(at) + 1).min(self.plot - 1);
            row[cell] = Cell { sign, colour: None };
        }
        self.line(out, &row);
        self.spans(out, course);
    }

    /// The lane’s spans and moments, by their names below it, as far as there is room.
    fn spans(&self, out: &mut String, course: &Course) {
        if course.named.is_empty() || self.layout.courses.len() > 40 {
            return;
        }
        let mut line = " ".repeat(self.left);
        let mut used = 0;
        let mut any = false;
        for (index, named) in course.named.iter().enumerate() {
            let from = self.cell(named.from).max(used);
            let next = course.named.get(index + 1);
            let limit = next.map_or(self.plot, |next| self.cell(next.from));
            let sign = if named.from == named.to { "·" } else { "└" };
            let room = limit.saturating_sub(from + 1);
            let name = fitted_cells(&named.name, room.saturating_sub(1));
            if name.is_empty() {
                continue;
            }
            any = true;
            line += &" ".repeat(from - used);
            line += sign;
            line += &name;
            used = from + 1 + cells(&name);
        }
        if any {
            *out += line.trim_end();
            out.push('\n');
        }
    }

    fn folded(&self, out: &mut String, lanes: &[usize]) {
        let count = lanes.len();
        let name = match self.lang {
            Lang::En => format!("and {count} more"),
            Lang::Zh => format!("另有 {count} 条"),
        };
        self.name(out, &name);
        let mut row = vec![Cell::EMPTY; self.plot];
        for lane in lanes {
            let course = &self.layout.courses[*lane];
            self.paint(&mut row, course, self.trace.lanes[*lane].kind);
        }
        self.line(out, &row);
    }

    fn paint(&self, row: &mut [Cell], course: &Course, kind: LaneKind) {
        // What runs is painted last: it hides what shares its cell, and is never hidden.
        for wanted in [State::Waiting, State::Ready, State::Running] {
            for stretch in course.stretches.iter().filter(|stretch| stretch.state == wanted) {
                let (from, to) = (self.cell(stretch.from), self.cell(stretch.to));
                let cell = match stretch.state {
                    State::Running => {
                        let fills = &self.layout.fills;
                        let index = fills.iter().position(|fill| *fill == stretch.thread);
                        let index = if kind == LaneKind::Task { index.unwrap_or(0) } else { 0 };
                        let sign = if self.colour {
                            '█'
                        } else {
                            ['█', '▓', '▒', '▚'][index % 4]
                        };
                        Cell { sign, colour: Some(COLOURS[index % 4]) }
                    }
                    State::Ready => Cell { sign: '░', colour: None },
                    _ => Cell { sign: '─', colour: None },
                };
                row[from..to.max(from + 1).min(self.plot)].fill(cell);
            }
        }
    }

    fn name(&self, out: &mut String, name: &str) {
        let name = fitted_cells(name, self.left - 3);
        *out += "  ";
        *out += &name;
        *out += &" ".repeat(self.left - 2 - cells(&name));
    }

    fn line(&self, out: &mut String, row: &[Cell]) {
        let end = row.iter().rposition(|cell| cell.sign != ' ').map_or(0, |last| last + 1);
        let mut colour = None;
        for cell in &row[..end] {
            if self.colour && cell.colour != colour {
                colour = cell.colour;
                match colour {
                    Some(code) => *out += &format!("\x1b[38;5;{code}m"),
                    None => *out += "\x1b[0m",
                }
            }
            out.push(cell.sign);
        }
        if colour.is_some() {
            *out += "\x1b[0m";
        }
        out.push('\n');
    }

    /// The times, and below them the axis: `~` where it is stretched.
    fn axis_lines(&self) -> String {
        let mut times = String::new();
        let mut line: Vec<char> = vec!['─'; self.plot];
        for part in self.axis.stretched() {
            let (from, to) = (part.left as usize, (part.right.ceil() as usize).min(self.plot));
            line[from.min(to)..to].fill('~');
        }
        let mut used = 0;
        for tick in self.axis.ticks(10.0) {
            let cell = (tick.x as usize).min(self.plot - 1);
            if cell < used || cell + cells(&tick.label) > self.plot {
                continue;
            }
            times += &" ".repeat(cell - used);
            times += &tick.label;
            used = cell + cells(&tick.label);
            line[cell] = '┬';
        }
        let left = " ".repeat(self.left);
        format!("{left}{times}\n{left}{}\n", line.iter().collect::<String>())
    }

    fn legend(&self) -> String {
        let stretched = !self.axis.stretched().is_empty();
        let mut parts = match self.lang {
            Lang::En => vec!["█ runs", "░ ready", "─ waits", "↑ woken", "┤ ended"],
            Lang::Zh => vec!["█ 运行", "░ 就绪", "─ 等待", "↑ 被唤醒", "┤ 已结束"],
        };
        let has = |end: End| self.layout.courses.iter().any(|c| c.end.is_some_and(|e| e.1 == end));
        if has(End::Panic) {
            parts.push(if self.lang == Lang::En { "✗ panicked" } else { "✗ panic" });
        }
        if has(End::Cancel) {
            parts.push(if self.lang == Lang::En { "⊘ cancelled" } else { "⊘ 已取消" });
        }
        if stretched {
            let said = ["~ drawn wider than its time", "~ 画得比实际时间宽"];
            parts.push(said[usize::from(self.lang == Lang::Zh)]);
        }
        let mut out = String::new();
        let mut used = 0;
        for part in parts {
            if used > 0 && used + 3 + cells(part) > self.left + self.plot {
                out.push('\n');
                used = 0;
            }
            let gap = if used == 0 { "" } else { "   " };
            out += gap;
            out += part;
            used += cells(gap) + cells(part);
        }
        out + "\n"
    }

    fn cell(&self, at: u64) -> usize {
        (self.axis.x(at) as usize).min(self.plot - 1)
    }
}

#[derive(Clone, Copy)]
struct Cell {
    sign: char,
    colour: Option<u8>,
}

impl Cell {
    const EMPTY: Cell = Cell { sign: ' ', colour: None };
}
