//! Bugs that the checker has to find.

use crate::race::checker::check;
use crate::race::database::{Use, mariadb, postgres, sqlite};
use crate::race::desk::{Answer, Connect, Desk};
use crate::race::model::{Action, Entry, FIELDS, Outcome, Recorder, Sheet};
use crate::race::text;
use crate::race::worker::Race;
use crate::support::page::Page;
use crate::support::server::{MariaDb, Postgres};
use crate::{MARIADB, POSTGRES};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bug {
    /// Nothing is compared.
    NoComparison,
    /// Texts are compared as their columns' collations have it.
    LooseCollation,
    /// The row is compared, and written in another transaction.
    CheckOutside,
}

/// A connection that saves without the library.
struct Planted {
    desk: Box<dyn Desk>,
    bug: Bug,
}

/// `2001-02-03T04:05` as databases write it.
fn literal(index: usize, text: &str) -> String {
    match FIELDS[index] {
        "stock" => text.to_owned(),
        "seen" => format!("'{}:00'", text.replace('T', " ")),
        _ => format!("'{text}'"),
    }
}

impl Planted {
    fn save(&mut self, sheet: &Sheet) -> Result<Outcome, String> {
        if sheet.typed.is_empty() {
            return Ok(Outcome::Unchanged);
        }
        let set: Vec<_> = sheet
            .typed
            .iter()
            .map(|(index, text)| format!("{} = {}", FIELDS[*index], literal(*index, text)))
            .collect();
        let mut update = format!("UPDATE docs SET {} WHERE id = {}", set.join(", "), sheet.doc);
        match self.bug {
            Bug::NoComparison => {}
            Bug::LooseCollation => {
                for (index, column) in
                    ["title", "coalesce(body, '')", "stock", "seen"].iter().enumerate()
                {
                    let shown = literal(index, &sheet.shown[index]);
                    update = format!("{update} AND {column} = {shown}");
                }
            }
            Bug::CheckOutside => {
                let page = self.desk.open(sheet.doc, sheet.action)?.ok_or("it is gone")?;
                if text::shown(&page) != sheet.shown {
                    return Err("it changed".to_owned());
                }
                std::thread::sleep(Duration::from_micros(500));
            }
        }
        match self.desk.run(&update)? {
            0 => Err("it changed".to_owned()),
            _ => Ok(Outcome::Written),
        }
    }
}

impl Desk for Planted {
    fn open(&mut self, doc: i32, action: Action) -> Result<Option<Page>, String> {
        self.desk.open(doc, action)
    }
    fn send(&mut self, sheet: &Sheet, body: &str) -> Answer {
        match sheet.action {
            Action::Save => self.save(sheet).unwrap_or_else(Outcome::Failed).into(),
            _ => self.desk.send(sheet, body),
        }
    }
    fn run(&mut self, sql: &str) -> Result<usize, String> {
        self.desk.run(sql)
    }
}

/// Runs a race with the bug.
fn is_found(connect: &Connect<'_>, history: &dyn Fn() -> Vec<Entry>, bug: Bug) {
    let recorder = Recorder::in_memory();
    Race {
        connect: &|| Ok(Box::new(Planted { desk: connect()?, bug })),
        // Few edits are such that a collation calls them equal.
        cycles: if bug == Bug::LooseCollation { 3_000 } else { 1_500 },
        recorder: &recorder,
        first: 1000,
        jobs: &[],
        deaths: 0,
    }
    .run(|| {});
    let wrong = check(&recorder.into_records(), &history());
    let found = wrong.iter().filter(|line| line.starts_with("lost update")).count();
    println!("{bug:?}: {found} lost updates, {} wrong in all", wrong.len());
    assert!(found > 0, "not found: {wrong:?}");
}

fn on_sqlite(bug: Bug) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("planted.sqlite").display().to_string();
    sqlite::create(&file, "WAL");
    let connect = || sqlite::desk(&file, sqlite::SETTINGS, Use::Sync);
    is_found(&connect, &|| sqlite::history(&file, sqlite::SETTINGS), bug);
}

fn on_postgres(bug: Bug) {
    let (url, schema) = (POSTGRES.get_or_init(Postgres::start).url(), format!("{bug:?}"));
    let settings = postgres::settings(&schema, "READ COMMITTED");
    postgres::create(&url, &schema);
    let connect = || postgres::desk(&url, &settings, Use::Sync);
    is_found(&connect, &|| postgres::history(&url, &settings), bug);
}

fn on_mariadb(bug: Bug) {
    let (server, name) = (MARIADB.get_or_init(MariaDb::start).url(), format!("{bug:?}"));
    let (url, settings) = (mariadb::url_of(&server, &name), mariadb::settings("REPEATABLE READ"));
    mariadb::create(&server, &name);
    let connect = || mariadb::desk(&url, &settings, Use::Sync);
    is_found(&connect, &|| mariadb::history(&url, &settings), bug);
}

macro_rules! bugs {
    ($($test:ident: $on:ident, $bug:ident;)*) => {$(
        #[test]
        fn $test() {
            $on(Bug::$bug);
        }
    )*};
}

bugs! {
    no_comparison_is_found_on_sqlite: on_sqlite, NoComparison;
    no_comparison_is_found_on_postgres: on_postgres, NoComparison;
    no_comparison_is_found_on_mariadb: on_mariadb, NoComparison;
    a_loose_collation_is_found_on_sqlite: on_sqlite, LooseCollation;
    a_loose_collation_is_found_on_postgres: on_postgres, LooseCollation;
    a_loose_collation_is_found_on_mariadb: on_mariadb, LooseCollation;
    a_check_outside_is_found_on_sqlite: on_sqlite, CheckOutside;
    a_check_outside_is_found_on_postgres: on_postgres, CheckOutside;
    a_check_outside_is_found_on_mariadb: on_mariadb, CheckOutside;
}
