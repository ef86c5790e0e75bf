//! What the first line of a fragment says shall happen to it.

/// What shall happen to a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// It compiles, runs and ends well.
    Runs,
    /// It compiles.
    Compiles,
    /// It compiles, runs and panics.
    Panics,
    /// It is part of a crate, from which the page includes it, and cargo compiles it there.
    CompiledInItsCrate,
    /// It does not compile.
    FailsToCompile {
        /// The codes that the compiler must name, as `E0382`.
        codes: Vec<String>,
    },
}

impl Expectation {
    /// Reads what follows the opening fence: `rust,compile_fail,E0382`.
    ///
    /// # Errors
    /// A word that is not known, or two that contradict each other. A word passed over would let a
    /// fragment be tested for less than its author meant.
    pub fn parse(info: &str) -> Result<Self, String> {
        let mut chosen: Option<(&str, Self)> = None;
        let mut codes = Vec::new();
        for word in words(info).skip(1) {
            let expectation = match word {
                "no_run" => Self::Compiles,
                "included" => Self::CompiledInItsCrate,
                "should_panic" => Self::Panics,
                "compile_fail" => Self::FailsToCompile { codes: Vec::new() },
                code if is_error_code(code) => {
                    codes.push(code.to_string());
                    continue;
                }
                other => return Err(format!("`{other}` is not known here: write {KNOWN}")),
            };
            if let Some((first, _)) = chosen {
                return Err(format!("`{first}` and `{word}` cannot both be: keep one"));
            }
            chosen = Some((word, expectation));
        }
        match chosen.map(|(_, expectation)| expectation) {
            Some(Self::FailsToCompile { .. }) => Ok(Self::FailsToCompile { codes }),
            _ if !codes.is_empty() => {
                Err(format!("an error code needs `compile_fail` before it: {}", codes.join(" ")))
            }
            Some(expectation) => Ok(expectation),
            None => Ok(Self::Runs),
        }
    }
}

const KNOWN: &str = "`no_run`, `should_panic`, `included`, or `compile_fail` with the error's code";

/// Whether this is a block that a page wants tested.
pub(crate) fn is_rust(info: &str) -> bool {
    words(info).next() == Some("rust")
}

/// The first error code in what a compiler said.
pub(crate) fn code_in(said: &str) -> Option<&str> {
    said.lines().find_map(|line| {
        let code = line.strip_prefix("error[")?.split(']').next()?;
        is_error_code(code).then_some(code)
    })
}

fn words(info: &str) -> impl Iterator<Item = &str> {
    info.split([',', ' ']).filter(|word| !word.is_empty())
}

fn is_error_code(word: &str) -> bool {
    word.len() == 5 && word.starts_with('E') && word[1..].bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_meaning() {
        let codes = vec!["E0382".to_string()];

        assert_eq!(Expectation::parse("rust"), Ok(Expectation::Runs));
        assert_eq!(Expectation::parse("rust,no_run"), Ok(Expectation::Compiles));
        assert_eq!(Expectation::parse("rust, should_panic"), Ok(Expectation::Panics));
        assert_eq!(
            Expectation::parse("rust,compile_fail,E0382"),
            Ok(Expectation::FailsToCompile { codes })
        );
    }

    #[test]
    fn a_word_that_would_switch_the_test_off_is_refused() {
        for word in ["ignore", "compile-fail", "norun", "E382", "edition2021"] {
            let refused = Expectation::parse(&format!("rust,{word}")).unwrap_err();

            assert!(refused.starts_with(&format!("`{word}` is not known here")), "{refused}");
        }
    }

    #[test]
    fn words_that_contradict_each_other_are_refused() {
        assert!(Expectation::parse("rust,no_run,should_panic").is_err());
        assert!(Expectation::parse("rust,compile_fail,no_run").is_err());
        assert!(Expectation::parse("rust,E0382").is_err());
    }

    #[test]
    fn the_first_code_is_found_in_what_the_compiler_says() {
        assert_eq!(code_in("warning: x\nerror[E0277]: y\nerror[E0382]: z"), Some("E0277"));
        assert_eq!(code_in("error: future cannot be sent between threads safely"), None);
    }
}
