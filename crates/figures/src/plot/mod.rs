//! Figures as a picture: SVG that takes the colour of the text around it, and needs no colour to
//! be understood.

mod bars;
mod canvas;
mod lines;
mod scale;

use crate::family::{Family, Plot};
use crate::results::Results;
use crate::words::words;
use anyhow::{Context, Result, bail};
use catalog::Lang;

/// Draws the figures below a name: of `switch`, of `turns.yield.1`.
///
/// # Errors
///
/// If no family has that name, or the run has no figure below it.
pub fn plot(results: &Results, name: &str, lang: Lang) -> Result<String> {
    let first = name.split('.').next().unwrap_or(name);
    let family = Family::named(first).with_context(|| {
        let names: Vec<_> = crate::FAMILIES.iter().map(|family| family.name).collect();
        format!("there is no family of figures called {first:?}. There are {}", names.join(", "))
    })?;
    let figures: Vec<_> = results.below(name).collect();
    if figures.is_empty() {
        bail!("the lab's results have no figure below {name:?}");
    }
    let (svg, kind) = match family.plot {
        Plot::Bars => (bars::draw(&figures, lang)?, words("Bar chart", "条形图")),
        Plot::SpeedUp => (lines::draw(&figures, lang)?, words("Line chart", "折线图")),
    };
    let title = results.title(name).map_or(name, |title| title.get(lang));
    let label = match lang {
        Lang::En => format!("{}: {title}. The table below has the same figures.", kind.en),
        Lang::Zh => format!("{}：{title}。下表列出同样的数据。", kind.zh),
    };
    Ok(canvas::finish(&svg, &label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{figure, results};
    use crate::figure::Unit;

    #[test]
    fn bars_say_their_values_and_take_the_colour_of_the_text() {
        let results = results([figure("switch.poll", 2.6e-9), figure("switch.thread", 3e-6)]);
        let svg = plot(&results, "switch", Lang::En).unwrap();
        let root = svg.lines().next().unwrap();
        assert!(root.contains("viewBox") && root.contains("role=\"img\""), "{root}");
        assert!(!root.contains(" width="), "{root}");
        assert!(svg.contains("2.60\u{a0}ns") && svg.contains("3.00\u{a0}µs"), "{svg}");
        assert!(svg.contains("currentColor") && !svg.contains('#'), "{svg}");
    }

    #[test]
    fn what_is_undecided_or_missing_says_so() {
        let (mut wide, mut missing) = (figure("switch.a", 1e-6), figure("switch.b", 1e-6));
        wide.decided = false;
        missing.value = None;
        let results = results([wide, missing, figure("switch.c", 2e-6)]);
        let svg = plot(&results, "switch", Lang::Zh).unwrap();
        assert!(svg.contains("未定") && svg.contains("未测得"), "{svg}");
    }

    #[test]
    fn units_do_not_share_an_axis() {
        let mut bytes = figure("weight.thread", 1e4);
        bytes.unit = Unit::Bytes;
        let results = results([bytes, figure("weight.time", 1e-3)]);
        let svg = plot(&results, "weight", Lang::En).unwrap();
        assert!(svg.contains("10.0\u{a0}kB") && svg.contains("1.00\u{a0}ms"), "{svg}");
    }

    #[test]
    fn a_speed_up_is_the_time_of_one_divided_by_the_time_of_many() {
        let results = results([figure("gil.rust.1", 2.0), figure("gil.rust.2", 0.8)]);
        let svg = plot(&results, "gil", Lang::En).unwrap();
        assert!(svg.contains("2.50\u{a0}×") && svg.contains("ideal"), "{svg}");
    }

    /// From where to where each text reaches, about.
    fn reaches(svg: &str) -> Vec<(f64, f64, String)> {
        let document = roxmltree::Document::parse(svg).unwrap();
        let texts = document.descendants().filter(|node| node.has_tag_name("text"));
        let reach = texts.map(|node| {
            let text = node.text().unwrap().trim().to_owned();
            let (x, width) =
                (node.attribute("x").unwrap().parse::<f64>().unwrap(), canvas::width(&text));
            let start = match node.attribute("text-anchor").unwrap() {
                "start" => x,
                "middle" => x - width / 2.0,
                _ => x - width,
            };
            (start, start + width, text)
        });
        reach.collect()
    }

    #[test]
    fn no_text_reaches_over_the_edge() {
        let label = words(
            "a lock that is handed over between two threads of one process, CPython 3.14",
            "锁在同一个进程的两个线程之间来回交接，使用没有全局解释器锁的 CPython 3.14 版本",
        );
        let names = ["switch.a", "switch.b", "gil.a.1", "gil.a.2", "gil.b.1", "gil.b.2"];
        let results = results(names.map(|name| {
            let mut figure = figure(name, if name.ends_with('b') { 1e-8 } else { 1e-3 });
            figure.label = label.clone();
            figure
        }));
        for name in ["switch", "gil"] {
            for lang in [Lang::En, Lang::Zh] {
                for (start, end, text) in reaches(&plot(&results, name, lang).unwrap()) {
                    let is_inside = start >= 0.0 && end <= f64::from(canvas::WIDTH);
                    assert!(is_inside, "{name}, {lang:?}: {text:?} from {start} to {end}");
                }
            }
        }
    }

    #[test]
    fn a_name_without_figures_is_an_error() {
        let results = results([figure("switch.poll", 1e-9)]);
        assert!(plot(&results, "start", Lang::En).is_err());
        assert!(plot(&results, "witch", Lang::En).unwrap_err().to_string().contains("switch,"));
    }
}
