//! Chapter numbers: mdBook's, unless the file's name says otherwise.

use mdbook_preprocessor::book::SectionNumber;

/// The number of a chapter, such as `8` or `8.2`.
///
/// mdBook counts the chapters that are there. Our files carry the number of the whole plan
/// (`ch08-task-future.md`, or a folder of that name), so that chapter 8 is 8 before 1 to 7 are written.
pub fn of(number: &SectionNumber, path: &str) -> String {
    let mut numbers: Vec<u32> = number.to_vec();
    if let (Some(first), Some(planned)) = (numbers.first_mut(), planned(path)) {
        *first = planned;
    }
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// The number in `ch08-…`, read from the path's first component.
fn planned(path: &str) -> Option<u32> {
    let (digits, _) = path.split('/').next()?.strip_prefix("ch")?.split_once('-')?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::of;
    use mdbook_preprocessor::book::SectionNumber;

    #[test]
    fn the_file_name_wins() {
        assert_eq!(of(&SectionNumber::new([1]), "ch08-task-future.md"), "8");
        assert_eq!(of(&SectionNumber::new([1, 2]), "ch08-task-future/stages.md"), "8.2");
    }

    #[test]
    fn mdbooks_number_otherwise() {
        assert_eq!(of(&SectionNumber::new([3]), "chapel.md"), "3");
        assert_eq!(of(&SectionNumber::new([3, 1]), "cheap-tasks.md"), "3.1");
    }
}
