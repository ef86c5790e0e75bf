//! A trace in words, for those who do not see the picture.

use crate::Lang;
use crate::axis::duration;
use crate::lanes::{Course, End, State, Stretch, courses};
use crate::layout::MOST_LANES;
use crate::trace::Trace;

/// More lanes than this are not told one by one.
const TOLD: usize = 12;

/// The title of the picture.
pub fn title(trace: &Trace, lang: Lang) -> String {
    match (trace.listing.as_str(), lang) {
        ("", Lang::En) => "Timeline".to_owned(),
        ("", Lang::Zh) => "时间线".to_owned(),
        (listing, Lang::En) => format!("Timeline of {listing} on {}", trace.side),
        (listing, Lang::Zh) => format!("{listing} 的时间线（{}）", trace.side),
    }
}

/// What the picture shows, in a few sentences: who had how many turns, for how long, how each
/// ended, whether runs overlapped, and the longest turn.
pub fn describe(trace: &Trace, lang: Lang) -> String {
    let courses = courses(trace);
    let mut told = vec![whole(trace, &courses, lang)];
    for (lane, course) in courses.iter().enumerate().take(TOLD) {
        told.push(one(trace, lane, course, lang));
    }
    if courses.len() > TOLD {
        told.push(others(&courses[TOLD..], lang));
    }
    told.push(overlap(&courses, lang));
    told.extend(longest(trace, &courses, lang));
    if courses.len() > MOST_LANES {
        told.push(match lang {
            Lang::En => "Those for which there is no room share the last lane.".to_owned(),
            Lang::Zh => "画不下的泳道合并为最后一条。".to_owned(),
        });
    }
    told.join(if lang == Lang::En { " " } else { "" })
}

fn whole(trace: &Trace, courses: &[Course], lang: Lang) -> String {
    let time = duration(trace.events.last().map_or(0, |event| event.at));
    let lanes = courses.len();
    let mut threads: Vec<usize> = runs(courses).map(|stretch| stretch.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    let (threads, processes) = (threads.len(), trace.processes.len());
    match lang {
        Lang::En => {
            let processes = if processes > 1 {
                format!(" of {}", count(processes, "process", "processes"))
            } else {
                String::new()
            };
            format!(
                "{} on {}{processes}, {time} in all.",
                count(lanes, "lane", "lanes"),
                count(threads, "thread", "threads")
            )
        }
        Lang::Zh => {
            let processes =
                if processes > 1 { format!("{processes} 个进程、") } else { String::new() };
            format!("{lanes} 条泳道，{processes}{threads} 个线程，共 {time}。")
        }
    }
}

fn one(trace: &Trace, lane: usize, course: &Course, lang: Lang) -> String {
    let name = &trace.lanes[lane].name;
    let run = |stretch: &&Stretch| stretch.state == State::Running;
    let ran: u64 = course.stretches.iter().filter(run).map(|s| s.to - s.from).sum();
    let (ran, turns) = (duration(ran), course.turns);
    let is_task = crate::lanes::is_task(trace, lane);
    match lang {
        Lang::En => {
            let end = match course.end {
                Some((at, End::Value)) => format!("ended at {}", duration(at)),
                Some((at, End::Panic)) => format!("panicked at {}", duration(at)),
                Some((at, End::Cancel)) => format!("was cancelled at {}", duration(at)),
                None => "had not ended".to_owned(),
            };
            if is_task {
                format!("{name}: {}, ran for {ran}, {end}.", count(turns, "turn", "turns"))
            } else {
                format!("{name}: ran for {ran}, {end}.")
            }
        }
        Lang::Zh => {
            let end = match course.end {
                Some((at, End::Value)) => format!("在 {} 结束", duration(at)),
                Some((at, End::Panic)) => format!("在 {} 发生 panic", duration(at)),
                Some((at, End::Cancel)) => format!("在 {} 被取消", duration(at)),
                None => "尚未结束".to_owned(),
            };
            if is_task {
                format!("{name}：轮到 {turns} 次，运行了 {ran}，{end}。")
            } else {
                format!("{name}：运行了 {ran}，{end}。")
            }
        }
    }
}

fn others(courses: &[Course], lang: Lang) -> String {
    let lanes = courses.len();
    let turns: usize = courses.iter().map(|course| course.turns).sum();
    let ended = courses.iter().filter(|c| matches!(c.end, Some((_, End::Value)))).count();
    match lang {
        Lang::En => format!(
            "The other {lanes} had {} in all; {ended} of them ended.",
            count(turns, "turn", "turns")
        ),
        Lang::Zh => format!("其余 {lanes} 条泳道共轮到 {turns} 次，其中 {ended} 条已结束。"),
    }
}

/// For how long two threads ran at the same time.
fn overlap(courses: &[Course], lang: Lang) -> String {
    let shared = shared_time(courses);
    match (lang, shared) {
        (Lang::En, 0) => "At no time did two run at once.".to_owned(),
        (Lang::En, _) => format!("For {} two or more ran at once.", duration(shared)),
        (Lang::Zh, 0) => "任何时刻都没有两条泳道同时运行。".to_owned(),
        (Lang::Zh, _) => format!("有 {} 的时间里，两条或更多泳道同时运行。", duration(shared)),
    }
}

/// How long lanes of different threads ran at the same time, in nanoseconds.
pub fn shared_time(courses: &[Course]) -> u64 {
    let mut threads: Vec<usize> = runs(courses).map(|stretch| stretch.thread).collect();
    threads.sort_unstable();
    threads.dedup();
    let lanes: Vec<usize> = (0..courses.len()).collect();
    let mut edges: Vec<(u64, i32)> = Vec::new();
    for thread in threads {
        for (from, to) in crate::lanes::busy(courses, &lanes, thread) {
            edges.extend([(from, 1), (to, -1)]);
        }
    }
    edges.sort_unstable();
    let (mut running, mut since, mut shared) = (0, 0, 0);
    for (at, change) in edges {
        if running > 1 {
            shared += at - since;
        }
        running += change;
        since = at;
    }
    shared
}

/// The longest turn of a task, where it is long enough to keep others waiting.
fn longest(trace: &Trace, courses: &[Course], lang: Lang) -> Option<String> {
    let (lane, time) = courses
        .iter()
        .enumerate()
        .filter(|(lane, _)| crate::lanes::is_task(trace, *lane))
        .flat_map(|(lane, course)| course.stretches.iter().map(move |stretch| (lane, stretch)))
        .filter(|(_, stretch)| stretch.state == State::Running)
        .map(|(lane, stretch)| (lane, stretch.to - stretch.from))
        .max_by_key(|(_, time)| *time)?;
    let name = &trace.lanes[lane].name;
    let time = duration(time);
    Some(match lang {
        Lang::En => format!("The longest turn was one of {name}: {time}."),
        Lang::Zh => format!("单次运行时间最长的是 {name}：{time}。"),
    })
}

fn runs(courses: &[Course]) -> impl Iterator<Item = &Stretch> {
    let all = courses.iter().flat_map(|course| &course.stretches);
    all.filter(|stretch| stretch.state == State::Running)
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
