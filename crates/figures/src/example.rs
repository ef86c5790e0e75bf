//! Results for tests.

use crate::figure::{Figure, Kind, Summary, Unit};
use crate::machine::Machine;
use crate::results::{Results, SCHEMA};
use crate::words::Words;

/// A figure of that many seconds, a tenth more or less.
pub fn figure(name: &str, median: f64) -> Figure {
    let label = name.split_once('.').map_or(name, |(_, rest)| rest).to_owned();
    Figure {
        name: name.to_owned(),
        label: Words { en: label.clone().into(), zh: label.into() },
        unit: Unit::Seconds,
        kind: Kind::Wall,
        value: Some(Summary { median, low: 0.9 * median, high: 1.1 * median, count: 11 }),
        decided: true,
        missing: None,
        note: None,
        wall: None,
        cpu: None,
        peak_bytes: None,
        units: 1,
    }
}

/// A run that measured them.
pub fn results<const N: usize>(figures: [Figure; N]) -> Results {
    Results {
        schema: SCHEMA,
        machine: Machine {
            cpu: "a processor".to_owned(),
            cores: 2,
            system: "a system".to_owned(),
            memory_bytes: None,
            rustc: "rustc".to_owned(),
            versions: Vec::new(),
            load_before: None,
            load_after: None,
            date: "today".to_owned(),
        },
        rounds: 11,
        quick: false,
        complete: true,
        seconds: 1.0,
        figures: figures.into(),
        titles: Default::default(),
        checks: Vec::new(),
    }
}
