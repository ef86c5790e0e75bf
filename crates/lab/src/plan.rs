//! What a probe is: its name, who measures, which figures come of it, and what it needs.

use crate::python::Interpreter;
use crate::reading::Reading;
use anyhow::Result;
use figures::{Kind, Unit, Words};
use std::time::Duration;

/// One measurement, made by a child process of its own in each round.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Dotted, lower case, its family first. Its first figure has the same name.
    pub name: &'static str,
    /// Who measures.
    pub run: Run,
    /// What comes of it.
    pub figures: Vec<Wanted>,
    /// Whether the child and all that it starts stay on one core, where the system allows it.
    pub is_pinned: bool,
    /// Whether it is the same each time, so that one value decides.
    pub is_exact: bool,
    /// In how many rounds at most: for what takes long.
    pub most_rounds: usize,
    /// When a child that has not ended is killed.
    pub limit: Duration,
    /// Whether this machine can answer at all, or why not. Asked once, before the first round.
    pub can_run: fn() -> Result<(), String>,
}

/// Who measures.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// A function of this program.
    Rust(fn(Size) -> Result<Reading>),
    /// `python/<family>.py`, as far as the family’s name goes before a `_`.
    Python(Interpreter),
}

/// How much work a child does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// About a tenth of a second.
    Full,
    /// Enough to see that all works.
    Quick,
}

impl Size {
    /// The one or the other.
    pub fn of<T>(self, full: T, quick: T) -> T {
        match self {
            Size::Full => full,
            Size::Quick => quick,
        }
    }
}

/// A figure that comes of a probe.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its name.
    pub name: &'static str,
    /// What a plot and a table call it.
    pub label: Words,
    /// What of the reading.
    pub quantity: Quantity,
}

/// How a figure comes from a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Wall time for each unit.
    WallEach,
    /// CPU time for each unit.
    CpuEach,
    /// Wall time of it all.
    Wall,
    /// CPU time of it all.
    Cpu,
    /// The most memory that the child ever had.
    Peak,
    /// The value of that name, in that unit.
    Value(&'static str, Unit),
    /// The same for each unit of the work.
    ValueEach(&'static str, Unit),
}

impl Quantity {
    /// What its values count.
    pub fn unit(self) -> Unit {
        match self {
            Quantity::WallEach | Quantity::CpuEach | Quantity::Wall | Quantity::Cpu => {
                Unit::Seconds
            }
            Quantity::Peak => Unit::Bytes,
            Quantity::Value(_, unit) | Quantity::ValueEach(_, unit) => unit,
        }
    }

    /// What kind of thing that is.
    pub fn kind(self) -> Kind {
        match self {
            Quantity::WallEach | Quantity::Wall => Kind::Wall,
            Quantity::CpuEach | Quantity::Cpu => Kind::Cpu,
            Quantity::Peak => Kind::Memory,
            Quantity::Value(_, unit) | Quantity::ValueEach(_, unit) => match unit {
                Unit::Seconds => Kind::Wall,
                Unit::Bytes => Kind::Memory,
                Unit::Count | Unit::Times => Kind::Counted,
            },
        }
    }

    /// The value, if the reading has it.
    pub fn of(self, reading: &Reading) -> Option<f64> {
        let each = |all: f64| (reading.units > 0).then(|| all / reading.units as f64);
        match self {
            Quantity::WallEach => each(reading.wall_s),
            Quantity::CpuEach => each(reading.cpu_s),
            Quantity::Wall => Some(reading.wall_s),
            Quantity::Cpu => Some(reading.cpu_s),
            Quantity::Peak => Some(reading.peak_bytes? as f64),
            Quantity::Value(name, _) => *reading.values.get(name)?,
            Quantity::ValueEach(name, _) => each((*reading.values.get(name)?)?),
        }
    }

    /// Whether the reading says that this system does not count it.
    pub fn is_not_counted(self, reading: &Reading) -> bool {
        match self {
            Quantity::Peak => reading.peak_bytes.is_none(),
            Quantity::Value(name, _) | Quantity::ValueEach(name, _) => {
                reading.values.get(name).is_some_and(Option::is_none)
            }
            Quantity::WallEach | Quantity::CpuEach | Quantity::Wall | Quantity::Cpu => false,
        }
    }
}

impl Probe {
    /// Measured by a function of this program. Its first figure is the wall time for each unit.
    pub fn rust(name: &'static str, label: Words, run: fn(Size) -> Result<Reading>) -> Probe {
        Probe::new(name, label, Run::Rust(run))
    }

    /// Measured by the function of that name in `python/<family>.py`.
    pub fn python(name: &'static str, label: Words) -> Probe {
        Probe::new(name, label, Run::Python(Interpreter::Usual))
    }

    fn new(name: &'static str, label: Words, run: Run) -> Probe {
        Probe {
            name,
            run,
            figures: vec![Wanted { name, label, quantity: Quantity::WallEach }],
            is_pinned: false,
            is_exact: false,
            most_rounds: usize::MAX,
            limit: Duration::from_secs(30),
            can_run: || Ok(()),
        }
    }

    /// The first figure is this, not the wall time for each unit.
    pub fn of(mut self, quantity: Quantity) -> Probe {
        self.figures[0].quantity = quantity;
        self
    }

    /// One more figure comes of the same child. It may belong to another family.
    pub fn also(mut self, name: &'static str, label: Words, quantity: Quantity) -> Probe {
        self.figures.push(Wanted { name, label, quantity });
        self
    }

    /// The child stays on one core.
    pub fn pinned(self) -> Probe {
        Probe { is_pinned: true, ..self }
    }

    /// The same each time: one round is enough.
    pub fn exact(self) -> Probe {
        Probe { is_exact: true, most_rounds: 1, ..self }
    }

    /// In so many rounds at most. Below three nothing that is timed is decided.
    pub fn rounds(self, most_rounds: usize) -> Probe {
        Probe { most_rounds, ..self }
    }

    /// By another Python.
    pub fn by(self, interpreter: Interpreter) -> Probe {
        Probe { run: Run::Python(interpreter), ..self }
    }

    /// With another limit.
    pub fn within(self, limit: Duration) -> Probe {
        Probe { limit, ..self }
    }

    /// Only where this is `Ok`; the reason otherwise.
    pub fn only_where(self, can_run: fn() -> Result<(), String>) -> Probe {
        Probe { can_run, ..self }
    }

    /// Where Python has it: `models.py` has the three loads, `models`, `models_wait` and
    /// `models_compute`.
    pub fn file(&self) -> &'static str {
        self.family().split('_').next().unwrap_or(self.name)
    }

    /// The name's first part.
    pub fn family(&self) -> &'static str {
        self.name.split('.').next().unwrap_or(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_taken_from_the_reading() {
        let reading = Reading { units: 4, wall_s: 2.0, cpu_s: 1.0, ..Reading::default() };
        let reading = reading.with("entries", 8.0);

        assert_eq!(Quantity::WallEach.of(&reading), Some(0.5));
        assert_eq!(Quantity::Cpu.of(&reading), Some(1.0));
        assert_eq!(Quantity::ValueEach("entries", Unit::Count).of(&reading), Some(2.0));
        assert_eq!(Quantity::Value("other", Unit::Count).of(&reading), None);
        assert_eq!(Quantity::Peak.of(&reading), None);
    }

    #[test]
    fn nothing_is_divided_by_no_units() {
        assert_eq!(Quantity::WallEach.of(&Reading::default()), None);
    }
}
