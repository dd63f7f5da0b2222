//! Races: many connections open and save few rows, merge, insert and delete, while the database dies
//! now and then. Triggers write the history in the transaction of each write; a checker proves from
//! it that every accepted write replaced exactly the value that it was shown, that nothing accepted
//! is missing, nothing refused was applied, and nobody was refused without cause.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "race"]
mod race {
    pub(crate) mod checker;
    pub(crate) mod database;
    pub(crate) mod desk;
    pub(crate) mod model;
    pub(crate) mod text;
    pub(crate) mod worker;

    mod killed;
    mod planted;
    mod retry;
}
#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod random;
    pub(crate) mod server;
}

use cas_forms::CasForm;
use diesel::connection::InstrumentationEvent;
use race::checker::check;
use race::database::{USES, mariadb, postgres, sqlite};
use race::model::{Entry, Record, Recorder};
use race::worker::Race;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::server::{MariaDb, Postgres};

diesel::table! {
    docs (id) {
        id -> Integer,
        title -> Text,
        body -> Nullable<Text>,
        stock -> Integer,
        seen -> Timestamp,
        views -> Integer,
    }
}

diesel::table! {
    history (seq) {
        seq -> BigInt,
        doc -> Integer,
        old -> Nullable<Text>,
        new -> Nullable<Text>,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = docs)]
struct Doc {
    title: String,
    #[cas(widget = textarea)]
    body: Option<String>,
    stock: i32,
    /// On SQLite it is stored with a `T` now and then, which Diesel reads and does not bind: a save is
    /// then decided under a lock.
    seen: chrono::NaiveDateTime,
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = docs)]
#[cas(on_stale = merge)]
struct Draft {
    title: String,
    #[cas(widget = textarea)]
    body: Option<String>,
    stock: i32,
    seen: chrono::NaiveDateTime,
}

/// Servers that nobody kills.
static POSTGRES: OnceLock<Postgres> = OnceLock::new();
static MARIADB: OnceLock<MariaDb> = OnceLock::new();

fn is_long() -> bool {
    std::env::var_os("CAS_LONG").is_some()
}

/// How many cycles each of so many parts of a run has.
fn cycles(parts: usize) -> usize {
    if is_long() { 300_000 / parts + 1 } else { 10_000 / parts + 1 }
}

/// How often the server dies in this part.
fn deaths(part: usize) -> usize {
    if is_long() { 5 } else { usize::from(part == 1 || part == 5) }
}

/// Complains about everything that is wrong, and says how many answers were lost.
fn judge(title: &str, records: &[Record], history: &[Entry]) -> usize {
    let mut counts = BTreeMap::new();
    for record in records {
        if let Record::Answered(_, outcome) = record {
            let name = format!("{outcome:?}");
            let name = name.split('(').next().unwrap_or_default().to_owned();
            *counts.entry(name).or_insert(0) += 1;
        }
    }
    println!("{title}: {} writes, {counts:?}", history.len());
    let wrong = check(records, history);
    assert!(
        wrong.is_empty(),
        "{title}: {} wrong, such as {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(3)]
    );
    // The run has to have been a race at all.
    let answers: usize = counts.values().sum();
    for outcome in ["Written", "Stale"] {
        let count = counts.get(outcome).copied().unwrap_or_default();
        assert!(count > answers / 20, "no race: {count} of {answers} are {outcome}");
    }
    counts.get("Lost").copied().unwrap_or_default()
}

/// Statements that took SQLite's write lock, and wrote nothing.
static LOCKS: AtomicUsize = AtomicUsize::new(0);

#[test]
fn on_sqlite_nothing_is_lost_and_nobody_refused_without_cause() {
    diesel::connection::set_default_instrumentation(|| {
        Some(Box::new(|event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event
                && query.to_string().contains("WHERE 0 = 1")
            {
                LOCKS.fetch_add(1, Ordering::Relaxed);
            }
        }))
    })
    .expect("once");
    for journal in sqlite::JOURNALS {
        for usage in USES {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("race.sqlite").display().to_string();
            sqlite::create(&file, journal);
            let recorder = Recorder::in_memory();
            Race {
                connect: &|| sqlite::desk(&file, sqlite::SETTINGS, usage),
                cycles: cycles(sqlite::JOURNALS.len() * USES.len()),
                recorder: &recorder,
                first: 1000,
                jobs: sqlite::JOBS,
                deaths: 0,
            }
            .run(|| {});
            let history = sqlite::history(&file, sqlite::SETTINGS);
            judge(&format!("SQLite {journal} {usage:?}"), &recorder.into_records(), &history);
        }
    }
    let locks = LOCKS.load(Ordering::Relaxed);
    println!("SQLite: {locks} decided under a lock");
    assert!(locks > 100, "{locks} decided under a lock are no race");
}

#[test]
fn on_postgres_nothing_is_lost_and_nobody_refused_without_cause() {
    let (mut server, mut lost) = (Postgres::start(), 0);
    let parts: Vec<_> =
        postgres::LEVELS.iter().flat_map(|level| USES.map(|usage| (level, usage))).collect();
    for (part, (level, usage)) in parts.iter().copied().enumerate() {
        let (url, schema) = (server.url(), format!("part_{part}"));
        let settings = postgres::settings(&schema, level);
        postgres::create(&url, &schema);
        let recorder = Recorder::in_memory();
        Race {
            connect: &|| postgres::desk(&url, &settings, usage),
            cycles: cycles(parts.len()),
            recorder: &recorder,
            first: 1000,
            jobs: postgres::JOBS,
            deaths: deaths(part),
        }
        .run(|| {
            server.kill();
            server.restart();
        });
        let history = postgres::history(&url, &settings);
        lost += judge(&format!("PostgreSQL {level} {usage:?}"), &recorder.into_records(), &history);
    }
    assert!(lost > 0, "the server died while nobody saved");
}

#[test]
fn on_mariadb_nothing_is_lost_and_nobody_refused_without_cause() {
    let (mut server, mut lost) = (MariaDb::start(), 0);
    let parts: Vec<_> =
        mariadb::LEVELS.iter().flat_map(|level| USES.map(|usage| (level, usage))).collect();
    for (part, (level, usage)) in parts.iter().copied().enumerate() {
        let (address, name) = (server.url(), format!("part_{part}"));
        let (url, settings) = (mariadb::url_of(&address, &name), mariadb::settings(level));
        mariadb::create(&address, &name);
        let recorder = Recorder::in_memory();
        Race {
            connect: &|| mariadb::desk(&url, &settings, usage),
            cycles: cycles(parts.len()),
            recorder: &recorder,
            first: 1000,
            jobs: mariadb::JOBS,
            deaths: deaths(part),
        }
        .run(|| {
            server.kill();
            server.restart();
        });
        let history = mariadb::history(&url, &settings);
        lost += judge(&format!("MariaDB {level} {usage:?}"), &recorder.into_records(), &history);
    }
    assert!(lost > 0, "the server died while nobody saved");
}
