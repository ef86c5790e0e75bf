//! The rows of the table.

use crate::table::{Cell, Goal, Metric, Peer, Row, Work};
use figures::{Words, grouped, words};

/// All rows; smaller sizes if it has to be quick.
pub fn rows(quick: bool) -> Vec<Row> {
    let part = if quick { 10 } else { 1 };
    let mut rows = Vec::new();
    let mut add = |name: &str, title: Words, metric, work: Work, units: u64, goals: &[Goal]| {
        let peers = Peer::ALL.into_iter().filter(|peer| match (work, metric) {
            (Work::Echo { .. }, _) => *peer != Peer::LocalPool,
            (_, Metric::Instructions) => !is_on_io_uring(*peer) && *peer != Peer::BareEpoll,
            _ => *peer != Peer::BareEpoll,
        });
        rows.push(Row {
            name: name.to_owned(),
            title,
            metric,
            cells: peers.map(|peer| Cell { peer, work, units: (units / part).max(1) }).collect(),
            goals: goals.to_vec(),
        });
    };

    use Goal::{AtMost, FewerThanEpoll, OfBare, OfBest};
    for tasks in [1, 100, 100_000] {
        let title = with_number("yield, # tasks", "让出，# 个任务", tasks);
        let units = if quick { 4_000_000 } else { 1_000_000 };
        let work = Work::Yield { tasks };
        add(&format!("yield.{tasks}"), title, Metric::CpuNs, work, units, &[OfBest(0.6)]);
    }
    let title = words("spawn and join", "启动任务并等待结束");
    add("spawn", title, Metric::CpuNs, Work::Spawn, 300_000, &[OfBest(0.35)]);
    let title = words("ping-pong, own channel", "往返，自带的通道");
    add("ping-pong", title, Metric::CpuNs, Work::PingPong, 300_000, &[OfBest(0.6)]);
    let title = words("ping-pong, async-channel", "往返，async-channel");
    add("ping-pong.shared", title, Metric::CpuNs, Work::PingPongShared, 200_000, &[]);
    let title = with_number("# timers, in no order", "# 个定时器，次序打乱", 100_000 / part);
    add("timers", title, Metric::CpuNs, Work::Timers, 100_000, &[OfBest(0.5)]);
    let (title, goals) =
        (words("a timer is late by", "定时器的延迟"), [OfBest(1.0), AtMost(100.0)]);
    add("timer.late", title, Metric::LateUs, Work::Late, 60, &goals);
    let title = words("wake from another thread, one", "从另一个线程唤醒，1 个");
    add("wake.1", title, Metric::CpuNs, Work::Wake { batch: 1 }, 5_000, &[OfBest(0.8)]);
    let title = words("wake from another thread, 1,000", "从另一个线程唤醒，1,000 个");
    add("wake.1000", title, Metric::CpuNs, Work::Wake { batch: 1_000 }, 300_000, &[OfBest(0.8)]);
    let title = words("spawn_blocking, there and back", "spawn_blocking，一次往返");
    add("blocking", title, Metric::CpuUs, Work::Blocking, 5_000, &[OfBest(1.0)]);

    let (work, n) = (Work::Sleepers, 1_000_000);
    let title = |en, zh| with_number(en, zh, n / part);
    let bytes = title("# sleepers, memory each", "# 个休眠的任务，每个占用的内存");
    add("sleepers.bytes", bytes, Metric::Bytes, work, n, &[OfBest(0.5), AtMost(115.0)]);
    let cpu = title("# sleepers, CPU", "# 个休眠的任务，CPU");
    add("sleepers.cpu", cpu, Metric::CpuS, work, n, &[OfBest(0.4)]);
    let wall = title("# sleepers of one second", "# 个任务各休眠一秒");
    add("sleepers.wall", wall, Metric::WallS, work, n, &[AtMost(1.2)]);

    for connections in [1, 100, 1_000, 10_000] {
        let work = Work::Echo { connections };
        let title = with_number("echo, # connections", "回显，# 个连接", connections);
        let units = if connections == 1 { 5_000 } else { 25_000.max(connections * 2) };
        let goals = [OfBest(1.0), OfBare(1.08)];
        add(&format!("echo.{connections}"), title, Metric::CpuUs, work, units, &goals);
    }
    for connections in [1, 100, 1_000, 10_000] {
        let work = Work::Echo { connections };
        let zh = "每条消息的系统调用次数，# 个连接";
        let title = with_number("system calls a message, # connections", zh, connections);
        let goals: &[Goal] = if connections == 1 { &[] } else { &[AtMost(2.1), FewerThanEpoll] };
        // Enough that accepting the connections, which differs from run to run, hardly shows.
        let units = 50_000.max(connections * 20);
        add(&format!("calls.{connections}"), title, Metric::Calls, work, units, goals);
    }

    let counted = Metric::Instructions;
    let (work, goals) = (Work::Yield { tasks: 1 }, [OfBest(0.6), AtMost(140.0)]);
    let title = words("instructions for a yield", "一次让出的指令数");
    add("instructions.yield", title, counted, work, 50_000, &goals);
    let (work, goals) = (Work::Yield { tasks: 100 }, [OfBest(0.6), AtMost(140.0)]);
    let title = words("… with 100 tasks", "……有 100 个任务时");
    add("instructions.yield.100", title, counted, work, 50_000, &goals);
    let goals = [OfBest(0.5), AtMost(600.0)];
    let title = words("… for spawn and join", "……启动任务并等待结束");
    add("instructions.spawn", title, counted, Work::Spawn, 20_000, &goals);
    let goals = [OfBest(0.6), AtMost(620.0)];
    let title = words("… for ping-pong", "……往返");
    add("instructions.ping-pong", title, counted, Work::PingPong, 20_000, &goals);

    let title = words("a yield, by number of tasks", "一次让出，按任务数量");
    rows.push(flat("flat.yield", title, quick, 4_000_000, |tasks| Work::Yield { tasks }));
    let title = words("spawn and join, by number of tasks", "启动任务并等待结束，按任务数量");
    rows.push(flat("flat.spawn", title, quick, 1_000_000, |tasks| Work::SpawnTogether { tasks }));
    let title =
        words("a wake from another thread, by number of tasks", "从另一个线程唤醒，按任务数量");
    let mut wakes = flat("flat.wake", title, quick, 100_000, |batch| Work::Wake { batch });
    // Below a thousand it is the sleep of the threads that costs, not the wake.
    wakes.cells.retain(|cell| cell.work.words().1 >= Some(1_000));
    for cell in &mut wakes.cells {
        cell.units = cell.units.max(cell.work.words().1.unwrap_or(1));
    }
    rows.push(wakes);
    rows
}

/// What turns alone does, with ever more tasks: it should cost the same.
fn flat(name: &str, title: Words, quick: bool, units: u64, work: fn(u64) -> Work) -> Row {
    let sizes = &[1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][..if quick { 6 } else { 7 }];
    let units = if quick { units / 10 } else { units };
    Row {
        name: name.to_owned(),
        title,
        metric: Metric::CpuNs,
        cells: (sizes.iter())
            .map(|&tasks| Cell { peer: Peer::Turns, work: work(tasks), units })
            .collect(),
        goals: vec![Goal::Flat(2.0)],
    }
}

/// A title with a number in place of `#`; of one thing, in the singular.
fn with_number(en: &str, zh: &str, number: u64) -> Words {
    let en = if number == 1 { en.trim_end_matches('s') } else { en };
    let [en, zh] = [en, zh].map(|text| text.replace('#', &grouped(number)));
    Words { en: en.into(), zh: zh.into() }
}

/// Valgrind knows no io_uring.
fn is_on_io_uring(peer: Peer) -> bool {
    matches!(peer, Peer::Monoio | Peer::Glommio | Peer::Compio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let rows = rows(false);
        for (place, row) in rows.iter().enumerate() {
            assert!(rows[..place].iter().all(|other| other.name != row.name), "{}", row.name);
        }
    }

    #[test]
    fn a_title_counts_what_is_measured() {
        for quick in [true, false] {
            let rows = rows(quick);
            let timers = rows.iter().find(|row| row.name == "timers").unwrap();
            assert_eq!(timers.title.en.split(' ').next(), Some(&*grouped(timers.cells[0].units)));
        }
    }

    #[test]
    fn one_thing_is_in_the_singular() {
        assert_eq!(with_number("# tasks", "# 个任务", 1).en, "1 task");
        assert_eq!(with_number("# tasks", "# 个任务", 1_000).en, "1,000 tasks");
    }

    #[test]
    fn the_words_of_a_work_lead_back_to_it() {
        for cell in rows(false).iter().flat_map(|row| &row.cells) {
            let (word, number) = cell.work.words();
            assert_eq!(Work::from_words(word, number.unwrap_or(0)), Some(cell.work));
        }
    }
}
