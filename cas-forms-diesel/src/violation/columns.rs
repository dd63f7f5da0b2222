//! The names of a form's columns, as the database has them.

use super::Violation;
use crate::backend::CasBackend;
use crate::row::{Columns as Named, Savable, Write};
use crate::statement::{FromClauseOf, write};
use diesel::query_builder::{AstPass, QueryBuilder as _, QueryFragment};
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
        let values = F::Values::default();
        let name = |index| {
            let parts = parts::<DB>(&Name { values: &values, index })?;
            Ok(parts.into_iter().next_back().unwrap_or_default())
        };
        let from: FromClauseOf<F> = F::Table::default().from_clause();
        let table = parts::<DB>(&from)?.pop().unwrap_or_default();
        // Each column of the key stands there with its table.
        let key = parts::<DB>(&F::KeyColumns::default())?;
        let key = key.windows(2).filter(|pair| pair[0] == table).map(|pair| pair[1].clone());
        let key = key.collect();
        let names = (0..F::spec().fields().len()).map(name).collect::<QueryResult<_>>()?;
        Ok(Columns { table, key, names })
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
        // Two of the same name are numbered.
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
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

/// The name of the column of one field.
struct Name<'a, V> {
    values: &'a V,
    index: usize,
}

impl<V: Named<DB>, DB: CasBackend> QueryFragment<DB> for Name<'_, V> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        write(self.values, self.index, Write::Name, out)
    }
}

/// The names that stand in a fragment, without their quotes.
fn parts<DB: CasBackend>(fragment: &impl QueryFragment<DB>) -> QueryResult<Vec<String>> {
    let mut builder = DB::QueryBuilder::default();
    fragment.to_sql(&mut builder, &DB::default())?;
    let (sql, mut names) = (builder.finish(), Vec::new());
    let mut rest = sql.chars();
    while let Some(quote) = rest.find(|c| matches!(c, '"' | '`')) {
        let mut name = String::new();
        loop {
            match rest.next() {
                // Doubled it stands for itself.
                Some(c) if c == quote && rest.as_str().starts_with(quote) => {
                    name.push(c);
                    rest.next();
                }
                Some(c) if c != quote => name.push(c),
                _ => break,
            }
        }
        names.push(name);
    }
    Ok(names)
}
