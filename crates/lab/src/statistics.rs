//! Medians and quartiles.

pub use figures::Summary;

/// Sums up; none if there is nothing to sum up.
pub fn summary(values: impl IntoIterator<Item = f64>) -> Option<Summary> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return None;
    }
    let at = |part: f64| {
        let place = part * (sorted.len() - 1) as f64;
        let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        below + (above - below) * place.fract()
    };
    Some(Summary { median: at(0.5), low: at(0.25), high: at(0.75), count: sorted.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nothing_there_is_no_summary() {
        assert_eq!(summary([]), None);
    }

    #[test]
    fn quartiles_lie_between_values() {
        let expected = Summary { median: 2.5, low: 1.75, high: 3.25, count: 4 };
        assert_eq!(summary([4.0, 1.0, 3.0, 2.0]), Some(expected));
    }
}
