//! Which price is in force when. Pure.
//!
//! Every price that was ever set stays as a row. In force at a time is, of the rows that hold then, the one that began
//! last; of two that began together the one that was set last. So an open-ended price takes over from the one before
//! for good; a price with an end, such as a sale, lies over it, and when it ends the one before is back by itself.

use infrasell_kernel::{PriceId, Timestamp};
use std::{collections::BTreeSet, time::Duration};

/// How far back the lowest prior price is looked for (98/6/EC, article 6a).
pub const PRIOR: Duration = Duration::from_secs(30 * 24 * 3600);

/// What a price says, minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    /// A unit costs.
    pub price: i64,
    /// It is shown beside this as reduced.
    pub compare_at: Option<i64>,
    /// Maximum retail price.
    pub mrp: Option<i64>,
}

/// From when to when something holds; the end is exclusive, and absent means open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The beginning.
    pub starts_at: Timestamp,
    /// The end.
    pub ends_at: Option<Timestamp>,
}

impl Span {
    /// Whether it holds at `at`.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.starts_at <= at && self.ends_at.is_none_or(|end| at < end)
    }

    /// Whether it ends at or after the other.
    fn outlasts(&self, other: &Span) -> bool {
        match (self.ends_at, other.ends_at) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(own), Some(other)) => own >= other,
        }
    }
}

/// A price that was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: PriceId,
    /// What it says.
    pub amounts: Amounts,
    /// When it holds.
    pub span: Span,
    /// When it was set.
    pub created_at: Timestamp,
}

impl Row {
    /// The greater one is in force.
    fn rank(&self) -> (Timestamp, Timestamp, PriceId) {
        (self.span.starts_at, self.created_at, self.id)
    }
}

/// The row of one list that is in force at `at`.
pub fn in_force(rows: &[Row], at: Timestamp) -> Option<&Row> {
    rows.iter().filter(|row| row.span.holds(at)).max_by_key(|row| row.rank())
}

/// Whether setting `amounts` for `span` would change nothing, when `row` is in force at its beginning.
pub fn says_already(row: Option<&Row>, amounts: &Amounts, span: &Span) -> bool {
    row.is_some_and(|row| row.amounts == *amounts && row.span.outlasts(span))
}

/// A price of a list, and how the list stands among the channel's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedRow {
    /// Priority and id; the greater list that has a price wins.
    pub list: (i64, i64),
    /// When the list counts.
    pub list_span: Span,
    /// The price.
    pub row: Row,
}

/// What a unit costs at `at`, over all lists of a channel, minor units.
pub fn price_at(rows: &[ListedRow], at: Timestamp) -> Option<i64> {
    let holding = rows.iter().filter(|listed| listed.list_span.holds(at) && listed.row.span.holds(at));
    holding.max_by_key(|listed| (listed.list, listed.row.rank())).map(|listed| listed.row.amounts.price)
}

/// The lowest price of the 30 days before the price that is in force now began, minor units; nothing when it has none
/// now, or had none then.
pub fn lowest_prior(rows: &[ListedRow], now: Timestamp) -> Option<i64> {
    let present = price_at(rows, now)?;
    let mut changes = BTreeSet::new();
    for listed in rows {
        for span in [listed.list_span, listed.row.span] {
            changes.insert(span.starts_at);
            changes.extend(span.ends_at);
        }
    }
    let mut began = now;
    let mut lowest: Option<i64> = None;
    let mut still_present = true;
    // each price between two changes, from the present one backwards
    let mut until = now;
    for from in changes.into_iter().rev().filter(|change| *change <= now) {
        let price = price_at(rows, from);
        if still_present && price == Some(present) {
            began = from;
        } else {
            still_present = false;
            if until <= began.minus(PRIOR) {
                break;
            }
            lowest = price.into_iter().chain(lowest).min();
        }
        until = from;
    }
    lowest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 24 * 3_600 * 1_000_000;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_micros(day * DAY)
    }
    fn span(from: i64, to: Option<i64>) -> Span {
        Span { starts_at: at(from), ends_at: to.map(at) }
    }
    fn row(id: i64, price: i64, from: i64, to: Option<i64>) -> Row {
        let amounts = Amounts { price, compare_at: None, mrp: None };
        Row { id: PriceId::from_i64(id), amounts, span: span(from, to), created_at: at(0) }
    }
    fn listed(list: i64, row: Row) -> ListedRow {
        ListedRow { list: (list, list), list_span: Span { starts_at: Timestamp::MIN, ends_at: None }, row }
    }
    fn prices(rows: &[Row], days: &[i64]) -> Vec<Option<i64>> {
        days.iter().map(|day| in_force(rows, at(*day)).map(|row| row.amounts.price)).collect()
    }

    #[test]
    fn a_price_takes_over_and_a_sale_gives_back() {
        let rows = [row(1, 100, 0, None), row(2, 120, 10, None), row(3, 90, 15, Some(20))];
        let seen = prices(&rows, &[-1, 0, 9, 10, 14, 15, 19, 20, 99]);
        let want = [None, Some(100), Some(100), Some(120), Some(120), Some(90), Some(90), Some(120), Some(120)];
        assert_eq!(seen, want);
    }

    #[test]
    fn of_two_that_begin_together_the_later_set_one_wins() {
        let mut late = row(1, 80, 10, None);
        late.created_at = at(2);
        assert_eq!(prices(&[row(2, 90, 10, None), late], &[10]), [Some(80)], "whatever their ids");
        assert_eq!(prices(&[row(2, 90, 10, None), row(3, 70, 10, None)], &[10]), [Some(70)]);
    }

    #[test]
    fn what_is_said_already_is_known() {
        let regular = row(1, 100, 0, None);
        let sale = row(2, 80, 5, Some(10));
        let (full, reduced) = (regular.amounts, sale.amounts);
        assert!(says_already(Some(&regular), &full, &span(3, None)));
        assert!(says_already(Some(&regular), &full, &span(3, Some(4))));
        assert!(says_already(Some(&sale), &reduced, &span(6, Some(10))));
        assert!(!says_already(Some(&sale), &reduced, &span(6, Some(11))), "it would be longer");
        assert!(!says_already(Some(&sale), &reduced, &span(6, None)), "it would be for good");
        assert!(!says_already(Some(&regular), &reduced, &span(3, None)));
        assert!(!says_already(None, &full, &span(3, None)));
    }

    #[test]
    fn the_lowest_prior_price_is_of_the_thirty_days_before_the_present_one_began() {
        let rows = |rows: &[Row]| -> Vec<ListedRow> { rows.iter().map(|row| listed(1, *row)).collect() };
        let regular = row(1, 100, 0, None);
        assert_eq!(lowest_prior(&rows(&[]), at(50)), None);
        assert_eq!(lowest_prior(&rows(&[regular]), at(50)), None, "it never had another");
        let sale = row(2, 80, 40, Some(60));
        assert_eq!(lowest_prior(&rows(&[regular, sale]), at(50)), Some(100));
        assert_eq!(lowest_prior(&rows(&[regular, sale]), at(60)), Some(80), "the sale was before");
        let early = row(3, 70, 5, Some(9));
        assert_eq!(lowest_prior(&rows(&[regular, early, sale]), at(50)), Some(100), "31 days before it began");
        let late = row(3, 70, 5, Some(11));
        assert_eq!(lowest_prior(&rows(&[regular, late, sale]), at(50)), Some(70), "it reached into the 30 days");
        // the same price set anew does not begin anew
        let again = row(4, 80, 45, Some(60));
        assert_eq!(lowest_prior(&rows(&[regular, sale, again]), at(50)), Some(100));
    }

    #[test]
    fn a_list_of_higher_priority_wins_while_it_counts() {
        let mut vip = listed(2, row(2, 60, 0, None));
        vip.list_span = span(10, Some(20));
        let rows = [listed(1, row(1, 100, 0, None)), vip];
        assert_eq!([9, 10, 19, 20].map(|day| price_at(&rows, at(day))), [Some(100), Some(60), Some(60), Some(100)]);
        assert_eq!(lowest_prior(&rows, at(15)), Some(100));
        assert_eq!(lowest_prior(&rows, at(25)), Some(60));
    }

    fn any_row() -> impl Strategy<Value = Row> {
        (1..500_i64, 1..9_i64, 0..40_i64, prop::option::of(1..30_i64))
            .prop_map(|(id, price, from, length)| row(id, price, from, length.map(|length| from + length)))
    }

    proptest! {
        #[test]
        fn the_lowest_prior_price_is_that_of_a_day_by_day_look(rows in prop::collection::vec(any_row(), 1..8), now in 0..80_i64) {
            let rows: Vec<ListedRow> = rows.into_iter().map(|row| listed(1, row)).collect();
            let price = |day: i64| price_at(&rows, at(day));
            let mut began = now;
            while began > -40 && price(began - 1) == price(now) {
                began -= 1;
            }
            let want = price(now).and_then(|_| (began - 30..began).filter_map(price).min());
            prop_assert_eq!(lowest_prior(&rows, at(now)), want);
        }

        #[test]
        fn a_row_that_says_what_is_said_already_changes_no_day(rows in prop::collection::vec(any_row(), 1..8), new in any_row()) {
            let mut new = new;
            new.id = PriceId::from_i64(1_000);
            new.created_at = at(1);
            let said = says_already(in_force(&rows, new.span.starts_at), &new.amounts, &new.span);
            let mut with = rows.clone();
            with.push(new);
            if said {
                let days: Vec<i64> = (0..90).collect();
                prop_assert_eq!(prices(&rows, &days), prices(&with, &days));
            }
        }
    }
}
