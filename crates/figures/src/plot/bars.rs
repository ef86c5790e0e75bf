//! A bar for each figure, with a line over the middle half of its values.

use super::canvas::{Area, FONT, WIDTH, failed, fitted, ink, sheet, text, width};
use super::scale::{Scale, for_bars};
use crate::figure::{Figure, Kind, Unit};
use crate::format::value;
use crate::words::words;
use anyhow::Result;
use catalog::Lang;
use plotters::coord::ranged1d::{AsRangedCoord, Ranged};
use plotters::element::{PathElement, Rectangle};
use plotters::prelude::{ChartBuilder, IntoLogRange};
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

/// Of one bar and its distance to the next.
const ROW: u32 = 24;
/// Below the bars of a unit: its marks and what it counts.
const AXIS: u32 = 44;
/// Below all: how to read it.
const LEGEND: u32 = 22;
/// Labels that are longer stand in two lines.
const LABEL: f64 = 270.0;
const GAP: i32 = 6;

/// Draws them, those of each unit on an axis of its own.
pub fn draw(figures: &[&Figure], lang: Lang) -> Result<String> {
    let mut panels: Vec<Vec<&Figure>> = Vec::new();
    for &figure in figures {
        match panels.iter_mut().find(|panel| is_alike(panel[0], figure)) {
            Some(panel) => panel.push(figure),
            None => panels.push(vec![figure]),
        }
    }
    let heights = panels.iter().map(|panel| panel.len() as u32 * ROW + AXIS);
    sheet(heights.sum::<u32>() + LEGEND, |area| {
        let mut left = area.clone();
        for panel in &panels {
            let (upper, lower) = left.split_vertically(panel.len() as u32 * ROW + AXIS);
            let scale = for_bars(&values(panel));
            let Scale { range, is_log, .. } = scale.clone();
            if is_log {
                draw_panel([area, &upper], panel, &scale, range.log_scale(), lang)?;
            } else {
                draw_panel([area, &upper], panel, &scale, range, lang)?;
            }
            left = lower;
        }
        let legend = words(
            "Bar: median. Line: the middle half of the rounds. Hollow: undecided.",
            "条：中位数。线：居中的一半测量结果的范围。空心：未定。",
        );
        text(&left, lang, legend.get(lang), (WIDTH as i32 / 2, 4), HPos::Center, VPos::Top)
    })
}

fn is_alike(one: &Figure, other: &Figure) -> bool {
    (one.unit, one.kind) == (other.unit, other.kind)
}

fn values(figures: &[&Figure]) -> Vec<f64> {
    figures.iter().filter_map(|it| it.value).flat_map(|it| [it.median, it.high]).collect()
}

/// Bars and marks are drawn in the panel, text on the whole sheet: where a value is drawn, the
/// panel tells in the sheet's pixels.
fn draw_panel<X>(
    [area, panel]: [&Area; 2],
    figures: &[&Figure],
    scale: &Scale,
    range: X,
    lang: Lang,
) -> Result<()>
where
    X: AsRangedCoord<Value = f64>,
    X::CoordDescType: Ranged<ValueType = f64>,
{
    let labels: Vec<_> = figures.iter().map(|figure| in_lines(figure.label.get(lang))).collect();
    let widest = labels.iter().flatten().map(|line| width(line)).fold(0.0, f64::max);
    let says: Vec<_> = figures.iter().map(|figure| said(figure, lang)).collect();
    let room = says.iter().map(|text| width(text)).fold(60.0, f64::max);
    let count = figures.len() as f64;
    let mut chart = ChartBuilder::on(panel)
        .margin_left(widest as i32 + 2 * GAP)
        .margin_right(room as i32 + 2 * GAP)
        .margin_bottom(AXIS)
        .build_cartesian_2d(range, count..0.0)
        .map_err(failed)?;

    let grid =
        scale.marks.iter().map(|&mark| PathElement::new([(mark, 0.0), (mark, count)], ink(0.2)));
    chart.draw_series(grid).map_err(failed)?;
    for (place, figure) in figures.iter().enumerate() {
        let (top, middle, bottom) = (place as f64 + 0.2, place as f64 + 0.5, place as f64 + 0.8);
        let Some(summary) = figure.value else { continue };
        let [low, median, high] =
            [summary.low, summary.median, summary.high].map(|it| scale.clamp(it));
        let corners = [(scale.range.start, top), (median, bottom)];
        let bar = if figure.decided { ink(0.35).filled() } else { ink(0.8).into() };
        chart.draw_series([Rectangle::new(corners, bar)]).map_err(failed)?;
        let ends = [low, high].map(|end| [(end, middle - 0.15), (end, middle + 0.15)].to_vec());
        let whisker = [vec![(low, middle), (high, middle)]].into_iter().chain(ends);
        chart.draw_series(whisker.map(|path| PathElement::new(path, ink(1.0)))).map_err(failed)?;
    }

    let plane = chart.plotting_area();
    for (place, lines) in labels.iter().enumerate() {
        let (x, y) = plane.map_coordinate(&(scale.range.start, place as f64 + 0.5));
        let first = y - (lines.len() as i32 - 1) * FONT as i32 / 2;
        for (line, label) in lines.iter().enumerate() {
            let y = first + line as i32 * FONT as i32;
            text(area, lang, label, (x - GAP, y), HPos::Right, VPos::Center)?;
        }
        let end = figures[place].value.map_or(scale.range.start, |it| it.high.max(it.median));
        let (x, y) = plane.map_coordinate(&(scale.clamp(end), place as f64 + 0.5));
        text(area, lang, &says[place], (x + GAP, y), HPos::Left, VPos::Center)?;
    }
    for &mark in &scale.marks {
        let (x, y) = plane.map_coordinate(&(mark, count));
        let label = rounded(mark, figures[0].unit);
        text(area, lang, &label, (x, y + 3), HPos::Center, VPos::Top)?;
    }
    let (from, to) = (scale.range.start, scale.range.end);
    let (left, y) = plane.map_coordinate(&(from, count));
    let (right, _) = plane.map_coordinate(&(to, count));
    let title = axis(figures[0].kind, scale.is_log, lang);
    text(area, lang, &title, ((left + right) / 2, y + 20), HPos::Center, VPos::Top)
}

/// What stands beside the bar.
fn said(figure: &Figure, lang: Lang) -> String {
    match figure.value {
        Some(summary) if figure.decided => value(summary.median, figure.unit),
        Some(_) => words("undecided", "未定").get(lang).to_owned(),
        None => words("not measured", "未测得").get(lang).to_owned(),
    }
}

fn axis(kind: Kind, is_log: bool, lang: Lang) -> String {
    let what = match kind {
        Kind::Wall => words("time", "时间"),
        Kind::Cpu => words("CPU time", "CPU 时间"),
        Kind::Memory => words("memory", "内存"),
        Kind::Counted => words("count", "次数"),
    };
    let scale = match is_log {
        true => words(", each step ten times the last", "，每格是前一格的十倍"),
        false => words("", ""),
    };
    format!("{}{}", what.get(lang), scale.get(lang))
}

/// `10 ns` for a mark, where a value would be `10.0 ns`.
pub fn rounded(mark: f64, unit: Unit) -> String {
    if mark == 0.0 {
        return "0".to_owned();
    }
    let text = value(mark, unit);
    let (number, unit) = text.split_once('\u{a0}').unwrap_or((&text, ""));
    let number = match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.'),
        false => number,
    };
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") }
}

/// A label in one line, or in two if it is long: at a space, or between Chinese characters.
fn in_lines(label: &str) -> Vec<String> {
    if width(label) <= LABEL {
        return vec![label.to_owned()];
    }
    let fit = |line| fitted(line, LABEL);
    let middle = label.len() / 2;
    let may_break = |&(_, c): &(usize, char)| c == ' ' || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let places = label.char_indices().filter(may_break).map(|(place, _)| place);
    match places.filter(|&place| place > 0).min_by_key(|place| place.abs_diff(middle)) {
        Some(place) => [&label[..place], label[place..].trim_start()].map(fit).into(),
        None => vec![fit(label)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_stands_in_two_lines() {
        let label = "a lock handed over between two threads of one process";
        assert_eq!(in_lines(label), ["a lock handed over between", "two threads of one process"]);
        assert_eq!(in_lines(&"锁".repeat(30)).len(), 2);
        assert_eq!(in_lines("a lock"), ["a lock"]);
    }

    #[test]
    fn a_mark_has_no_digits_to_spare() {
        assert_eq!(rounded(1e-8, Unit::Seconds), "10\u{a0}ns");
        assert_eq!(rounded(0.0, Unit::Seconds), "0");
        assert_eq!(rounded(2.5, Unit::Count), "2.5");
        assert_eq!(rounded(100.0, Unit::Times), "100\u{a0}×");
    }
}
