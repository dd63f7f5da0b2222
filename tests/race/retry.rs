//! In a caller's transaction nothing is started again: the caller is told to.

use crate::race::database::{mariadb, postgres, sqlite};
use crate::support::page::Page;
use crate::support::server::{MariaDb, Postgres};
use crate::{Doc, MARIADB, POSTGRES};
use cas_forms::{CasForm as _, DoneKind, Reason};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::prelude::*;
use diesel::result::Error;
use std::sync::Barrier;

/// Somebody saves after the transaction has read, and before it saves: it can only start again.
macro_rules! a_transaction_whose_row_was_changed_starts_again {
    ($connect:expr) => {{
        let (mut db, mut other) = ($connect(), $connect());
        let open = |db: &mut _| Page::new(Doc::at(1).open(db).expect("the row").as_p());
        let body = open(&mut db).set("title", "mine").body();
        let theirs = open(&mut other).set("stock", "77").body();
        let ended = db.transaction(|db| {
            open(db);
            Doc::at(1).submit(&theirs).save(&mut other).expect("saved");
            let refused = Doc::at(1).submit(&body).save(db).expect_err("too late");
            assert_eq!((refused.reason(), refused.status()), (Reason::Retry, 503));
            assert_eq!(Page::new(refused.form().as_p()).value("title"), "mine");
            Err::<(), _>(Error::RollbackTransaction)
        });
        assert_eq!(ended, Err(Error::RollbackTransaction));
        // Started again, it sees what is there now.
        let again = db.transaction(|db| {
            let refused = Doc::at(1).submit(&body).save(db).expect_err("changed");
            Ok::<_, Error>(refused.reason())
        });
        assert_eq!(again, Ok(Reason::Stale));
    }};
}

fn on_postgres(level: &str) {
    let url = POSTGRES.get_or_init(Postgres::start).url();
    let schema = format!("retry_{}", level.replace(' ', "_").to_lowercase());
    postgres::create(&url, &schema);
    let settings = postgres::settings(&schema, level);
    a_transaction_whose_row_was_changed_starts_again! {
        || postgres::connect(&url, &settings).expect("the server answers")
    }
}

#[test]
fn under_repeatable_read_the_caller_is_told_to_start_again() {
    on_postgres("REPEATABLE READ");
}

#[test]
fn under_serializable_the_caller_is_told_to_start_again() {
    on_postgres("SERIALIZABLE");
}

#[test]
fn a_deferred_transaction_of_sqlite_is_told_to_start_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("retry.sqlite").display().to_string();
    sqlite::create(&file, "WAL");
    a_transaction_whose_row_was_changed_starts_again! {
        || sqlite::connect(&file, sqlite::SETTINGS).expect("the file")
    }
}

#[test]
fn of_two_that_wait_for_each_other_on_mariadb_one_is_told_to_start_again() {
    let server = MARIADB.get_or_init(MariaDb::start).url();
    mariadb::create(&server, "retry");
    let (url, settings) = (mariadb::url_of(&server, "retry"), mariadb::settings("SERIALIZABLE"));
    let have_read = Barrier::new(2);
    let save = |title| {
        let mut db = mariadb::connect(&url, &settings).expect("the server answers");
        let mut outcome = Err(Reason::Gone);
        let _ = db.transaction(|db| {
            // Under this level a row that was read is locked against writes.
            let page = Doc::at(1).open(db).expect("the row").as_p();
            let body = Page::new(page).set("title", title).body();
            have_read.wait();
            let saved = Doc::at(1).submit(&body).save(db);
            outcome = saved.map(|done| done.kind()).map_err(|refused| refused.reason());
            if outcome.is_ok() { Ok(()) } else { Err(Error::RollbackTransaction) }
        });
        outcome
    };
    let outcomes = std::thread::scope(|scope| {
        let both = ["one", "two"].map(|title| scope.spawn(move || save(title)));
        both.map(|thread| thread.join().expect("no panic"))
    });
    assert!(outcomes.contains(&Ok(DoneKind::Written)), "{outcomes:?}");
    assert!(outcomes.contains(&Err(Reason::Retry)), "{outcomes:?}");
}
