//! Stands in until the crates draw.
#![allow(missing_docs)]
pub use timeline::{Snapshot, Source, Trace, read};
#[derive(Clone, Copy)]
pub enum Lang {
    En,
    Zh,
}
pub struct StepLane {
    pub name: String,
    pub y: Option<f64>,
    pub height: Option<f64>,
}
pub struct Step {
    pub time: String,
    pub x: f64,
    pub lane: Option<usize>,
    pub thread: String,
    pub words: String,
    pub states: String,
    pub source: Option<Source>,
    pub snapshot: Option<Snapshot>,
}
pub struct Steps {
    pub lanes: Vec<StepLane>,
    pub top: f64,
    pub bottom: f64,
    pub steps: Vec<Step>,
}
pub fn steps(trace: &Trace, _: Lang) -> Steps {
    let end = trace.events.last().map_or(1, |e| e.at.max(1)) as f64;
    Steps {
        lanes: trace
            .lanes
            .iter()
            .enumerate()
            .map(|(i, l)| StepLane {
                name: l.name.clone(),
                y: Some(20.0 + 30.0 * i as f64),
                height: Some(20.0),
            })
            .collect(),
        top: 10.0,
        bottom: 200.0,
        steps: trace
            .events
            .iter()
            .map(|e| Step {
                time: format!("{} µs", e.at / 1000),
                x: 100.0 + 800.0 * e.at as f64 / end,
                lane: e.what.lane(),
                thread: String::new(),
                words: format!("{:?}", e.what),
                states: String::new(),
                source: e.source.clone(),
                snapshot: e.snapshot.clone(),
            })
            .collect(),
    }
}
pub fn svg(trace: &Trace, lang: Lang) -> String {
    let s = steps(trace, lang);
    let rects: String = s.steps.iter().map(|x| { let l = x.lane.map_or(0.0, |l| s.lanes[l].y.unwrap()); format!("<rect x=\"{}\" y=\"{l}\" width=\"8\" height=\"20\" fill=\"var(--tl-run, #1d4e89)\"/>", x.x) }).collect();
    format!(
        "<svg class=\"timeline\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 220\"><title>t</title>{rects}</svg>"
    )
}
pub fn svg_for_print(trace: &Trace, lang: Lang) -> String {
    svg(trace, lang).replace("var(--tl-run, #1d4e89)", "#1d4e89")
}
pub fn describe(_: &Trace, _: Lang) -> String {
    "what happens".into()
}
pub fn plot(_: &figures::Results, _: &str, _: figures::Lang) -> anyhow::Result<String> {
    anyhow::bail!("not yet")
}
