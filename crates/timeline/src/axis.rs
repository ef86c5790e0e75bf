//! Where a moment lies in the picture: a scale that is true where there is room, and stretched
//! where many things happen in a short time.
//!
//! Polls last microseconds and sleeps milliseconds. Drawn to scale, a hundred turns would share
//! one pixel, and turns that followed each other would seem to overlap. So each gap between two
//! events gets a least width; all gaps that are wider than that share one true scale; and the
//! picture shows which are not.

/// The scale of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Every moment at which something happens, with its position.
    knots: Vec<(u64, f64)>,
    /// Where the scale is stretched.
    stretched: Vec<Stretched>,
    /// Units of the picture for one nanosecond, where the scale is true.
    scale: f64,
}

/// A part of the axis that is wider than its time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretched {
    /// Its left end.
    pub left: f64,
    /// Its right end.
    pub right: f64,
    /// How long it lasts, in nanoseconds.
    pub lasts: u64,
}

/// A mark on the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where.
    pub x: f64,
    /// What stands there: `10 ms`.
    pub label: String,
}

/// The least width of a gap between two events, where there is room for it.
const LEAST: f64 = 6.0;

impl Axis {
    /// The scale for these moments (nanoseconds, in any order) between two positions.
    pub fn new(moments: impl IntoIterator<Item = u64>, left: f64, right: f64) -> Axis {
        Axis::with_least(moments, left, right, LEAST)
    }

    /// The scale for a terminal: the least gap is one cell.
    pub fn in_cells(moments: impl IntoIterator<Item = u64>, cells: usize) -> Axis {
        Axis::with_least(moments, 0.0, cells as f64, 1.0)
    }

    fn with_least(
        moments: impl IntoIterator<Item = u64>,
        left: f64,
        right: f64,
        least: f64,
    ) -> Axis {
        let mut moments: Vec<u64> = moments.into_iter().chain([0]).collect();
        moments.sort_unstable();
        moments.dedup();
        let gaps: Vec<f64> = moments.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
        let width = right - left;
        let least = least.min(width * 0.7 / gaps.len().max(1) as f64);
        let scale = true_scale(&gaps, least, width);
        let mut axis = Axis { knots: vec![(moments[0], left)], stretched: Vec::new(), scale };
        let mut x = left;
        for (index, gap) in gaps.iter().enumerate() {
            let is_stretched = gap * scale < least;
            let end = x + if is_stretched { least } else { gap * scale };
            if is_stretched {
                axis.add_stretched(x, end, *gap as u64);
            }
            x = end;
            axis.knots.push((moments[index + 1], x));
        }
        axis
    }

    /// Where this moment lies; before the first and after the last event, at their places.
    pub fn x(&self, at: u64) -> f64 {
        let after = self.knots.partition_point(|(moment, _)| *moment <= at);
        if after == 0 {
            return self.knots[0].1;
        }
        let (from, left) = self.knots[after - 1];
        match self.knots.get(after) {
            None => left,
            Some((to, right)) => left + (right - left) * (at - from) as f64 / (to - from) as f64,
        }
    }

    /// Where the scale is stretched, from left to right.
    pub fn stretched(&self) -> &[Stretched] {
        &self.stretched
    }

    /// Marks at round times, at least so far apart.
    pub fn ticks(&self, apart: f64) -> Vec<Tick> {
        let end = self.knots.last().map_or(0, |(moment, _)| *moment);
        let step = round_step(apart / self.scale.max(f64::MIN_POSITIVE), end);
        let mut ticks: Vec<Tick> = Vec::new();
        for at in (0..=end).step_by(step as usize) {
            let x = self.x(at);
            if ticks.last().is_none_or(|last| x - last.x >= apart * 0.8) {
                ticks.push(Tick { x, label: time(at, step) });
            }
        }
        ticks
    }

    fn add_stretched(&mut self, left: f64, right: f64, lasts: u64) {
        match self.stretched.last_mut() {
            Some(last) if last.right == left => {
                last.right = right;
                last.lasts += lasts;
            }
            _ => self.stretched.push(Stretched { left, right, lasts }),
        }
    }
}

/// The scale at which all gaps, each at least this wide, fill the width.
fn true_scale(gaps: &[f64], least: f64, width: f64) -> f64 {
    let mut sorted = gaps.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut rest: f64 = sorted.iter().sum();
    let mut room = width;
    for gap in sorted {
        let scale = room / rest;
        // From here on all gaps are wider than the least: they are true.
        if gap * scale >= least {
            return scale;
        }
        rest -= gap;
        room -= least;
    }
    0.0
}

/// A round number of nanoseconds, not less than this and not so small that there are too many.
fn round_step(least: f64, end: u64) -> u64 {
    let least = least.max(end as f64 / 1000.0).max(1.0);
    let mut power = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step as f64 >= least || step > end.max(1) {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// A time in a unit that suits the step between such times: `20 ms`, `1.5 s`.
fn time(at: u64, step: u64) -> String {
    let (unit, name) = match step {
        500_000_000.. => (1_000_000_000, "s"),
        500_000.. => (1_000_000, "ms"),
        500.. => (1_000, "µs"),
        _ => (1, "ns"),
    };
    let value = at as f64 / unit as f64;
    format!("{value} {name}")
}

/// A moment of a run that lasts so long, fine enough to tell one event from the next: `50.123 ms`.
pub fn moment(at: u64, lasts: u64) -> String {
    match lasts {
        1_000_000_000.. => format!("{:.4} s", at as f64 / 1e9),
        100_000.. => format!("{:.3} ms", at as f64 / 1e6),
        _ => format!("{:.2} µs", at as f64 / 1e3),
    }
}

/// A duration with at most three digits that say something: `1.2 s`, `340 ms`, `12 µs`.
pub fn duration(nanoseconds: u64) -> String {
    let (unit, name) = match nanoseconds {
        999_500_000.. => (1e9, "s"),
        999_500.. => (1e6, "ms"),
        1_000.. => (1e3, "µs"),
        _ => return format!("{nanoseconds} ns"),
    };
    let value = nanoseconds as f64 / unit;
    let digits = if value < 9.95 { 1 } else { 0 };
    format!("{value:.digits$} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_room_for_all_the_scale_is_true() {
        let axis = Axis::new([0, 100, 300, 1000], 0.0, 1000.0);

        assert!(axis.stretched().is_empty());
        assert_eq!([axis.x(100), axis.x(200), axis.x(1000)], [100.0, 200.0, 1000.0]);
    }

    #[test]
    fn what_is_too_short_is_stretched_and_the_rest_shares_one_scale() {
        let ms = 1_000_000;
        let axis = Axis::new([0, 50 * ms, 50 * ms + 10, 50 * ms + 30, 150 * ms], 0.0, 800.0);

        let stretched = axis.stretched();
        assert_eq!(stretched.len(), 1);
        assert_eq!(stretched[0].lasts, 30);
        assert!((stretched[0].right - stretched[0].left - 2.0 * LEAST).abs() < 1e-9);
        let (first, last) = (axis.x(50 * ms), axis.x(150 * ms) - stretched[0].right);
        assert!((last / first - 2.0).abs() < 0.01, "{first} and {last}");
        assert!((axis.x(150 * ms) - 800.0).abs() < 1e-6);
    }

    #[test]
    fn the_order_of_moments_is_the_order_of_places() {
        let moments: Vec<u64> = (0..5000).map(|n| n * n % 7919 * 1000).collect();
        let axis = Axis::new(moments.clone(), 100.0, 800.0);

        let mut sorted = moments;
        sorted.sort_unstable();
        sorted.dedup();
        assert!(sorted.windows(2).all(|pair| axis.x(pair[0]) < axis.x(pair[1])));
        assert!(axis.x(*sorted.last().unwrap()) <= 800.001);
    }

    #[test]
    fn ticks_are_round_and_do_not_touch() {
        let axis = Axis::new([0, 120_000_000, 235_000_000], 0.0, 800.0);

        let ticks = axis.ticks(60.0);

        let labels: Vec<&str> = ticks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels[..3], ["0 ms", "20 ms", "40 ms"]);
        assert!(ticks.windows(2).all(|pair| pair[1].x - pair[0].x >= 48.0));
    }

    #[test]
    fn a_trace_of_one_moment_has_an_axis() {
        let axis = Axis::new([0], 10.0, 20.0);

        assert_eq!(axis.x(0), 10.0);
        assert_eq!(axis.ticks(60.0).len(), 1);
    }

    #[test]
    fn moments_of_one_run_have_one_unit() {
        assert_eq!(moment(50_123_456, 60_000_000), "50.123 ms");
        assert_eq!(moment(1_500, 2_000_000_000), "0.0000 s");
        assert_eq!(moment(1_500, 9_000), "1.50 µs");
    }

    #[test]
    fn durations_are_short() {
        let said: Vec<String> =
            [7, 1_250, 12_500, 999_600, 50_400_000, 1_250_000_000].map(duration).into();

        assert_eq!(said, ["7 ns", "1.2 µs", "12 µs", "1.0 ms", "50 ms", "1.2 s"]);
    }
}
