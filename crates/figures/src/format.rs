//! Values in words: `2.98 µs`, `2.91 to 3.10 µs`, three digits each.

use crate::figure::{Summary, Unit};
use catalog::Lang;

/// A value with its unit: `2.98 µs`. What was counted and is whole has no point: `6`, not `6.00`.
pub fn value(value: f64, unit: Unit) -> String {
    if unit == Unit::Count && value >= 0.0 && value.fract() == 0.0 {
        return grouped(value as u64);
    }
    let (scale, name) = prefix(value, unit);
    joined(&digits(value / scale), name)
}

/// The quartiles with their unit: `2.91 to 3.10 µs`.
pub fn spread(summary: &Summary, unit: Unit, lang: Lang) -> String {
    let (scale, name) = prefix(summary.median, unit);
    let (low, high) = (digits(summary.low / scale), digits(summary.high / scale));
    match lang {
        Lang::En => joined(&format!("{low} to {high}"), name),
        Lang::Zh => joined(&format!("{low} 至 {high}"), name),
    }
}

/// `100,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn prefix(value: f64, unit: Unit) -> (f64, &'static str) {
    let steps: &[(f64, &str)] = match unit {
        Unit::Seconds => &[(1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s")],
        Unit::Bytes => &[(1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB")],
        Unit::Count => &[(1.0, "")],
        Unit::Times => &[(1.0, "×")],
    };
    // What would round to a thousand takes the next one.
    let reached = |&&(scale, _): &&(f64, &str)| value.abs() >= 0.9995 * scale;
    *steps.iter().rev().find(reached).unwrap_or(&steps[0])
}

fn joined(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number}\u{a0}{unit}") }
}

/// Three digits, or all of those before the point: `2.60`, `12.3`, `12,346`.
pub fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 999.5 => grouped(value.round() as u64),
        size if size >= 99.95 => format!("{value:.0}"),
        size if size >= 9.995 => format!("{value:.1}"),
        0.0 => "0".to_owned(),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_three_digits_and_the_unit_that_fits() {
        let of = |number| value(number, Unit::Seconds).replace('\u{a0}', " ");
        assert_eq!(of(2.6e-9), "2.60 ns");
        assert_eq!(of(2_977e-9), "2.98 µs");
        assert_eq!(of(999.9e-9), "1.00 µs");
        assert_eq!(of(0.15), "150 ms");
        assert_eq!(of(1.2e3), "1,200 s");
    }

    #[test]
    fn what_is_counted_has_no_unit() {
        assert_eq!(value(0.0, Unit::Count), "0");
        assert_eq!(value(1_000_000.0, Unit::Count), "1,000,000");
        assert_eq!(value(6.0, Unit::Count), "6");
        assert_eq!(value(6.5, Unit::Count), "6.50");
        assert_eq!(value(1.5, Unit::Times), "1.50\u{a0}×");
    }

    #[test]
    fn a_spread_has_the_unit_of_its_median() {
        let summary = Summary { median: 1.1e-6, low: 0.9e-6, high: 12.34e-6, count: 11 };
        assert_eq!(spread(&summary, Unit::Seconds, Lang::En), "0.90 to 12.3\u{a0}µs");
        assert_eq!(spread(&summary, Unit::Seconds, Lang::Zh), "0.90 至 12.3\u{a0}µs");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(1), "1");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
