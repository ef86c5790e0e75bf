//! `fits` takes the first place that it finds for each part: that leaves most of the path for the
//! parts behind it. Only the last part before a `$` is looked for at the end. Then the rules are
//! compared by length, and by `allow` where those are equal: `false` is less than `true`.

/// A line of a robots.txt.
struct Rule {
    allow: bool,
    pattern: &'static str,
}

fn allowed(rules: &[Rule], path: &str) -> bool {
    let fitting = rules.iter().filter(|rule| fits(rule.pattern, path));
    let longest = fitting.max_by_key(|rule| (rule.pattern.len(), rule.allow));
    longest.is_none_or(|rule| rule.allow)
}

fn fits(pattern: &str, path: &str) -> bool {
    let to_the_end = pattern.ends_with('$');
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    let mut parts: Vec<&str> = pattern.split('*').collect();
    let Some(mut rest) = path.strip_prefix(parts.remove(0)) else { return false };
    if parts.is_empty() {
        return !to_the_end || rest.is_empty();
    }
    let last = if to_the_end { parts.pop() } else { None };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    last.is_none_or(|last| rest.ends_with(last))
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
