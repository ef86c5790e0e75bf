//! Finds what somebody may have meant by a name that is wrong.

/// How alike two names must be, from 0 to 1: one letter wrong or two swapped in a short name.
const ALIKE: f64 = 0.75;

/// At most three names that are near this one, the nearest first.
pub fn did_you_mean<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let wrong = wrong.to_lowercase().replace('-', "_");
    let mut near: Vec<(f64, &str)> = known
        .map(|name| (strsim::jaro_winkler(&wrong, name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names: Vec<String> = near.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 4] = ["first_task", "result", "done_callback", "a_future_by_hand"];

    #[test]
    fn a_name_with_letters_swapped_or_missing_is_near() {
        for (wrong, meant) in [
            ("frist_task", "first_task"),
            ("first-task", "first_task"),
            ("Result", "result"),
            ("callback", "done_callback"),
            ("future_by_hand", "a_future_by_hand"),
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
    fn at_most_three_are_offered() {
        let names = ["task_a", "task_b", "task_c", "task_d"];

        let hint = did_you_mean("task_", names.into_iter()).unwrap();

        assert_eq!(hint, "did you mean `task_a` or `task_b` or `task_c`?");
    }
}
