//! Saving a row of eight fields by its key: compare and swap, against Diesel's updates without
//! protection, with a version column, and under a lock; for SQLite against its C interface, too.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "save/contest.rs"]
mod contest;
#[path = "save/row.rs"]
mod row;
#[path = "save/sqlite.rs"]
mod sqlite;
mod support;

fn main() {
    if std::env::var("PROFILE").is_ok() { return sqlite::profile(); }
    println!("Save a row of 8 fields by its key; every contestant in autocommit:");
    sqlite::in_memory();
    sqlite::in_a_file();
}
