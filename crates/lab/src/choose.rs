//! What was asked for on the command line, and what is near to a name that there is not.

use crate::plan::Probe;
use crate::table::{Peer, Row};
use figures::FAMILIES;

/// There is nothing of that name; in words, with its neighbours.
#[derive(Debug)]
pub struct Unknown(pub String);

/// The probes of which a figure was asked for; all, if none was.
pub fn probes(mut probes: Vec<Probe>, names: &[String]) -> Result<Vec<Probe>, Unknown> {
    let gives = |probe: &Probe, wanted: &str| {
        probe.figures.iter().any(|figure| is_called(figure.name, wanted))
    };
    for wanted in names {
        if wanted == "turns" {
            let message = "turns has options of its own and stands alone: cargo lab turns";
            return Err(Unknown(message.to_owned()));
        }
        if !probes.iter().any(|probe| gives(probe, wanted)) {
            let figures = probes.iter().flat_map(|probe| probe.figures.iter().map(|it| it.name));
            let families = FAMILIES.iter().map(|family| family.name);
            return Err(unknown("figure", wanted, families.chain(figures), "cargo lab --list"));
        }
    }
    if !names.is_empty() {
        probes.retain(|probe| names.iter().any(|wanted| gives(probe, wanted)));
    }
    Ok(probes)
}

/// The rows and runtimes that were asked for; all, if none was.
pub fn rows(mut rows: Vec<Row>, names: &[String], peers: &[String]) -> Result<Vec<Row>, Unknown> {
    for wanted in names {
        if !rows.iter().any(|row| is_called(&row.name, wanted)) {
            let names = rows.iter().map(|row| row.name.as_str());
            return Err(unknown("row", wanted, names, "cargo lab turns --list"));
        }
    }
    if !names.is_empty() {
        rows.retain(|row| names.iter().any(|wanted| is_called(&row.name, wanted)));
    }
    if !peers.is_empty() {
        let mut kept = vec![Peer::Turns, Peer::BareEpoll];
        for name in peers {
            kept.push(peer(name)?);
        }
        for row in &mut rows {
            row.cells.retain(|cell| kept.contains(&cell.peer));
        }
    }
    Ok(rows)
}

/// The runtime of that name.
pub fn peer(name: &str) -> Result<Peer, Unknown> {
    let names = Peer::ALL.iter().map(|peer| peer.name());
    Peer::named(name).ok_or_else(|| unknown("runtime", name, names, "cargo lab turns --list"))
}

/// Whether something has that name, or one that goes on with a dot after it.
fn is_called(name: &str, wanted: &str) -> bool {
    name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// How alike a name must be to be offered for another, from 0 to 1.
const ALIKE: f64 = 0.7;

/// Names those that are nearest to what was asked for, if any are near.
fn unknown<'a>(
    kind: &str,
    name: &str,
    names: impl Iterator<Item = &'a str>,
    list: &str,
) -> Unknown {
    let mut near: Vec<_> = names.map(|other| (strsim::jaro_winkler(name, other), other)).collect();
    near.retain(|(likeness, _)| *likeness >= ALIKE);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<_> = near.iter().take(3).map(|(_, name)| *name).collect();
    let nearest = match near.as_slice() {
        [] => String::new(),
        [only] => format!(" The nearest is {only}."),
        several => format!(" The nearest are {}.", several.join(", ")),
    };
    Unknown(format!("there is no {kind} called {name:?}.{nearest} All: {list}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use figures::words;

    fn all() -> Vec<Probe> {
        let label = words("it", "它");
        let names = ["switch.thread.futex", "switch.threads", "start.thread"];
        names.map(|name| Probe::python(name, label.clone())).into()
    }

    fn chosen(name: &str) -> Vec<&'static str> {
        let probes = probes(all(), &[name.to_owned()]).unwrap();
        probes.iter().map(|probe| probe.name).collect()
    }

    #[test]
    fn a_name_stands_for_all_that_begin_with_it() {
        assert_eq!(chosen("switch"), ["switch.thread.futex", "switch.threads"]);
        assert_eq!(chosen("switch.thread"), ["switch.thread.futex"]);
        assert_eq!(chosen("start.thread"), ["start.thread"]);
        assert_eq!(probes(all(), &[]).unwrap().len(), 3);
    }

    #[test]
    fn an_unknown_name_gets_its_neighbours() {
        let Unknown(message) = probes(all(), &["witch".to_owned()]).unwrap_err();
        assert!(message.contains("nearest are switch,"), "{message}");
        let Unknown(message) = probes(all(), &["xyz".to_owned()]).unwrap_err();
        assert_eq!(message, "there is no figure called \"xyz\". All: cargo lab --list");
    }

    #[test]
    fn a_row_keeps_the_runtimes_that_were_asked_for() {
        let rows = rows(crate::rows::rows(true), &["spawn".into()], &["tokio".into()]).unwrap();
        let names: Vec<_> = rows[0].cells.iter().map(|cell| cell.peer.name()).collect();
        assert_eq!((rows.len(), names), (1, vec!["turns", "tokio"]));
    }
}
