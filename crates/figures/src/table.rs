//! Figures as the rows of a table: for those who cannot see a plot, and for the terminal.

use crate::family::{Family, Plot};
use crate::figure::{Figure, Kind};
use crate::format::{spread, value};
use crate::reason::reason;
use crate::results::Results;
use crate::words::words;
use catalog::Lang;

/// The figures below a name, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the figures show.
    pub title: String,
    /// The four columns.
    pub head: [String; 4],
    /// One for each figure.
    pub rows: Vec<Row>,
}

/// One figure, as text. What there is not, is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name, as a page names it.
    pub name: String,
    /// What it is called here.
    pub label: String,
    /// The median, or that it is undecided.
    pub median: String,
    /// The quartiles.
    pub spread: String,
    /// CPU time, where the value is wall time, or wall time, where it is CPU time.
    pub beside: String,
    /// Why there is no value, or what one must know of it.
    pub note: String,
}

/// The figures below a name: of `switch`, of `turns.yield.1`. It is empty if there are none.
pub fn table(results: &Results, name: &str, lang: Lang) -> Table {
    let head = [
        words("", ""),
        words("median", "中位数"),
        words("quartiles", "四分位数"),
        words("beside it", "另一种计时"),
    ];
    Table {
        title: results.title(name).map_or(name, |title| title.get(lang)).to_owned(),
        head: head.map(|words| words.get(lang).to_owned()),
        rows: results.below(name).map(|figure| row(figure, lang)).collect(),
    }
}

/// One figure, as text.
pub fn row(figure: &Figure, lang: Lang) -> Row {
    let text = figure.value.map(|summary| {
        let median = match figure.decided {
            true => value(summary.median, figure.unit),
            false => words("undecided", "未定").get(lang).to_owned(),
        };
        let has_spread = summary.low != summary.high;
        (median, if has_spread { spread(&summary, figure.unit, lang) } else { String::new() })
    });
    let (median, spread) = text.unwrap_or_default();
    let beside = figure.beside().map(|(what, time)| {
        let what = match what {
            Kind::Cpu => words("CPU", "CPU"),
            _ => words("wall", "挂钟"),
        };
        format!("{}\u{a0}{}", what.get(lang), value(time, figure.unit))
    });
    let note = figure.missing.as_ref().or(figure.note.as_ref());
    Row {
        name: figure.name.clone(),
        label: label(figure, lang),
        median,
        spread,
        beside: beside.unwrap_or_default(),
        note: note.map(|text| reason(text, lang).into_owned()).unwrap_or_default(),
    }
}

/// What it is called, and of how many where a whole line has one label.
fn label(figure: &Figure, lang: Lang) -> String {
    let label = figure.label.get(lang);
    let is_of_a_line = Family::named(figure.family()).is_some_and(|it| it.plot == Plot::SpeedUp);
    let workers = figure.name.rsplit('.').next().and_then(|last| last.parse::<u64>().ok());
    match (workers.filter(|_| is_of_a_line), lang) {
        (None, _) => label.to_owned(),
        (Some(workers), Lang::En) => format!("{label}, {workers} at once"),
        (Some(workers), Lang::Zh) => format!("{label}，同时 {workers} 个"),
    }
}

impl Figure {
    /// The other time that belongs to a value: for each unit, or of it all, as the value is.
    fn beside(&self) -> Option<(Kind, f64)> {
        let (value, wall, cpu) = (self.value?, self.wall?, self.cpu?);
        let (own, other, what) = match self.kind {
            Kind::Wall => (wall, cpu, Kind::Cpu),
            Kind::Cpu => (cpu, wall, Kind::Wall),
            Kind::Memory | Kind::Counted => return None,
        };
        let is_of = |units: f64| (value.median - units * own.median).abs() <= 1e-9 * value.median;
        let units = [1.0, self.units as f64].into_iter().find(|&units| is_of(units))?;
        Some((what, units * other.median))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{figure, results};

    #[test]
    fn what_is_too_wide_is_no_result() {
        let mut undecided = figure("switch.thread", 2e-6);
        undecided.decided = false;
        let row = row(&undecided, Lang::En);
        assert_eq!(row.median, "undecided");
        assert_eq!(row.spread, "1.80 to 2.20\u{a0}µs");
    }

    #[test]
    fn what_is_missing_has_a_reason() {
        let mut missing = figure("switch.thread", 2e-6);
        missing.value = None;
        missing.missing = Some("needs two cores".to_owned());
        let row = row(&missing, Lang::Zh);
        assert_eq!((row.median.as_str(), row.note.as_str()), ("", "需要两个核"));
    }

    #[test]
    fn the_other_time_is_of_the_same_units_as_the_value() {
        let mut whole = figure("io.rust.2", 2.0);
        whole.units = 10;
        let each = whole.value.map(|mut each| {
            each.median = 0.2;
            each
        });
        (whole.wall, whole.cpu) = (each, each);
        assert_eq!(row(&whole, Lang::En).beside, "CPU\u{a0}2.00\u{a0}s");
        whole.kind = Kind::Cpu;
        assert_eq!(row(&whole, Lang::Zh).beside, "挂钟\u{a0}2.00\u{a0}s");
        whole.kind = Kind::Memory;
        assert_eq!(row(&whole, Lang::En).beside, "");
    }

    #[test]
    fn those_of_one_line_are_told_apart() {
        let mut figure = figure("gil.rust.2", 1.0);
        figure.label = words("Rust", "Rust");
        assert_eq!(row(&figure, Lang::En).label, "Rust, 2 at once");
        assert_eq!(row(&figure, Lang::Zh).label, "Rust，同时 2 个");
    }

    #[test]
    fn a_table_has_the_figures_of_its_name_only() {
        let results = results([figure("switch.poll", 1e-9), figure("start.thread", 1e-6)]);
        let table = table(&results, "switch", Lang::Zh);
        assert_eq!(table.title, "一次切换的代价");
        assert_eq!(table.rows.len(), 1);
    }
}
