//! Finds what somebody may have meant by a name that is wrong.

/// How alike two names must be, from 0 to 1: two letters wrong in a name of four.
const ALIKE: f64 = 0.66;

/// How much less alike than the nearest another name may be, to be offered beside it.
const BESIDE: f64 = 0.1;

/// How alike a name is to a whole part of it: `wake` to `s5_wake`.
const PART: f64 = 0.8;

/// At most three names that are near this one, the nearest first.
pub fn did_you_mean<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wrong = wrong.to_lowercase().replace('-', "_");
    let mut near: Vec<(f64, &str)> = known
        .map(|name| (likeness(&wrong, name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let nearest = near.first().map_or(0.0, |(likeness, _)| *likeness);
    near.retain(|(likeness, _)| nearest - likeness < BESIDE);
    let names: Vec<String> = near.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

fn likeness(wrong: &str, name: &str) -> f64 {
    let part = if wrong.len() >= 4 && name.contains(wrong) { PART } else { 0.0 };
    strsim::jaro_winkler(wrong, name).max(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["first_task", "result", "done_callback", "a_future_by_hand", "echo"];

    #[test]
    fn a_name_with_letters_swapped_or_missing_is_near() {
        for (wrong, meant) in [
            ("frist_task", "first_task"),
            ("first-task", "first_task"),
            ("Result", "result"),
            ("callback", "done_callback"),
            ("future_by_hand", "a_future_by_hand"),
            ("ekko", "echo"),
            ("hand", "a_future_by_hand"),
        ] {
            let hint = did_you_mean(wrong, NAMES.into_iter()).unwrap_or_default();
            assert!(hint.starts_with(&format!("did you mean `{meant}`")), "{wrong}: {hint}");
        }
    }

    #[test]
    fn a_name_like_no_other_has_none_near() {
        assert_eq!(did_you_mean("xyz", NAMES.into_iter()), None);
    }

    #[test]
    fn one_that_is_much_nearer_is_offered_alone() {
        let names = ["e3_cancel", "e2_cancel_a_timer", "e4_join"];

        let hint = did_you_mean("e3_cancle", names.into_iter()).unwrap();

        assert_eq!(hint, "did you mean `e3_cancel`?");
    }

    #[test]
    fn at_most_three_are_offered() {
        let names = ["task_a", "task_b", "task_c", "task_d"];

        let hint = did_you_mean("task_", names.into_iter()).unwrap();

        assert_eq!(hint, "did you mean `task_a` or `task_b` or `task_c`?");
    }
}
