//! SQLite: a file with a write-ahead log or a rollback journal.

use super::{Awaited, Desk, Entry, Inside, SEEDS, Use, database, entries};
use crate::history;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;

database! { SqliteConnection, SyncConnectionWrapper<SqliteConnection> }

pub(crate) const JOURNALS: [&str; 2] = ["WAL", "DELETE"];

pub(crate) const SETTINGS: &str = "PRAGMA busy_timeout = 60000; PRAGMA synchronous = OFF";

/// Somebody else's work on a row: a column that no page shows, and another spelling of the same
/// time, so that the next save is decided under a lock.
pub(crate) const JOBS: &[&str] = &[
    "UPDATE docs SET views = views + 1 WHERE id = {doc}",
    "UPDATE docs SET seen = replace(seen, ' ', 'T') WHERE id = {doc}",
];

fn state(row: &str) -> String {
    format!(
        "{row}.title || '|' || coalesce({row}.body, '') || '|' || {row}.stock || '|' || \
         substr(replace({row}.seen, ' ', 'T'), 1, 16)"
    )
}

pub(crate) fn create(url: &str, journal: &str) {
    let (old, new) = (state("old"), state("new"));
    let mut connection = connect(url, SETTINGS).expect("a file");
    for statement in [
        &format!("PRAGMA journal_mode = {journal}"),
        "CREATE TABLE docs (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL COLLATE NOCASE, \
         body TEXT COLLATE RTRIM, stock INTEGER NOT NULL, seen TIMESTAMP NOT NULL, \
         views INTEGER NOT NULL DEFAULT 0)",
        "CREATE TABLE history (seq INTEGER PRIMARY KEY AUTOINCREMENT, doc INTEGER NOT NULL, old TEXT, new TEXT)",
        include_str!(
            "../../../cas-forms-diesel/migrations/sqlite/2026-01-01-000000_cas_nonces/up.sql"
        ),
        SEEDS,
        &format!(
            "CREATE TRIGGER log_insert AFTER INSERT ON docs BEGIN \
             INSERT INTO history (doc, new) VALUES (new.id, {new}); END"
        ),
        &format!(
            "CREATE TRIGGER log_update AFTER UPDATE ON docs WHEN {old} IS NOT {new} BEGIN \
             INSERT INTO history (doc, old, new) VALUES (new.id, {old}, {new}); END"
        ),
        &format!(
            "CREATE TRIGGER log_delete AFTER DELETE ON docs BEGIN \
             INSERT INTO history (doc, old) VALUES (old.id, {old}); END"
        ),
    ] {
        connection.batch_execute(statement).expect(statement);
    }
}
