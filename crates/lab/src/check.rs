//! A claim held against figures: whether it is so here, as far as the spread lets one say.
//!
//! A check is a row of data: the claim, a sentence, and orders between figures that must all be so
//! if the sentence is to hold.

use Order::{Alike, IsMeasured, IsRefused, Less, MoreThan, Not, TimesLess};
use figures::{Results, Summary, Verdict, Words};

/// A claim, and the orders of figures that decide it.
#[derive(Debug, Clone)]
pub struct Check {
    /// The claim's id in the ledger: `N05`.
    pub claim: &'static str,
    /// What is held to be so, in one clause.
    pub says: Words,
    /// What must be so of the figures: all of it.
    pub orders: &'static [Order],
    /// Whether no noise can turn it, so that a test may assert it.
    pub is_certain: bool,
}

/// Something that is so of figures or not. Each is decided by the figures' quartiles: where they
/// reach to both sides, it is undecided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Order {
    /// The one is less than the other.
    Less(&'static str, &'static str),
    /// So many times the one is still less than the other.
    TimesLess(&'static str, f64, &'static str),
    /// Neither is more than so many times the other.
    Alike(&'static str, &'static str, f64),
    /// The figure lies above a number.
    MoreThan(&'static str, f64),
    /// The figure could be had.
    IsMeasured(&'static str),
    /// It could not: a limit of the system, named in the reason, forbids it.
    IsRefused(&'static str),
    /// This is not so.
    Not(&'static Order),
}

/// A row: all of these orders must be so.
pub const fn check(claim: &'static str, says: Words, orders: &'static [Order]) -> Check {
    Check { claim, says, orders, is_certain: false }
}

/// The same, where no noise can turn the orders.
pub const fn certain(claim: &'static str, says: Words, orders: &'static [Order]) -> Check {
    Check { claim, says, orders, is_certain: true }
}

impl Check {
    /// The figures that decide it, in the order in which they are named; each once.
    pub fn figures(&self) -> Vec<&'static str> {
        let mut all = Vec::new();
        for name in self.orders.iter().flat_map(|order| order.figures()) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        all
    }

    /// Whether it is so: it fails if one order fails, and is undecided if one is.
    pub fn holds(&self, results: &Results) -> Verdict {
        use Verdict::{Fails, Holds, NotMeasured, Undecided};
        let verdicts: Vec<_> = self.orders.iter().map(|order| order.holds(results)).collect();
        let worst = [Fails, NotMeasured, Undecided].into_iter().find(|it| verdicts.contains(it));
        worst.unwrap_or(Holds)
    }
}

impl Order {
    /// The figures that it speaks of, as it names them.
    fn figures(self) -> Vec<&'static str> {
        match self {
            Less(one, other) | TimesLess(one, _, other) | Alike(one, other, _) => vec![one, other],
            MoreThan(name, _) | IsMeasured(name) | IsRefused(name) => vec![name],
            Not(order) => order.figures(),
        }
    }

    /// Whether it is so.
    pub fn holds(self, results: &Results) -> Verdict {
        let figure = |name| results.figure(name);
        let value = |name| figure(name).and_then(|figure| figure.value);
        // Fewer than three have no quartiles; of what is exact, one decides.
        let is_enough = |name| {
            figure(name)
                .is_some_and(|it| it.decided || it.value.is_some_and(|value| value.count >= 3))
        };
        let both =
            |one, other, by: &dyn Fn(Summary, Summary) -> Verdict| match (value(one), value(other))
            {
                (Some(_), Some(_)) if !is_enough(one) || !is_enough(other) => Verdict::Undecided,
                (Some(one), Some(other)) => by(one, other),
                _ => Verdict::NotMeasured,
            };
        match self {
            Less(one, other) => TimesLess(one, 1.0, other).holds(results),
            TimesLess(one, times, other) => both(one, other, &|one, other| {
                decided(times * one.high < other.low, times * one.low > other.high)
            }),
            Alike(one, other, times) => both(one, other, &|one, other| {
                let (low, high) = (one.low / other.high, one.high / other.low);
                let (least, most) = (1.0 / times, times);
                decided(high <= most && low >= least, low > most || high < least)
            }),
            MoreThan(name, _) if value(name).is_some() && !is_enough(name) => Verdict::Undecided,
            MoreThan(name, number) => value(name).map_or(Verdict::NotMeasured, |value| {
                decided(value.low > number, value.high <= number)
            }),
            IsMeasured(name) => value(name).map_or(Verdict::NotMeasured, |_| Verdict::Holds),
            IsRefused(name) => match figure(name).and_then(|figure| figure.missing.as_deref()) {
                Some(reason) if reason.contains(" allows ") => Verdict::Holds,
                _ => Verdict::NotMeasured,
            },
            Not(order) => match order.holds(results) {
                Verdict::Holds => Verdict::Fails,
                Verdict::Fails => Verdict::Holds,
                other => other,
            },
        }
    }
}

fn decided(yes: bool, no: bool) -> Verdict {
    match (yes, no) {
        (true, _) => Verdict::Holds,
        (_, true) => Verdict::Fails,
        _ => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three figures: `switch.low` is 1 to 2, `switch.middle` 2 to 4, `switch.high` 10 to 12; and one that a
    /// limit forbids.
    fn results() -> Results {
        let mut results: Results =
            serde_json::from_str(include_str!("../tests/results.json")).unwrap();
        let model = results.figures.iter().find(|it| it.value.is_some()).unwrap().clone();
        results.figures.clear();
        for (name, low, high) in
            [("switch.low", 1.0, 2.0), ("switch.middle", 1.5, 4.0), ("switch.high", 10.0, 12.0)]
        {
            let value = Summary { median: low, low, high, count: 11 };
            let value = Some(value);
            results.figures.push(figures::Figure { name: name.into(), value, ..model.clone() });
        }
        let missing = Some("not measurable here: pid_max allows 10 threads".to_owned());
        let name = "start.refused".to_owned();
        results.figures.push(figures::Figure { name, value: None, missing, ..model });
        results
    }

    #[test]
    fn quartiles_decide_an_order_or_leave_it_open() {
        let results = results();
        for (order, verdict) in [
            (Less("switch.low", "switch.high"), Verdict::Holds),
            (Less("switch.high", "switch.low"), Verdict::Fails),
            (Less("switch.low", "switch.middle"), Verdict::Undecided),
            (Less("switch.low", "start.refused"), Verdict::NotMeasured),
            (Less("switch.low", "switch.none"), Verdict::NotMeasured),
            (TimesLess("switch.low", 4.9, "switch.high"), Verdict::Holds),
            (TimesLess("switch.low", 5.1, "switch.high"), Verdict::Undecided),
            (TimesLess("switch.low", 12.5, "switch.high"), Verdict::Fails),
            (Alike("switch.low", "switch.middle", 4.0), Verdict::Holds),
            (Alike("switch.low", "switch.middle", 2.0), Verdict::Undecided),
            (Alike("switch.low", "switch.high", 4.0), Verdict::Fails),
            (MoreThan("switch.low", 0.5), Verdict::Holds),
            (MoreThan("switch.low", 1.5), Verdict::Undecided),
            (MoreThan("switch.low", 2.0), Verdict::Fails),
            (IsMeasured("switch.low"), Verdict::Holds),
            (IsMeasured("start.refused"), Verdict::NotMeasured),
            (IsRefused("start.refused"), Verdict::Holds),
            (IsRefused("switch.low"), Verdict::NotMeasured),
            (Not(&Less("switch.low", "switch.high")), Verdict::Fails),
            (Not(&Less("switch.low", "switch.middle")), Verdict::Undecided),
            (Not(&Less("switch.low", "switch.none")), Verdict::NotMeasured),
        ] {
            assert_eq!(order.holds(&results), verdict, "{order:?}");
        }
    }

    #[test]
    fn one_round_decides_only_what_is_exact() {
        let mut results = results();
        for figure in &mut results.figures {
            figure.decided = false;
            figure.value = figure.value.map(|value| Summary { count: 1, ..value });
        }
        for order in [
            Less("switch.low", "switch.high"),
            Alike("switch.low", "switch.high", 4.0),
            MoreThan("switch.low", 0.5),
            Not(&Less("switch.low", "switch.high")),
        ] {
            assert_eq!(order.holds(&results), Verdict::Undecided, "{order:?}");
        }
        results.figures.iter_mut().for_each(|figure| figure.decided = true);
        assert_eq!(Less("switch.low", "switch.high").holds(&results), Verdict::Holds);
    }

    #[test]
    fn a_check_holds_if_all_its_orders_do() {
        const SO: Order = Less("switch.low", "switch.high");
        const OPEN: Order = Less("switch.low", "switch.middle");
        const NOT_SO: Order = Less("switch.high", "switch.low");
        let row = |orders| check("N00", figures::words("it is so", "是的"), orders);

        assert_eq!(row(&[SO, SO]).holds(&results()), Verdict::Holds);
        assert_eq!(row(&[SO, OPEN]).holds(&results()), Verdict::Undecided);
        assert_eq!(row(&[OPEN, NOT_SO]).holds(&results()), Verdict::Fails);
        assert_eq!(row(&[SO, OPEN]).figures(), ["switch.low", "switch.high", "switch.middle"]);
    }
}
