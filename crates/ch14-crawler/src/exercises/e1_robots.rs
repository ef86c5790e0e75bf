//! A robots.txt may forbid a folder and allow a page in it. Python's own `robotparser` took the first
//! line that fitted, and so does this function; it knows no `*` and no `$` either. By RFC 9309 the
//! longest pattern that fits decides, `Allow` wins where two are equally long, and what no pattern
//! fits is allowed.
//!
//! # Hint
//!
//! Write a function `fits` for one pattern first. Split the pattern at `*`: its first part has to be
//! the path's beginning, and each of the others may stand anywhere behind the one before.

/// A line of a robots.txt.
struct Rule {
    allow: bool,
    pattern: &'static str,
}

fn allowed(rules: &[Rule], path: &str) -> bool {
    // Your turn: which rule decides, and when does a pattern fit?
    let rule = rules.iter().find(|rule| path.starts_with(rule.pattern));
    rule.is_none_or(|rule| rule.allow)
}

// The test: the same for the solution.

/// The longest pattern decides.
pub fn test() {
    let rule = |line: &'static str| {
        let (word, pattern) = line.split_once(' ').expect("a word and a pattern");
        Rule { allow: word == "allow", pattern }
    };
    let check = |lines: &[&'static str], path: &str, wanted: bool| {
        let rules: Vec<Rule> = lines.iter().map(|line| rule(line)).collect();
        let word = if wanted { "allowed" } else { "forbidden" };
        assert_eq!(allowed(&rules, path), wanted, "{path} should be {word} by {lines:?}");
    };
    check(&[], "/", true);
    check(&["disallow /private"], "/private/diary", false);
    check(&["disallow /private"], "/", true);
    check(&["disallow /example/page/", "allow /example/page/this"], "/example/page/this", true);
    check(&["allow /example/page/", "disallow /example/page/not"], "/example/page/not.gif", false);
    check(&["disallow /page", "allow /page"], "/page", true);
    check(&["disallow /*.gif$"], "/a/picture.gif", false);
    check(&["disallow /*.gif$"], "/a/picture.gif?size=2", true);
    check(&["disallow /*.gif"], "/a/picture.gif?size=2", false);
    check(&["disallow /*/private/*/x"], "/a/private/b/x", false);
    check(&["disallow /*/private/*/x"], "/private/x", true);
    check(&["disallow /page$"], "/page", false);
    check(&["disallow /page$"], "/pages", true);
    check(&["disallow /page$$"], "/page$", false);
    check(&["disallow /page$$"], "/page", true);
    check(&["disallow /", "allow /$"], "/", true);
    check(&["disallow /", "allow /$"], "/page", false);
}
