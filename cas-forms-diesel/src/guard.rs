//! Triggers by which the database itself keeps leased rows from whoever does not hold the lease.
#![cfg_attr(
    not(any(feature = "sqlite", feature = "postgres", feature = "mysql")),
    allow(dead_code, reason = "each backend writes the triggers its own way")
)]

mod key;
#[cfg(feature = "mysql")]
mod mysql;
mod pass;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use key::GuardedKey;
pub(crate) use pass::{Pass, PassBy};

use crate::backend::CasBackend;
use crate::lease::Leasing;
use crate::names;
use crate::row::Savable;
use cas_forms::CasForm;
use diesel::{Expression, QueryResult, QuerySource as _};
use key::Part;

/// What every guard's refusal begins with, since a server may cut off the end.
pub(crate) const LEASED: &str = "leased to ";

#[doc = include_str!("../docs/guards.md")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    up: String,
    down: String,
}

impl Guard {
    /// The guard of the table that the form is saved to, on a backend. It computes from a row's key what
    /// its lease is called; integers, texts, UUIDs and binary strings can be parts of the key.
    ///
    /// # Errors
    ///
    /// A name that cannot be quoted.
    pub fn of<F, DB>() -> QueryResult<Self>
    where
        DB: CasBackend,
        F: Savable<DB> + CasForm<Lock: Leasing>,
        F::KeyColumns: Expression<SqlType: GuardedKey>,
    {
        let kinds = <F::KeyColumns as Expression>::SqlType::kinds();
        let columns = names::of_key::<DB, F>()?;
        let table = names::all::<DB>(&F::Table::default().from_clause())?;
        let resource = F::spec().lock().map_or("", |lock| lock.resource());
        let key = columns.into_iter().zip(kinds);
        let key = key.map(|(column, kind)| Part { column, kind }).collect();
        Ok(DB::guard(&Guarded { table, resource, key }))
    }

    /// Creates the triggers. Besides the table it needs `cas_leases`.
    pub fn up(&self) -> &str {
        &self.up
    }

    /// Removes the triggers.
    pub fn down(&self) -> &str {
        &self.down
    }
}

/// What is guarded.
#[derive(Debug)]
pub struct Guarded {
    /// The table's name, behind its schema's where that is named.
    table: Vec<String>,
    resource: &'static str,
    key: Vec<Part>,
}

impl Guarded {
    /// The table's own name.
    fn table(&self) -> &str {
        self.table.last().map_or("", String::as_str)
    }

    /// Something in the schema of the table.
    fn beside(&self, name: &str, quote: char) -> String {
        let schema = self.table.len().saturating_sub(1);
        let schema = self.table[..schema].iter().map(String::as_str);
        schema.chain([name]).map(|name| quoted(name, quote)).collect::<Vec<_>>().join(".")
    }
}

/// How a backend is guarded.
pub trait Dialect {
    /// What gets a save past the guard.
    #[doc(hidden)]
    const PASS_BY: PassBy;

    /// The guard of a table.
    #[doc(hidden)]
    fn guard(guarded: &Guarded) -> Guard;
}

/// A name between quotes.
fn quoted(name: &str, quote: char) -> String {
    let doubled = name.replace(quote, &format!("{quote}{quote}"));
    format!("{quote}{doubled}{quote}")
}

/// A text as SQL has it.
fn literal(text: &str) -> String {
    quoted(text, '\'')
}
