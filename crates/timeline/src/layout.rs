//! Where each row of the picture stands.

use crate::axis::Axis;
use crate::groups::{Group, Place, groups};
use crate::lanes::{Course, courses};
use crate::trace::{LaneKind, Trace, What};

/// The width of every picture.
pub const WIDTH: f64 = 800.0;
/// Where the lanes begin: left of it stand the names.
pub const LEFT: f64 = 156.0;
/// Where they end.
pub const RIGHT: f64 = 786.0;
/// More lanes than this are folded.
pub const MOST_LANES: usize = 200;
/// How many are drawn one by one when there are more.
const UNFOLDED: usize = 180;
/// The height of a row of names of spans.
pub const NAME_ROW: f64 = 14.0;

/// The rows of a picture, from top to bottom.
pub struct Layout {
    pub courses: Vec<Course>,
    pub groups: Vec<Group>,
    pub axis: Axis,
    pub rows: Vec<Row>,
    /// The threads that ran a task: each has a fill of its own.
    pub fills: Vec<usize>,
    /// The rows’ upper and lower end.
    pub top: f64,
    pub bottom: f64,
    /// The height of a lane’s bar together with the space around it.
    pub pitch: f64,
}

/// One row.
pub struct Row {
    pub y: f64,
    pub height: f64,
    pub kind: RowKind,
}

/// What stands in a row.
pub enum RowKind {
    /// The name of a group; its index.
    Group(usize),
    /// A thread of a group: indexes of the group and of its strip.
    Strip(usize, usize),
    /// A lane, and on which line below its bar each of its names stands, if names are shown.
    Lane(usize, Vec<usize>),
    /// All lanes for which there is no room.
    Folded(Vec<usize>),
}

impl Layout {
    pub fn new(trace: &Trace) -> Layout {
        let courses = courses(trace);
        let groups = groups(trace, &courses);
        let axis = Axis::new(moments(trace), LEFT, RIGHT);
        let fills = fills(trace, &groups);
        let count = trace.lanes.len();
        let pitch = match count {
            0..=12 => 26.0,
            13..=40 => 19.0,
            41..=100 => 14.0,
            _ => 11.0,
        };
        let top = if count > 25 { 30.0 } else { 8.0 };
        let mut layout =
            Layout { courses, groups, axis, rows: Vec::new(), fills, top, bottom: top, pitch };
        layout.add_rows(count);
        layout
    }

    /// The row of a lane; the folded one for a lane without a row of its own.
    pub fn row_of(&self, lane: usize) -> Option<&Row> {
        self.rows.iter().find(|row| match &row.kind {
            RowKind::Lane(other, _) => *other == lane,
            RowKind::Folded(lanes) => lanes.contains(&lane),
            _ => false,
        })
    }

    /// The row of a thread.
    pub fn strip_of(&self, thread: usize) -> Option<&Row> {
        self.rows.iter().find(|row| match row.kind {
            RowKind::Strip(group, strip) => self.groups[group].strips[strip].thread == thread,
            _ => false,
        })
    }

    /// The middle of a lane’s bar.
    pub fn middle(&self, row: &Row) -> f64 {
        match row.kind {
            RowKind::Lane(..) => row.y + self.pitch / 2.0,
            RowKind::Strip(..) => row.y + 7.0,
            _ => row.y + row.height / 2.0,
        }
    }

    fn add_rows(&mut self, count: usize) {
        let shown = if count > MOST_LANES { UNFOLDED } else { count };
        let (mut drawn, mut folded) = (0, Vec::new());
        for group in 0..self.groups.len() {
            let lanes = self.groups[group].lanes.clone();
            if drawn >= shown && !lanes.is_empty() {
                folded.extend(lanes);
                continue;
            }
            self.add(20.0, RowKind::Group(group));
            for strip in 0..self.groups[group].strips.len() {
                let is_named = !self.groups[group].strips[strip].named.is_empty();
                self.add(if is_named { 27.0 } else { 15.0 }, RowKind::Strip(group, strip));
            }
            for lane in lanes {
                if drawn >= shown {
                    folded.push(lane);
                    continue;
                }
                drawn += 1;
                let lines = if count <= 40 { self.name_lines(lane) } else { Vec::new() };
                let below = lines.iter().max().map_or(0.0, |most| (most + 1) as f64 * NAME_ROW);
                self.add(self.pitch + below, RowKind::Lane(lane, lines));
            }
            self.bottom += 5.0;
        }
        if !folded.is_empty() {
            self.add(26.0, RowKind::Folded(folded));
        }
    }

    fn add(&mut self, height: f64, kind: RowKind) {
        self.rows.push(Row { y: self.bottom, height, kind });
        self.bottom += height;
    }

    /// Names that overlap in time stand on lines of their own.
    fn name_lines(&self, lane: usize) -> Vec<usize> {
        let mut free: Vec<f64> = Vec::new();
        let place = |named: &crate::lanes::Named| {
            let left = self.axis.x(named.from);
            let right = self.axis.x(named.to);
            // A moment’s name stands beside it.
            let right = if named.from == named.to {
                left + 12.0 + crate::text::width(&named.name, 10.0)
            } else {
                right
            };
            let line = free.iter().position(|end| *end <= left + 0.01).unwrap_or(free.len());
            if line == free.len() {
                free.push(right);
            } else {
                free[line] = right;
            }
            line
        };
        self.courses[lane].named.iter().map(place).collect()
    }

    /// The words for a group’s row.
    pub fn group_name(&self, trace: &Trace, group: usize, lang: crate::Lang) -> String {
        let zh = lang == crate::Lang::Zh;
        let several = trace.processes.len() > 1;
        let of = |process: usize| {
            let name = &trace.processes[process].name;
            match (several, zh) {
                (false, _) => String::new(),
                (true, false) => format!(" of process {name}"),
                (true, true) => format!("（进程 {name}）"),
            }
        };
        match (self.groups[group].place, zh) {
            (Place::Thread(thread), false) => {
                let thread = &trace.threads[thread];
                format!("thread {}{}", thread.name, of(thread.process))
            }
            (Place::Thread(thread), true) => {
                let thread = &trace.threads[thread];
                format!("线程 {}{}", thread.name, of(thread.process))
            }
            (Place::Pool(process), false) => {
                let count = self.groups[group].strips.len();
                format!("tasks that share {count} threads{}", of(process))
            }
            (Place::Pool(process), true) => {
                let count = self.groups[group].strips.len();
                format!("共用 {count} 个线程的任务{}", of(process))
            }
            (Place::Threads(process), false) => format!("threads{}", of(process)),
            (Place::Threads(process), true) => format!("线程{}", of(process)),
            (Place::Processes, false) => "processes".to_owned(),
            (Place::Processes, true) => "进程".to_owned(),
        }
    }
}

/// The moments that need a place of their own: what is drawn.
fn moments(trace: &Trace) -> impl Iterator<Item = u64> {
    let last = trace.events.len().saturating_sub(1);
    trace.events.iter().enumerate().filter_map(move |(index, event)| {
        let unseen = matches!(event.what, What::Dropped { .. } | What::Parked | What::Unparked);
        (!unseen || index == last).then_some(event.at)
    })
}

/// The threads that ran a task, in the order of the strips.
fn fills(trace: &Trace, groups: &[Group]) -> Vec<usize> {
    let mut fills = Vec::new();
    for group in groups {
        let tasks = group.lanes.iter().any(|lane| trace.lanes[*lane].kind == LaneKind::Task);
        for strip in group.strips.iter().filter(|_| tasks) {
            if !strip.busy.is_empty() && !fills.contains(&strip.thread) {
                fills.push(strip.thread);
            }
        }
    }
    fills
}
