//! Axes: how far they reach, whether they are logarithmic, and where their marks are.

use std::ops::Range;

/// Sizes that differ by more are told apart by their powers only.
const LINEAR: f64 = 20.0;

/// An axis that reaches a little further than the values.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// From its beginning to its end.
    pub range: Range<f64>,
    /// Whether each step multiplies.
    pub is_log: bool,
    /// Where a mark is.
    pub marks: Vec<f64>,
}

/// For bars: from nothing, or where sizes differ by powers, from half of the least.
pub fn for_bars(values: &[f64]) -> Scale {
    let positive = || values.iter().copied().filter(|&value| value > 0.0);
    let (low, high) = (positive().fold(f64::MAX, f64::min), positive().fold(0.0, f64::max));
    if high > LINEAR * low { log(low / 2.0, high) } else { linear(high) }
}

/// For speed-ups: from nothing, or from 1 where they differ by powers.
pub fn for_speed_up(low: f64, high: f64) -> Scale {
    if high < LINEAR { linear(high) } else { log(low / 1.3, high) }
}

fn linear(high: f64) -> Scale {
    let high = if high > 0.0 { high } else { 1.0 };
    let power = 10_f64.powf((high / 5.0).log10().floor());
    let fits = |step: &f64| high / (step * power) <= 5.0;
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(fits).unwrap_or(10.0) * power;
    let count = (high / step).ceil();
    let marks = (0..=count as u32).map(|place| f64::from(place) * step).collect();
    Scale { range: 0.0..high * 1.02, is_log: false, marks }.cut()
}

fn log(low: f64, high: f64) -> Scale {
    let high = high * 1.1;
    let (first, last) = (low.log10().ceil() as i32, high.log10().floor() as i32);
    let step = usize::try_from(last - first).unwrap_or(0).div_ceil(7).max(1);
    let marks = (first..=last).step_by(step).map(|power| 10_f64.powi(power)).collect();
    Scale { range: low..high, is_log: true, marks }
}

impl Scale {
    /// Without marks beyond its end.
    fn cut(mut self) -> Scale {
        let end = self.range.end;
        self.marks.retain(|&mark| mark <= end);
        self
    }

    /// The nearest value that it can show.
    pub fn clamp(&self, value: f64) -> f64 {
        value.clamp(self.range.start, self.range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_differ_by_powers_are_on_a_log_scale() {
        let scale = for_bars(&[2.6e-9, 3e-6]);
        assert!(scale.is_log);
        assert!(scale.range.start < 2.6e-9 && scale.range.end > 3e-6);
        assert_eq!(scale.marks.len(), 3, "{:?}", scale.marks);
    }

    #[test]
    fn sizes_that_are_alike_begin_at_nothing() {
        let scale = for_bars(&[1.0, 4.0, 0.0]);
        assert_eq!((scale.is_log, scale.range.start), (false, 0.0));
        assert_eq!(scale.marks, [0.0, 1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn a_speed_up_leaves_no_power_empty() {
        let scale = for_speed_up(0.98, 95.0);
        assert!(scale.range.start > 0.5 && scale.range.start < 0.98);
        assert_eq!(scale.marks, [1.0, 10.0, 100.0]);
    }

    #[test]
    fn nothing_at_all_has_an_axis_too() {
        assert!(for_bars(&[0.0]).range.end > 0.0);
        assert!(for_bars(&[]).range.end > 0.0);
    }
}
