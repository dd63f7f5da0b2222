//! The names of a form's columns, as the database has them.

use super::Violation;
use crate::backend::CasBackend;
use crate::names;
use crate::row::Savable;
use crate::statement::FromClauseOf;
use diesel::{QueryResult, QuerySource};

/// Table, key and columns of a form.
#[derive(Debug)]
pub(super) struct Columns {
    table: String,
    key: Vec<String>,
    /// By field.
    names: Vec<String>,
}

/// What constraints are called that nobody named: the table, the columns, and one of these.
const ENDS: &[&str] = &["_key", "_fkey", "_check", "_excl", "_idx", "_unique"];

impl Columns {
    pub(super) fn of<DB, F>() -> QueryResult<Self>
    where
        DB: CasBackend,
        F: Savable<DB>,
    {
        let from: FromClauseOf<F> = F::Table::default().from_clause();
        let table = names::all::<DB>(&from)?.pop().unwrap_or_default();
        Ok(Columns { table, key: names::of_key::<DB, F>()?, names: names::of_fields::<DB, F>()? })
    }

    /// The fields whose columns a violation names, or whose constraint has its default name.
    pub(super) fn find(&self, violation: &Violation) -> Vec<usize> {
        // A trigger may have written elsewhere, or another table may refer to this one.
        if violation.table.as_ref().is_some_and(|table| *table != self.table) {
            return Vec::new();
        }
        let is_named = |name: &String| violation.columns.contains(name);
        let mut found: Vec<_> = self.all(is_named);
        if let (true, Some(constraint)) = (found.is_empty(), &violation.constraint) {
            found = self.find_constraint(constraint);
        }
        found
    }

    fn all(&self, is_meant: impl Fn(&String) -> bool) -> Vec<usize> {
        let names = self.names.iter().enumerate();
        names.filter(|(_, name)| is_meant(name)).map(|(index, _)| index).collect()
    }

    /// The fields of a constraint that nobody named.
    fn find_constraint(&self, name: &str) -> Vec<usize> {
        if name == "PRIMARY" || name.strip_prefix(&self.table) == Some("_pkey") {
            return self.all(|column| self.key.contains(column));
        }
        let found = self.split_name(name);
        if !found.is_empty() {
            return found;
        }
        // Two of the same name are numbered.
        let plain = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if plain == name { found } else { self.split_name(plain.trim_end_matches('_')) }
    }

    /// The fields of a constraint's name: the table, the columns, and what says its kind.
    fn split_name(&self, name: &str) -> Vec<usize> {
        let own = |rest: &'_ str| rest.strip_prefix(['_', '.']).map(str::to_owned);
        let inner = name.strip_prefix(&self.table).and_then(own);
        let inner = inner.as_deref().unwrap_or(name);
        let inner = ENDS.iter().find_map(|end| inner.strip_suffix(end)).unwrap_or(inner);
        let mut found = Vec::new();
        if self.split(inner, &mut found) { found } else { Vec::new() }
    }

    /// Reads names of columns that are joined by underscores, as they have some themselves.
    fn split(&self, joined: &str, found: &mut Vec<usize>) -> bool {
        for (index, name) in self.names.iter().enumerate() {
            let Some(rest) = joined.strip_prefix(name.as_str()) else { continue };
            if found.contains(&index) || name.is_empty() {
                continue;
            }
            found.push(index);
            let is_read = rest.is_empty()
                || rest.strip_prefix('_').is_some_and(|rest| self.split(rest, found));
            if is_read {
                return true;
            }
            found.pop();
        }
        false
    }
}
