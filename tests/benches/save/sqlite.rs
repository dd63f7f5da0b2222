//! SQLite, in memory and in a file with a write-ahead log.

use crate::contest::{
    Bars, Edit, IDS, Id, Named, RAW, READING, States, WHOLE, alternating, diesel_contestants,
    listen, one, print,
};
use crate::row::{Row, customers};
use cas_forms::CasForm as _;
use cas_forms_diesel::sync::Save as _;
use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use rusqlite::types::ToSql;
use std::cell::RefCell;
use std::path::Path;

diesel_contestants! { SqliteConnection, immediate_transaction, }

const TABLE: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, \
    company TEXT NOT NULL, email TEXT NOT NULL, notes TEXT NOT NULL, credit INTEGER NOT NULL, \
    discount DOUBLE NOT NULL, active BOOLEAN NOT NULL, since DATE, version INTEGER NOT NULL)";

pub(crate) fn in_memory() {
    let memory = Path::new(":memory:");
    both("SQLite in memory", [memory, memory], "", Bars { unprotected: 0.5, raw: Some(1.6) });
}

pub(crate) fn in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = ["diesel.sqlite", "raw.sqlite"].map(|name| folder.path().join(name));
    both(
        "SQLite in a file (WAL, synchronous = NORMAL)",
        [&files[0], &files[1]],
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        Bars { unprotected: 0.65, raw: Some(1.6) },
    );
}

/// The raw interface has a database of its own: its commits would make Diesel's connection read
/// its pages again.
fn both(title: &str, [file, raw_file]: [&Path; 2], settings: &str, bars: Bars) {
    let mut connection =
        SqliteConnection::establish(&file.display().to_string()).expect("a database");
    connection.batch_execute(settings).expect("the settings");
    connection.batch_execute(TABLE).expect("the table");
    let raw = rusqlite::Connection::open(raw_file).expect("a database");
    raw.execute_batch(settings).expect("the settings");
    raw.execute_batch(TABLE).expect("the table");
    for (edit, edited) in [(Edit::AllFields, "all fields edited"), (Edit::OneField, "one field")] {
        let states = States::new(edit);
        let statement = statement(&mut connection, &states);
        fill_raw(&raw, &states.rows[0]);
        let mut prepared = raw.prepare(&statement).expect("our statement");
        let others = vec![alternating(RAW, |state| {
            let written = step(&mut prepared, &states, state);
            assert_eq!(written, 1);
            written
        })];
        race(&format!("{title}, {edited}"), &mut connection, &states, others, &bars);
    }
}

fn fill_raw(raw: &rusqlite::Connection, row: &Row) {
    raw.execute_batch("DELETE FROM customers").expect("an empty table");
    let since = row.since.map(|since| since.to_string());
    let values = rusqlite::params![
        row.name,
        row.company,
        row.email,
        row.notes,
        row.credit,
        row.discount,
        row.active,
        since
    ];
    let insert = "INSERT INTO customers VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, 0)";
    raw.execute(insert, values).expect("a row");
}

/// Binds our statement's values, steps, and resets.
fn step(prepared: &mut rusqlite::Statement<'_>, states: &States, state: usize) -> usize {
    let (new, old) = (&states.rows[state], &states.rows[1 - state]);
    let mut next = 1;
    let mut bind = |value: &dyn ToSql| {
        prepared.raw_bind_parameter(next, value).expect("bound");
        next += 1;
    };
    match states.edit {
        Edit::AllFields => bind_row(new, &mut bind),
        Edit::OneField => bind(&new.credit),
    }
    bind(&1);
    bind_row(old, &mut bind);
    prepared.raw_execute().expect("executed")
}

fn bind_row(row: &Row, bind: &mut impl FnMut(&dyn ToSql)) {
    bind(&row.name);
    bind(&row.company);
    bind(&row.email);
    bind(&row.notes);
    bind(&row.credit);
    bind(&row.discount);
    bind(&row.active);
    bind(&row.since.map(|since| since.to_string()));
}
