//! Tables, their values as both engines mean them, and their sums.

use super::CopyError;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Bool,
    Text,
    Bytes,
}

impl Kind {
    /// From the type that an engine says the column has.
    pub(super) fn of(table: &str, declared: &str) -> Result<Kind, CopyError> {
        match declared.to_ascii_lowercase().as_str() {
            "bigint" | "integer" | "smallint" => Ok(Kind::Int),
            "boolean" => Ok(Kind::Bool),
            "text" => Ok(Kind::Text),
            "blob" | "bytea" => Ok(Kind::Bytes),
            other => {
                let why = format!("a column of the type {other} is not portable");
                Err(CopyError::Shape { table: table.to_owned(), why })
            }
        }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Int(i64),
    Bool(bool),
    Text(String),
    Bytes(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table and its columns, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

/// A name as it stands in a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Table {
    pub(super) fn new(name: String, mut columns: Vec<Column>) -> Table {
        columns.sort_by(|one, other| one.name.cmp(&other.name));
        Table { name, columns }
    }

    fn of_columns(&self, each: impl Fn(&Column) -> String) -> String {
        self.columns.iter().map(each).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn names(&self) -> String {
        self.of_columns(|column| quoted(&column.name))
    }

    /// What reads every row, each value as the other engine would hold it.
    pub(super) fn select(&self) -> String {
        let values = self.of_columns(|column| self.value(&column.name));
        format!("SELECT {values} FROM {}", quoted(&self.name))
    }

    /// SQLite gives an event its place at once; PostgreSQL later, in the order of `emitted`. Those that have none yet get
    /// the one that they would get next.
    fn value(&self, column: &str) -> String {
        match (self.name.as_str(), column) {
            ("db_outbox", "seq") => "COALESCE(seq, (SELECT last FROM db_outbox_head WHERE id = 1) +
                 row_number() OVER (PARTITION BY seq IS NULL ORDER BY emitted, id))"
                .into(),
            ("db_outbox", "emitted") => "COALESCE(emitted, seq, id)".into(),
            ("db_outbox_head", "last") => "last + (SELECT count(*) FROM db_outbox WHERE seq IS NULL)".into(),
            _ => quoted(column),
        }
    }
}

/// What a table holds, in short: two tables with the same rows have the same sum, whatever their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// How many rows.
    pub rows: u64,
    /// The sum of their hashes, shown in hex.
    #[serde(serialize_with = "hex")]
    pub sum: u128,
}

fn hex<S: Serializer>(sum: &u128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format!("{sum:032x}"))
}

impl Sum {
    /// Adds a row.
    pub(super) fn add(&mut self, table: &Table, row: &[Cell]) {
        let mut hash = Sha256::new();
        for (column, cell) in table.columns.iter().zip(row) {
            let (tag, bytes): (u8, &[u8]) = match cell {
                Cell::Null => (0, &[]),
                Cell::Int(number) => (1, &number.to_le_bytes()),
                Cell::Bool(truth) => (2, &[u8::from(*truth)]),
                Cell::Text(text) => (3, text.as_bytes()),
                Cell::Bytes(bytes) => (4, bytes),
            };
            hash.update(column.name.as_bytes());
            hash.update([tag]);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        let digest = hash.finalize();
        let half: [u8; 16] = std::array::from_fn(|at| digest.get(at).copied().unwrap_or(0));
        self.rows += 1;
        self.sum = self.sum.wrapping_add(u128::from_le_bytes(half));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let column = |name: &str, kind| Column { name: name.into(), kind };
        Table::new("t".into(), vec![column("b", Kind::Text), column("a", Kind::Int)])
    }
    fn sum(rows: &[[Cell; 2]]) -> Sum {
        let mut sum = Sum::default();
        rows.iter().for_each(|row| sum.add(&table(), row));
        sum
    }

    #[test]
    fn a_sum_knows_every_value_and_no_order() {
        let text = |text: &str| Cell::Text(text.into());
        let (one, two) = ([Cell::Int(1), text("x")], [Cell::Int(2), Cell::Null]);
        assert_eq!(sum(&[one.clone(), two.clone()]), sum(&[two.clone(), one.clone()]));
        for other in [
            [Cell::Int(3), text("x")],
            [Cell::Int(1), text("y")],
            [Cell::Int(1), text("")],
            [Cell::Int(1), Cell::Null],
            [Cell::Int(1), Cell::Bytes(b"x".to_vec())],
            [Cell::Bool(true), text("x")],
        ] {
            assert_ne!(sum(&[one.clone(), two.clone()]), sum(&[other.clone(), two.clone()]), "{other:?}");
        }
        assert_ne!(
            sum(&[one.clone(), one.clone(), two.clone()]),
            sum(&[one, two.clone(), two]),
            "a pair hides nothing"
        );
    }
}
