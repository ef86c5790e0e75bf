//! Speed-up: a line for each kind of worker, beside the ideal one.

use super::bars::rounded;
use super::canvas::{Area, FONT, failed, fitted, ink, sheet, text, width};
use super::scale::{Scale, for_speed_up};
use crate::figure::{Figure, Unit};
use crate::format::value;
use crate::words::words;
use anyhow::Result;
use catalog::Lang;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{ChartBuilder, DashedLineSeries, IntoLogRange};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

const HEIGHT: u32 = 340;
/// Above the plane: what goes up.
const HEAD: u32 = 24;
/// Below the plane: the marks and what they count.
const AXIS: u32 = 44;
const GAP: i32 = 6;
/// From the plane to the labels of the lines: room for the leads.
const LEAD: i32 = 26;
/// For the label of a line, at most.
const LABEL: f64 = 230.0;
/// From one label to the next, at least.
const LINE: i32 = 18;

/// Draws them.
pub fn draw(figures: &[&Figure], lang: Lang) -> Result<String> {
    let lines = lines(figures, lang);
    let points = || lines.iter().flat_map(|line| &line.points);
    let mut workers: Vec<_> = points().map(|point| point.workers).collect();
    workers.sort_by(f64::total_cmp);
    workers.dedup();
    let most = workers.last().copied().unwrap_or(1.0);
    let low = points().map(|point| point.low).fold(1.0, f64::min);
    let high = points().map(|point| point.high).fold(most, f64::max);
    let up = for_speed_up(low, high);
    let across = Scale { range: 1.0..most.max(2.0), is_log: up.is_log, marks: workers };
    sheet(HEIGHT, |area| {
        let (x, y) = (across.range.clone(), up.range.clone());
        if up.is_log {
            draw_plane(area, &lines, [&across, &up], (x.log_scale(), y.log_scale()), lang)
        } else {
            draw_plane(area, &lines, [&across, &up], (x, y), lang)
        }
    })
}

/// One kind of worker.
struct Line {
    label: String,
    points: Vec<Point>,
}

/// How much faster so many are than one.
struct Point {
    workers: f64,
    low: f64,
    middle: f64,
    high: f64,
    decided: bool,
}

/// The figures by all of their names but the last part, which is the number of workers.
fn lines(figures: &[&Figure], lang: Lang) -> Vec<Line> {
    let mut kinds: Vec<(&str, Vec<(f64, &Figure)>)> = Vec::new();
    for figure in figures {
        let Some((kind, workers)) = figure.name.rsplit_once('.') else { continue };
        let Ok(workers) = workers.parse() else { continue };
        match kinds.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, of)) => of.push((workers, figure)),
            None => kinds.push((kind, vec![(workers, figure)])),
        }
    }
    let line = |(_, mut of): (_, Vec<(f64, &Figure)>)| {
        of.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (_, one) = of.iter().find(|(workers, _)| *workers == 1.0)?;
        let alone = one.value?.median;
        let points = of.iter().filter_map(|&(workers, figure)| {
            let time = figure.value?;
            let than = |time: f64| alone / time;
            let (low, high) = (than(time.high), than(time.low));
            let decided = figure.decided;
            Some(Point { workers, low, middle: than(time.median), high, decided })
        });
        Some(Line { label: one.label.get(lang).to_owned(), points: points.collect() })
    };
    kinds.into_iter().filter_map(line).collect()
}

fn draw_plane<X, Y>(
    area: &Area,
    lines: &[Line],
    [across, up]: [&Scale; 2],
    (x, y): (X, Y),
    lang: Lang,
) -> Result<()>
where
    X: AsRangedCoord<Value = f64>,
    X::CoordDescType: Ranged<ValueType = f64>,
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: Ranged<ValueType = f64>,
{
    let room = lines.iter().map(|line| width(&label(line, lang))).fold(60.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .margin_top(HEAD)
        .margin_right(room as i32 + LEAD + 2 * GAP)
        .margin_bottom(AXIS)
        .margin_left(5 * FONT as i32)
        .build_cartesian_2d(x, y)
        .map_err(failed)?;

    let (left, right) = (across.range.start, across.range.end);
    let (bottom, top) = (up.range.start, up.range.end);
    let upright = across.marks.iter().map(|&mark| [(mark, bottom), (mark, top)]);
    let level = up.marks.iter().map(|&mark| [(left, mark), (right, mark)]);
    let grid = upright.chain(level).map(|path| PathElement::new(path, ink(0.2)));
    chart.draw_series(grid).map_err(failed)?;
    // Dashes are cut between points, so there must be many.
    let ideal = (0..=100).map(|part| right.powf(f64::from(part) / 100.0)).map(|at| (at, at));
    let dashes = DashedLineSeries::new(ideal, 6, 5, ink(0.9).stroke_width(1));
    chart.draw_series(dashes).map_err(failed)?;
    for line in lines {
        let path: Vec<_> = line.points.iter().map(|point| (point.workers, point.middle)).collect();
        chart.draw_series([PathElement::new(path, ink(1.0).stroke_width(2))]).map_err(failed)?;
        let whisker = |point: &Point| {
            let ends = [point.low, point.high].map(|end| (point.workers, up.clamp(end)));
            PathElement::new(ends, ink(1.0))
        };
        chart.draw_series(line.points.iter().map(whisker)).map_err(failed)?;
    }

    let plane = chart.plotting_area();
    let mut ends = vec![(plane.map_coordinate(&(right, right)), None)];
    for (place, line) in lines.iter().enumerate() {
        for point in &line.points {
            mark(area, place, plane.map_coordinate(&(point.workers, point.middle)))?;
        }
        if let Some(last) = line.points.last() {
            ends.push((plane.map_coordinate(&(last.workers, last.middle)), Some(line)));
        }
    }
    let (edge, _) = plane.map_coordinate(&(right, bottom));
    draw_labels(area, ends, edge, lang)?;
    for &workers in &across.marks {
        let (x, y) = plane.map_coordinate(&(workers, bottom));
        text(area, lang, &rounded(workers, Unit::Count), (x, y + 3), HPos::Center, VPos::Top)?;
    }
    for &times in &up.marks {
        let (x, y) = plane.map_coordinate(&(left, times));
        let label = rounded(times, Unit::Times);
        text(area, lang, &label, (x - 2 * GAP, y), HPos::Right, VPos::Center)?;
    }
    let (x, y) = plane.map_coordinate(&(left, top));
    let title = words("speed-up over one", "与只用一个相比的加速比");
    text(area, lang, title.get(lang), (x, y - GAP), HPos::Left, VPos::Bottom)?;
    let (x, y) = ((x + edge) / 2, plane.map_coordinate(&(left, bottom)).1 + 20);
    text(area, lang, words("at once", "同时运行的数量").get(lang), (x, y), HPos::Center, VPos::Top)
}

/// Labels right of the plane, each led to by a thin line, and pushed apart where lines end close
/// together. The one without a line is the ideal.
fn draw_labels(
    area: &Area,
    mut ends: Vec<((i32, i32), Option<&Line>)>,
    edge: i32,
    lang: Lang,
) -> Result<()> {
    ends.sort_by_key(|&((_, y), _)| y);
    let mut places: Vec<i32> = Vec::new();
    for &((_, y), _) in &ends {
        let lowest = places.last().map_or(y, |last| y.max(last + LINE));
        places.push(lowest);
    }
    // What was pushed below the plane comes up again.
    let floor = (HEIGHT - AXIS) as i32;
    for (from_below, place) in places.iter_mut().rev().enumerate() {
        *place = (*place).min(floor - from_below as i32 * LINE);
    }
    for ((end, line), y) in ends.into_iter().zip(places) {
        let x = edge + LEAD;
        let lead =
            PathElement::new([(end.0 + GAP, end.1), (edge + GAP, end.1), (x - 2, y)], ink(0.4));
        area.draw(&lead).map_err(failed)?;
        let ideal = words("ideal", "理想").get(lang).to_owned();
        let label = line.map_or(ideal, |line| label(line, lang));
        text(area, lang, &label, (x, y), HPos::Left, VPos::Center)?;
    }
    Ok(())
}

/// A line's name, and what it comes to.
fn label(line: &Line, lang: Lang) -> String {
    let last = line.points.last().map(|last| match last.decided {
        true => value(last.middle, Unit::Times),
        false => words("undecided", "未定").get(lang).to_owned(),
    });
    format!("{}  {}", fitted(&line.label, LABEL), last.unwrap_or_default())
}

/// A line's own sign, so that no colour is needed to tell it from another.
fn mark(area: &Area, line: usize, (x, y): (i32, i32)) -> Result<()> {
    let (full, hollow) = (ink(1.0).filled(), ink(1.0).stroke_width(2));
    match line % 6 {
        0 => area.draw(&Circle::new((x, y), 4, full)),
        1 => area.draw(&Rectangle::new([(x - 4, y - 4), (x + 4, y + 4)], full)),
        2 => area.draw(&Circle::new((x, y), 5, hollow)),
        3 => area.draw(&Polygon::new([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)], full)),
        4 => area.draw(&Rectangle::new([(x - 5, y - 5), (x + 5, y + 5)], hollow)),
        _ => area.draw(&Polygon::new([(x, y - 6), (x + 5, y), (x, y + 6), (x - 5, y)], full)),
    }
    .map_err(failed)
}
