//! Pictures by their structure: what is in them, not where each pixel is.

mod sample;

use roxmltree::{Document, Node};
use timeline::{Lang, Trace, describe, steps, svg, svg_for_print, terminal};

const BOTH: [Lang; 2] = [Lang::En, Lang::Zh];

fn of_class<'a>(document: &'a Document<'_>, class: &str) -> Vec<Node<'a, 'a>> {
    // The legend shows signs too; they are no part of the lanes.
    let all = document.descendants().filter(|node| {
        let in_legend = node.ancestors().any(|a| a.attribute("class") == Some("tl-legend"));
        node.attribute("class") == Some(class) && !in_legend
    });
    all.collect()
}

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap_or_default().parse().unwrap()
}

/// The parts of a lane that show it running: left ends and right ends.
fn runs(document: &Document<'_>, lane: usize) -> Vec<(f64, f64)> {
    let lane = lane.to_string();
    let all = of_class(document, "tl-run").into_iter();
    let own = all.filter(|node| node.ancestors().any(|a| a.attribute("data-lane") == Some(&lane)));
    own.map(|node| (number(node, "x"), number(node, "x") + number(node, "width"))).collect()
}

#[test]
fn a_blocked_loop_is_a_gap_in_every_other_lane() {
    let picture = svg(&sample::blocked(), Lang::En);
    let document = Document::parse(&picture).unwrap();

    let (alice, bob) = (runs(&document, 0), runs(&document, 1));

    assert_eq!((alice.len(), bob.len()), (1, 2));
    // Bob runs before and after, and never beside Alice; and she has most of the width.
    assert!(bob[0].1 <= alice[0].0 && alice[0].1 <= bob[1].0, "{alice:?} {bob:?}");
    assert!(alice[0].1 - alice[0].0 > 400.0, "{alice:?}");
    // A turn of 10 µs beside one of 40 ms is still seen.
    assert!(bob.iter().all(|(left, right)| right - left >= 4.0), "{bob:?}");
    assert!(!of_class(&document, "tl-stretched").is_empty());
}

#[test]
fn a_loop_that_parks_is_hollow_until_it_goes_on() {
    let mut trace = sample::blocked();
    sample::add(&mut trace, 40_100, 0, timeline::What::Parked);
    sample::add(&mut trace, 60_000, 0, timeline::What::Unparked);
    sample::add(&mut trace, 60_010, 0, timeline::What::Parked);

    let picture = svg(&trace, Lang::En);
    let document = Document::parse(&picture).unwrap();

    // The second time it is still waiting when the record ends.
    assert_eq!(of_class(&document, "tl-parked").len(), 2);
    assert!(picture.contains("its loop waits in the kernel"));
}

#[test]
fn runs_on_two_threads_overlap_and_have_their_own_fills() {
    let picture = svg(&sample::overlapping(), Lang::En);
    let document = Document::parse(&picture).unwrap();

    let (alice, ming) = (runs(&document, 0), runs(&document, 1));

    assert!(alice[0].0 < ming[1].0 && ming[1].0 < alice[0].1, "{alice:?} {ming:?}");
    let fills: std::collections::BTreeSet<_> =
        of_class(&document, "tl-run").iter().map(|run| run.attribute("fill").unwrap()).collect();
    assert_eq!(fills.len(), 2);
    assert_eq!(of_class(&document, "tl-wake").len(), 1);
    assert_eq!(of_class(&document, "tl-panicked").len(), 1);
    assert_eq!(of_class(&document, "tl-ended").len(), 1);
}

#[test]
fn a_thousand_lanes_are_folded_and_the_picture_says_so() {
    let trace = sample::crowd(1000);

    for (lang, says) in [(Lang::En, "and 820 more"), (Lang::Zh, "另有 820 条")] {
        let picture = svg(&trace, lang);
        let document = Document::parse(&picture).unwrap();

        assert_eq!(of_class(&document, "tl-lane").len(), 180);
        assert_eq!(of_class(&document, "tl-folded").len(), 1);
        assert!(picture.contains(says));
        assert!(terminal(&trace, lang, 100, false).contains(says));
    }
    assert!(describe(&trace, Lang::En).ends_with("share the last lane."));
}

#[test]
fn two_hundred_lanes_are_all_there() {
    let picture = svg(&sample::crowd(200), Lang::En);
    let document = Document::parse(&picture).unwrap();

    assert_eq!(of_class(&document, "tl-lane").len(), 200);
    assert!(of_class(&document, "tl-folded").is_empty());
    let rows: Vec<f64> = of_class(&document, "tl-lane")
        .iter()
        .map(|lane| number(lane.children().find(|n| n.has_tag_name("text")).unwrap(), "y"))
        .collect();
    assert!(rows.windows(2).all(|pair| pair[1] - pair[0] >= 10.0));
}

#[test]
fn nothing_lies_outside_the_picture() {
    for trace in every_sample() {
        for lang in BOTH {
            let picture = svg(&trace, lang);
            // In a page an empty line would end it: Markdown takes the rest for text.
            assert!(!picture.contains("\n\n"));
            let document = Document::parse(&picture).unwrap();
            let view = document.root_element().attribute("viewBox").unwrap();
            let view: Vec<f64> = view.split(' ').map(|part| part.parse().unwrap()).collect();
            for rect in document.descendants().filter(|node| node.has_tag_name("rect")) {
                if rect.attribute("x").is_none() || in_legend(rect) {
                    continue;
                }
                let right = number(rect, "x") + number(rect, "width");
                let bottom = number(rect, "y") + number(rect, "height");
                assert!(right <= view[2] && bottom <= view[3], "{rect:?}");
                assert!(number(rect, "width") >= 0.0 && number(rect, "x") >= 0.0, "{rect:?}");
            }
            for text in document.descendants().filter(|node| node.has_tag_name("text")) {
                if in_legend(text) {
                    continue;
                }
                assert!((0.0..view[2]).contains(&number(text, "x")), "{text:?}");
                assert!((0.0..view[3]).contains(&number(text, "y")), "{text:?}");
            }
        }
    }
}

#[test]
fn a_long_name_ends_in_an_ellipsis_and_is_whole_in_its_title() {
    let name = "a name that nobody would ever give to a task of theirs";
    let mut trace = sample::empty(&["main"], &[name]);
    sample::turn(&mut trace, 0, 0, 0, 1000, timeline::Outcome::Ready);

    let picture = svg(&trace, Lang::En);

    assert!(picture.contains(&format!("<title>{name}</title>")));
    assert!(picture.contains(">a name that nob"), "{picture}");
    assert!(!picture.contains(&format!(">{name}</text>")));
}

#[test]
fn every_reference_in_a_picture_has_its_target() {
    for trace in every_sample() {
        let picture = svg(&trace, Lang::En);
        let document = Document::parse(&picture).unwrap();
        let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        for node in document.descendants() {
            let fill = node.attribute("fill").unwrap_or_default();
            if let Some(target) = fill.strip_prefix("url(#") {
                assert!(ids.contains(&target.trim_end_matches(')')), "{fill}");
            }
        }
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        for id in root.attribute("aria-labelledby").unwrap().split(' ') {
            assert!(ids.contains(&id), "{id}");
        }
    }
}

#[test]
fn on_paper_no_style_sheet_is_asked() {
    for trace in every_sample() {
        let picture = svg_for_print(&trace, Lang::En);

        assert!(!picture.contains("var(") && !picture.contains("currentColor"));
        Document::parse(&picture).unwrap();
    }
}

#[test]
fn the_description_says_who_ran_and_what_overlapped() {
    assert_eq!(
        describe(&sample::overlapping(), Lang::En),
        "2 lanes on 2 threads, 25 ms in all. Alice: 1 turn, ran for 18 ms, ended at 20 ms. \
         小明: 2 turns, ran for 16 ms, panicked at 25 ms. For 11 ms two or more ran at once. \
         The longest turn was one of Alice: 18 ms."
    );
    assert_eq!(
        describe(&sample::blocked(), Lang::Zh),
        "2 条泳道，1 个线程，共 40 ms。Alice：轮到 1 次，运行了 40 ms，在 40 ms 结束。\
         Bob & <Co>：轮到 2 次，运行了 20 µs，在 40 ms 结束。任何时刻都没有两条泳道同时运行。\
         单次运行时间最长的是 Alice：40 ms。"
    );
}

#[test]
fn every_event_is_a_step_with_its_words_and_the_state_after_it() {
    let steps = steps(&sample::blocked(), Lang::En);

    let told: Vec<(&str, &str)> =
        steps.steps.iter().map(|step| (step.words.as_str(), step.states.as_str())).collect();
    assert_eq!(
        told,
        [
            ("Alice is made.", "q."),
            ("Bob & <Co> is made.", "qq"),
            ("Bob & <Co> has its turn, on thread main.", "qr"),
            ("Bob & <Co> gives up its turn: pending.", "qw"),
            ("Alice has its turn, on thread main.", "rw"),
            ("Alice: “blocks” begins.", "rw"),
            ("Alice: “blocks” ends.", "rw"),
            ("Alice has come to its end: ready.", "ew"),
            ("The runtime wakes Bob & <Co>, on thread main.", "eq"),
            ("Bob & <Co> has its turn, on thread main.", "er"),
            ("Bob & <Co> has come to its end: ready.", "ee"),
        ]
    );
    assert!(steps.steps.windows(2).all(|pair| pair[0].x <= pair[1].x));
    assert_eq!(steps.lanes.len(), 2);
}

#[test]
fn every_event_has_words_in_both_languages() {
    let trace = sample::everything();
    let [english, chinese] = BOTH.map(|lang| steps(&trace, lang).steps);

    for (english, chinese) in english.iter().zip(&chinese) {
        assert!(english.words.ends_with('.'), "{}", english.words);
        assert!(chinese.words.ends_with('。'), "{}", chinese.words);
    }
    assert_eq!(english[0].source.as_ref().unwrap().line, 7);
    assert!(english[1].snapshot.is_none());
    // The loop calls it Task-1; its lane is called Bob.
    let snapshot = english[2].snapshot.as_ref().unwrap();
    assert_eq!(snapshot.timers, ["Bob: 5 ms"]);
}

#[test]
fn a_terminal_shows_lanes_in_block_characters() {
    let shown = terminal(&sample::overlapping(), Lang::En, 60, false);

    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[2], "thread worker 1");
    let alice = lines.iter().find(|line| line.trim_start().starts_with("Alice")).unwrap();
    let ming = lines.iter().find(|line| line.trim_start().starts_with("小明")).unwrap();
    assert!(alice.contains("░░") && alice.contains("█████") && alice.contains('┤'), "{shown}");
    // The second thread has a character of its own, since there is no colour.
    assert!(ming.contains('▓') && ming.contains('─') && ming.contains('✗'), "{shown}");
    assert!(!shown.contains('\x1b'));
}

#[test]
fn a_terminal_s_lines_fit_and_colour_adds_nothing_else() {
    for trace in every_sample() {
        for width in [40, 80, 200] {
            let plain = terminal(&trace, Lang::Zh, width, false);
            let coloured = terminal(&trace, Lang::Zh, width, true);

            for line in plain.lines() {
                let cells: usize = line.chars().map(|c| if c > '\u{2E7F}' { 2 } else { 1 }).sum();
                assert!(cells <= width, "{cells} cells of {width}: {line}");
            }
            assert_eq!(without_colour(&coloured).lines().count(), plain.lines().count());
        }
    }
}

#[test]
fn an_empty_trace_is_drawn_too() {
    let trace = Trace::default();

    for lang in BOTH {
        Document::parse(&svg(&trace, lang)).unwrap();
        describe(&trace, lang);
        terminal(&trace, lang, 80, true);
        assert!(steps(&trace, lang).steps.is_empty());
    }
}

fn every_sample() -> Vec<Trace> {
    let mut traces = vec![sample::blocked(), sample::overlapping(), sample::everything()];
    traces.extend([1, 13, 41, 101, 250].map(sample::crowd));
    traces
}

fn in_legend(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|a| a.attribute("class") == Some("tl-legend"))
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split('\x1b');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// Two loops on two threads at once, and a third after the first one’s end: each calls its tasks by
/// the same names.
#[test]
fn what_a_loop_holds_has_the_names_of_its_own_lanes() {
    use timeline::{Outcome, Snapshot, What};
    let names = ["Alice", "Bob", "Carol", "Dave", "Erin", "Frank"];
    let mut trace = sample::empty(&["main", "second"], &names);
    for (step, (thread, lane)) in
        [(0, 0), (1, 2), (0, 1), (1, 3), (0, 4), (0, 5)].iter().enumerate()
    {
        let from = step as u64 * 10;
        sample::turn(&mut trace, *lane, *thread, from, from + 5, Outcome::Ready);
        let [.., started, _] = &mut trace.events[..] else { unreachable!() };
        assert_eq!(started.what, What::PollStarted { lane: *lane });
        let (current, ready) =
            if lane % 2 == 0 { ("Task-1", vec!["Task-2".to_owned()]) } else { ("Task-2", vec![]) };
        let current = Some(current.to_owned());
        started.snapshot = Some(Snapshot { current, ready, ..Snapshot::default() });
    }

    let held = steps(&trace, Lang::En).steps.into_iter().filter_map(|step| step.snapshot);
    let told: Vec<_> =
        held.map(|held| [held.current.unwrap(), held.ready.concat()].join(" ")).collect();

    assert_eq!(told, ["Alice Bob", "Carol Dave", "Bob ", "Dave ", "Erin Frank", "Frank "]);
}
