//! What one purchase writes, learnt from two purchases of the same goods: what is alike in both stays, what differs is
//! made fresh for each further one, as in a shop: tokens are spread over their whole range, and each purchase is of two other
//! goods. Rows whose keys grow by one lie side by side, and two hot rows are always at hand: that limit was none.
//!
//! Always true: a number or token that stands in several places of a purchase is replaced by one and the same in all of
//! them, so that references fit; no two purchases get the same.

use infrasell_db::{Traced, Val, Verb};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How far apart the numbers of two purchases are; more than one purchase uses.
const STRIDE: i64 = 100_000;
/// A word of at least so many characters that differs is a token; a shorter one is part of a time and stays.
const TOKEN: usize = 12;
/// How many characters of a token tell purchases apart.
const MARK: usize = 10;

/// The transactions of one purchase, in the order of their commits.
#[derive(Debug, Clone, Default)]
pub struct Pattern {
    /// Each with its statements.
    pub transactions: Vec<Vec<Statement>>,
}

/// A statement with places for values.
#[derive(Debug, Clone)]
pub struct Statement {
    /// How it is run.
    pub verb: Verb,
    /// The text.
    pub sql: String,
    /// How many rows it touched, when that is known.
    pub touched: Option<u64>,
    sets: Vec<Vec<Slot>>,
}

#[derive(Debug, Clone)]
enum Slot {
    Same(Val<'static>),
    Number(i64),
    Text(Vec<Piece>),
    Bytes(Vec<u8>),
    Numbers(Vec<(i64, bool)>),
    /// The first or the second of what is bought.
    Bought(Goods, usize),
}

/// What is for sale, in order.
pub type Goods = Arc<[i64]>;

#[derive(Debug, Clone)]
enum Piece {
    Same(String),
    Number(i64, usize),
    Token(String),
}

impl Statement {
    /// The values of purchase `number`, which counts from 1.
    #[must_use]
    pub fn values(&self, number: i64) -> Vec<Vec<Val<'static>>> {
        self.sets.iter().map(|set| set.iter().map(|slot| slot.fill(number)).collect()).collect()
    }
}

impl Slot {
    fn fill(&self, number: i64) -> Val<'static> {
        match self {
            Slot::Same(value) => value.clone(),
            Slot::Number(value) => Val::Int(shift(*value, number)),
            Slot::Text(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Same(same) => text.push_str(same),
                        Piece::Number(value, width) => text.push_str(&format!("{:0width$}", shift(*value, number))),
                        Piece::Token(token) => text.push_str(&mark(token, number)),
                    }
                }
                Val::Text(text.into())
            }
            Slot::Bytes(bytes) => {
                let mut bytes = bytes.clone();
                for (byte, new) in bytes.iter_mut().zip(spread(number, 64).to_be_bytes()) {
                    *byte = new;
                }
                Val::Bytes(bytes.into())
            }
            Slot::Numbers(all) => {
                let all: Vec<i64> = all.iter().map(|(v, fresh)| if *fresh { shift(*v, number) } else { *v }).collect();
                Val::Ints(all.into())
            }
            Slot::Bought(goods, which) => Val::Int(bought(goods, number)[*which]),
        }
    }
}

fn shift(value: i64, number: i64) -> i64 {
    value.saturating_add(number.saturating_mul(STRIDE))
}

fn mark(token: &str, number: i64) -> String {
    format!("{:0MARK$x}{}", spread(number, 40), &token[MARK..])
}

/// Numbers of so many bits, spread evenly: as the factor is odd, no two are the same (Fibonacci hashing).
fn spread(number: i64, bits: u32) -> u64 {
    let factor = 0x9E37_79B9_7F4A_7C15 >> (64 - bits) | 1;
    number.cast_unsigned().wrapping_mul(factor) & (u64::MAX >> (64 - bits))
}

/// Two different goods, in order, as stock is taken.
fn bought(goods: &[i64], number: i64) -> [i64; 2] {
    let many = goods.len() as u64;
    let first = spread(number, 64) % many;
    let second = (first + 1 + spread(number, 48) % (many - 1)) % many;
    let mut both = [first, second].map(|at| goods[usize::try_from(at).unwrap_or(0)]);
    both.sort_unstable();
    both
}

/// Whether a statement only reads, or only marks a place in its transaction.
fn writes(traced: &Traced) -> bool {
    let head = traced.sql.trim_start();
    match traced.verb {
        Verb::Begin | Verb::Commit => false,
        Verb::Rows => ["INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|word| head.starts_with(word)),
        Verb::Exec | Verb::Queue => !["SAVEPOINT", "RELEASE", "SELECT"].iter().any(|word| head.starts_with(word)),
    }
}

/// The writes of committed transactions that are not bookkeeping alone, in the order of commits.
fn transactions(trace: &[Traced]) -> Vec<Vec<&Traced>> {
    let mut open: BTreeMap<u64, Vec<&Traced>> = BTreeMap::new();
    let mut done = vec![];
    for traced in trace {
        match (traced.tx, traced.verb) {
            (Some(tx), Verb::Commit) => done.extend(open.remove(&tx)),
            (Some(tx), _) if writes(traced) => open.entry(tx).or_default().push(traced),
            // one statement is a transaction of its own
            (None, _) if writes(traced) => done.push(vec![traced]),
            _ => {}
        }
    }
    done.retain(|tx| !tx.iter().all(|traced| is_bookkeeping(&traced.sql)));
    done
}

/// What the dispatcher of events and jobs notes for itself, for many purchases at a time when there are many: a
/// transaction of which every statement is on the layer's own tables.
fn is_bookkeeping(sql: &str) -> bool {
    let mut words = sql.split_whitespace();
    let written = words.find(|word| ["INTO", "UPDATE", "FROM"].contains(word)).and_then(|_| words.next());
    written.is_some_and(|table| table.starts_with("db_"))
}

/// Learns the pattern from two purchases of the same two of `goods`.
///
/// # Errors
/// When the two did not do the same.
pub fn learn(first: &[Traced], second: &[Traced], both: [i64; 2], goods: &Goods) -> Result<Pattern, String> {
    let (first, mut second) = (transactions(first), transactions(second));
    let mut pairs = vec![];
    for tx in first {
        let fits = |other: &Vec<&Traced>| shape(other) == shape(&tx);
        let at = second.iter().position(fits).ok_or_else(|| format!("no second transaction of {:?}", shape(&tx)))?;
        let other = second.remove(at);
        pairs.push((tx, other));
    }
    if let Some(tx) = second.first() {
        return Err(format!("no first transaction of {:?}", shape(tx)));
    }
    let fresh = fresh_numbers(&pairs);
    let bought = |slot: Slot| match &slot {
        Slot::Same(Val::Int(value)) => match both.iter().position(|one| one == value) {
            Some(which) => Slot::Bought(goods.clone(), which),
            None => slot,
        },
        _ => slot,
    };
    let mut pattern = Pattern::default();
    for (tx, other) in &pairs {
        let mut statements = vec![];
        for (a, b) in tx.iter().zip(other) {
            statements.push(Statement {
                verb: a.verb,
                sql: a.sql.clone(),
                touched: a.touched,
                sets: slots(a, b, &fresh)?.into_iter().map(|set| set.into_iter().map(bought).collect()).collect(),
            });
        }
        pattern.transactions.push(statements);
    }
    Ok(pattern)
}

fn shape<'t>(tx: &[&'t Traced]) -> Vec<(&'t str, usize)> {
    tx.iter().map(|traced| (traced.sql.as_str(), traced.sets.len())).collect()
}

fn fresh_numbers(pairs: &[(Vec<&Traced>, Vec<&Traced>)]) -> BTreeSet<i64> {
    let mut fresh = BTreeSet::new();
    for (tx, other) in pairs {
        for (a, b) in tx.iter().zip(other) {
            for (x, y) in a.sets.iter().flatten().zip(b.sets.iter().flatten()) {
                match (x, y) {
                    (Val::Int(x), Val::Int(y)) if x != y => drop(fresh.insert(*x)),
                    (Val::Ints(x), Val::Ints(y)) => {
                        fresh.extend(x.iter().zip(y.iter()).filter(|(x, y)| x != y).map(|(x, _)| *x));
                    }
                    _ => {}
                }
            }
        }
    }
    fresh
}

fn slots(a: &Traced, b: &Traced, fresh: &BTreeSet<i64>) -> Result<Vec<Vec<Slot>>, String> {
    let mut sets = vec![];
    for (set, other) in a.sets.iter().zip(&b.sets) {
        let mut slots = vec![];
        for (x, y) in set.iter().zip(other) {
            slots.push(slot(x, y, fresh).map_err(|why| format!("{why} in {}", a.sql))?);
        }
        sets.push(slots);
    }
    Ok(sets)
}

fn slot(x: &Val<'static>, y: &Val<'static>, fresh: &BTreeSet<i64>) -> Result<Slot, String> {
    Ok(match (x, y) {
        (Val::Int(x), _) if fresh.contains(x) => Slot::Number(*x),
        (Val::Text(x), Val::Text(y)) if x != y => Slot::Text(pieces(x, y, fresh)?),
        (Val::Bytes(x), Val::Bytes(y)) if x != y => Slot::Bytes(x.to_vec()),
        (Val::Ints(x), Val::Ints(_)) => Slot::Numbers(x.iter().map(|v| (*v, fresh.contains(v))).collect()),
        (same, other) if std::mem::discriminant(same) == std::mem::discriminant(other) => Slot::Same(same.clone()),
        (x, y) => return Err(format!("{x:?} and {y:?} are not of one kind")),
    })
}

/// Cuts two texts into words; what differs between them is fresh.
fn pieces(x: &str, y: &str, fresh: &BTreeSet<i64>) -> Result<Vec<Piece>, String> {
    let (xs, ys) = (words(x), words(y));
    if xs.len() != ys.len() {
        return Err(format!("texts of different make:\n{x}\n{y}\n"));
    }
    let mut out: Vec<Piece> = vec![];
    for (x, y) in xs.into_iter().zip(ys) {
        let number = x.parse::<i64>().ok().filter(|_| x.bytes().all(|b| b.is_ascii_digit()));
        let piece = match number {
            Some(value) if x != y || fresh.contains(&value) => Piece::Number(value, x.len()),
            None if x != y && x.len() >= TOKEN => Piece::Token(x.to_owned()),
            _ => Piece::Same(x.to_owned()),
        };
        match (&piece, out.last_mut()) {
            (Piece::Same(more), Some(Piece::Same(text))) => text.push_str(more),
            _ => out.push(piece),
        }
    }
    Ok(out)
}

/// Runs of letters and digits, and of what is between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = vec![];
    let (mut start, mut inside) = (0, None);
    for (at, c) in text.char_indices() {
        let word = c.is_ascii_alphanumeric();
        if inside.is_some_and(|before| before != word) {
            words.push(&text[start..at]);
            start = at;
        }
        inside = Some(word);
    }
    words.push(&text[start..]);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn traced(tx: u64, verb: Verb, sql: &str, values: Vec<Val<'static>>) -> Traced {
        let sets = if sql.is_empty() { vec![] } else { vec![values] };
        Traced { verb, tx: Some(tx), sql: sql.into(), sets, touched: Some(1), took: Duration::ZERO, task: None }
    }

    fn purchase(id: i64, token: &str, at: &str) -> Vec<Traced> {
        let json = format!(r#"{{"id":"chk_{id}","token":"{token}","variant":77,"at":"{at}"}}"#);
        vec![
            traced(1, Verb::Begin, "", vec![]),
            traced(1, Verb::Rows, "SELECT 1", vec![]),
            traced(1, Verb::Exec, "INSERT INTO a VALUES ($1, $2)", vec![Val::Int(id), Val::Int(77)]),
            traced(2, Verb::Exec, "UPDATE db_subscription SET position = 1", vec![]),
            traced(2, Verb::Commit, "", vec![]),
            traced(1, Verb::Commit, "", vec![]),
            traced(3, Verb::Queue, "INSERT INTO b VALUES ($1, $2)", vec![json.into(), token.to_owned().into()]),
            traced(3, Verb::Exec, "UPDATE a SET x = 1 WHERE id = $1", vec![Val::Int(id)]),
            traced(3, Verb::Commit, "", vec![]),
            traced(4, Verb::Exec, "INSERT INTO lost VALUES (1)", vec![]),
        ]
    }

    #[test]
    fn what_differs_is_fresh_and_the_same_everywhere() {
        let (first, second) = ("00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100");
        let (first, second) = (purchase(1001, first, "10:11:12"), purchase(1020, second, "10:11:13"));
        let goods: Goods = [70, 77, 78, 90].into();
        let pattern = learn(&first, &second, [77, 78], &goods).unwrap();
        assert_eq!(pattern.transactions.len(), 2, "what was not committed or is bookkeeping is left out");
        let [a, b] = [&pattern.transactions[0], &pattern.transactions[1]];
        let [first, second] = bought(&goods, 2);
        assert!(first < second && goods.contains(&first) && goods.contains(&second));
        assert_eq!(a[0].values(2), [[Val::Int(201_001), Val::Int(first)]]);
        let token = format!("{:010x}5566778899aabbccddeeff", spread(2, 40));
        let token = token.as_str();
        assert_eq!(b[0].values(2)[0][1], Val::from(token.to_owned()));
        let json = format!(r#"{{"id":"chk_201001","token":"{token}","variant":77,"at":"10:11:200012"}}"#);
        assert_eq!(b[0].values(2)[0][0], Val::from(json));
        assert_eq!(b[1].values(2), [[Val::Int(201_001)]]);
        assert_ne!(b[0].values(3), b[0].values(2));
    }

    #[test]
    fn tokens_are_spread_and_each_is_another() {
        let all: BTreeSet<u64> = (1..10_000).map(|number| spread(number, 40)).collect();
        assert_eq!(all.len(), 9_999);
        let upper = all.iter().filter(|one| **one >= 1 << 39).count();
        assert!((4_900..5_100).contains(&upper), "{upper}");
    }

    #[test]
    fn purchases_of_different_make_are_refused() {
        let first = purchase(1, "00112233445566778899aabbccddeeff", "x");
        let goods: Goods = [70, 77, 78].into();
        assert!(learn(&first, &first[..7], [77, 78], &goods).is_err());
        let mut other = first.clone();
        other[6].sets[0][0] = Val::from("{}");
        assert!(learn(&first, &other, [77, 78], &goods).unwrap_err().contains("different make"));
    }
}
