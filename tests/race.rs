//! Races on one SQLite file: many connections open and save few rows. A trigger writes the history in
//! the transaction of each write; a checker proves from it that no accepted save replaced a value
//! that its page had not shown, and that none was refused without cause.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "race"]
mod race {
    pub(crate) mod checker;
}
#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod random;
}

use cas_forms::{CasForm, DoneKind, Reason};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use race::checker::{check, read_history};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use support::page::Page;
use support::random::Random;

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
        seq -> Integer,
        doc -> Integer,
        old_title -> Text,
        old_body -> Nullable<Text>,
        old_stock -> Integer,
        old_seen -> Timestamp,
        title -> Text,
        body -> Nullable<Text>,
        stock -> Integer,
        seen -> Timestamp,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = docs)]
struct Doc {
    title: String,
    #[cas(widget = textarea)]
    body: Option<String>,
    stock: i32,
    /// Stored with a `T` now and then, which Diesel reads and does not bind: a save is then decided
    /// under a lock.
    seen: chrono::NaiveDateTime,
}

/// What a page shows of a row: the fields as they stand in their controls.
type State = [String; 4];

const FIELDS: [&str; 4] = ["title", "body", "stock", "seen"];
const ROWS: i32 = 4;
const CONNECTIONS: usize = 8;

/// How often a save took the lock.
static LOCKS: AtomicUsize = AtomicUsize::new(0);

fn connect(file: &Path) -> SqliteConnection {
    let mut connection =
        SqliteConnection::establish(&file.display().to_string()).expect("the database file");
    connection
        .batch_execute("PRAGMA busy_timeout = 60000; PRAGMA synchronous = OFF")
        .expect("the settings");
    connection.set_instrumentation(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event
            && query.to_string().contains("WHERE 0 = 1")
        {
            LOCKS.fetch_add(1, Ordering::Relaxed);
        }
    });
    connection
}

fn create(file: &Path) {
    connect(file)
        .batch_execute(
            "PRAGMA journal_mode = WAL;
            CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, \
                stock INTEGER NOT NULL, seen TIMESTAMP NOT NULL, views INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE history (seq INTEGER PRIMARY KEY AUTOINCREMENT, doc INTEGER NOT NULL, \
                old_title TEXT NOT NULL, old_body TEXT, old_stock INTEGER NOT NULL, old_seen TIMESTAMP NOT NULL, \
                title TEXT NOT NULL, body TEXT, stock INTEGER NOT NULL, seen TIMESTAMP NOT NULL);
            CREATE TRIGGER log AFTER UPDATE OF title, body, stock, seen ON docs \
                WHEN (old.title, old.body, old.stock, replace(old.seen, 'T', ' ')) IS NOT \
                (new.title, new.body, new.stock, replace(new.seen, 'T', ' ')) BEGIN \
                INSERT INTO history (doc, old_title, old_body, old_stock, old_seen, title, body, stock, seen) VALUES \
                (old.id, old.title, old.body, old.stock, old.seen, new.title, new.body, new.stock, new.seen); END;
            INSERT INTO docs (id, title, stock, seen) VALUES (1, 't1', 1, '2001-01-01 00:00:00'), \
                (2, 't2', 2, '2002-01-01 00:00:00'), (3, 't3', 3, '2003-01-01 00:00:00'), \
                (4, 't4', 4, '2004-01-01 00:00:00')",
        )
        .expect("the tables");
}

/// What became of one submission.
#[derive(Debug)]
struct Attempt {
    doc: i32,
    /// What the page showed.
    shown: State,
    /// What was typed over it, by field; unique over the whole run.
    typed: Vec<(usize, String)>,
    outcome: Outcome,
}

#[derive(Debug)]
enum Outcome {
    Written,
    Unchanged,
    AlreadyApplied,
    /// With the row as the refusal shows it.
    Stale(State),
    Other(Reason),
}

/// How a submission is saved: by the library, or by a planted bug.
type Saver = fn(&mut SqliteConnection, i32, &Page, &[(usize, String)]) -> Outcome;

fn by_the_library(
    connection: &mut SqliteConnection,
    doc: i32,
    page: &Page,
    _: &[(usize, String)],
) -> Outcome {
    let at = Doc::at(doc);
    match at.submit(&page.body()).save(connection) {
        Ok(done) => match done.kind() {
            DoneKind::Written => Outcome::Written,
            DoneKind::Unchanged => Outcome::Unchanged,
            _ => Outcome::AlreadyApplied,
        },
        Err(refused) if refused.reason() == Reason::Stale => {
            // The new originals of the page are what the row held.
            let page = Page::new(refused.form().as_p());
            Outcome::Stale(FIELDS.map(|field| match (field, plain(page.original(field))) {
                ("seen", exact) => exact[..SEEN.len()].to_owned(),
                (_, text) => text,
            }))
        }
        Err(refused) => Outcome::Other(refused.reason()),
    }
}

/// The planted bug: the comparison is switched off.
fn without_comparison(
    connection: &mut SqliteConnection,
    doc: i32,
    _: &Page,
    typed: &[(usize, String)],
) -> Outcome {
    if typed.is_empty() {
        return Outcome::Unchanged;
    }
    let value =
        |field| typed.iter().find(|(index, _)| *index == field).map(|(_, text)| text.clone());
    let set = (
        value(0).map(|title| docs::title.eq(title)),
        value(1).map(|body| docs::body.eq(Some(body))),
        value(2).map(|stock| docs::stock.eq(stock.parse::<i32>().expect("a number"))),
        value(3).map(|seen| {
            docs::seen.eq(chrono::NaiveDateTime::parse_from_str(&seen, FORMAT).expect("a time"))
        }),
    );
    let update = diesel::update(docs::table.find(doc)).set(set);
    update.execute(connection).expect("the update");
    Outcome::Written
}

/// A time as its control shows it.
const SEEN: &str = "2024-01-01T00:00";
const FORMAT: &str = "%Y-%m-%dT%H:%M";

/// The text inside a canonical original.
fn plain(json: &str) -> String {
    match serde_json::from_str(json).expect("canonical JSON") {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// Runs the cycles and returns every attempt.
fn race(file: &Path, cycles: usize, save: Saver) -> Vec<Attempt> {
    create(file);
    let connections: Vec<_> = (0..CONNECTIONS).map(|_| Mutex::new(connect(file))).collect();
    let (next, unique) = (AtomicUsize::new(0), AtomicUsize::new(1000));
    let attempts = Mutex::new(Vec::with_capacity(cycles));
    std::thread::scope(|scope| {
        for worker in 0..CONNECTIONS {
            let (connections, next, unique, attempts) = (&connections, &next, &unique, &attempts);
            scope.spawn(move || {
                let mut random = Random::new(worker as u64);
                while next.fetch_add(1, Ordering::Relaxed) < cycles {
                    let cycle = cycle(&mut random, connections, unique, save);
                    attempts.lock().expect("not poisoned").extend(cycle);
                }
            });
        }
    });
    attempts.into_inner().expect("not poisoned")
}

/// Opens on one connection, waits, saves on another; now and then twice, now and then untouched.
fn cycle(
    random: &mut Random,
    connections: &[Mutex<SqliteConnection>],
    unique: &AtomicUsize,
    save: Saver,
) -> Vec<Attempt> {
    let doc = 1 + i32::try_from(random.below(4)).expect("small") % ROWS;
    let reader = random.below(CONNECTIONS);
    let writer = (reader + 1 + random.below(CONNECTIONS - 1)) % CONNECTIONS;
    let mut page = {
        let mut connection = connections[reader].lock().expect("not poisoned");
        Page::new(Doc::at(doc).open(&mut *connection).expect("the row").as_p())
    };
    let shown = FIELDS.map(|field| page.value(field).to_owned());
    match random.below(4) {
        0 => std::thread::yield_now(),
        1 => std::thread::sleep(Duration::from_micros(random.below(500) as u64)),
        _ => {}
    }
    let mut typed = Vec::new();
    for (index, field) in FIELDS.iter().enumerate() {
        if random.below(3) == 0 {
            let number = unique.fetch_add(1, Ordering::Relaxed);
            let text = match *field {
                "stock" => number.to_string(),
                "seen" => moment(number).format(FORMAT).to_string(),
                _ => format!("{field} {number}"),
            };
            page.set(field, &text);
            typed.push((index, text));
        }
    }
    let mut connection = connections[writer].lock().expect("not poisoned");
    if random.below(8) == 0 {
        // Somebody else's job on a column that no page shows.
        let views = diesel::update(docs::table.find(doc)).set(docs::views.eq(docs::views + 1));
        views.execute(&mut *connection).expect("the job");
    }
    if random.below(6) == 0 {
        // Somebody else's spelling of the same time.
        let spell = format!("UPDATE docs SET seen = replace(seen, ' ', 'T') WHERE id = {doc}");
        connection.batch_execute(&spell).expect("the job");
    }
    let times = if random.below(10) == 0 { 2 } else { 1 };
    (0..times)
        .map(|_| Attempt {
            doc,
            shown: shown.clone(),
            typed: typed.clone(),
            outcome: save(&mut connection, doc, &page, &typed),
        })
        .collect()
}

/// A time for each number.
fn moment(number: usize) -> chrono::NaiveDateTime {
    let minutes = chrono::TimeDelta::minutes(number.try_into().expect("small"));
    chrono::NaiveDate::from_ymd_opt(2010, 1, 1).expect("a date").and_time(chrono::NaiveTime::MIN)
        + minutes
}

fn cycles() -> usize {
    if std::env::var_os("CAS_LONG").is_some() { 300_000 } else { 12_000 }
}

#[test]
fn no_accepted_save_replaced_an_unseen_value_and_none_was_refused_without_cause() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("race.sqlite");
    let attempts = race(&file, cycles(), by_the_library);
    let history = read_history(&file);
    let wrong = check(&attempts, &history);
    let count = |is: fn(&Outcome) -> bool| attempts.iter().filter(|a| is(&a.outcome)).count();
    let written = count(|o| matches!(o, Outcome::Written));
    let stale = count(|o| matches!(o, Outcome::Stale(_)));
    println!(
        "race: {} submissions: {written} written, {stale} stale, {} already applied, {} unchanged; {} in the history",
        attempts.len(),
        count(|o| matches!(o, Outcome::AlreadyApplied)),
        count(|o| matches!(o, Outcome::Unchanged)),
        history.len(),
    );
    let locks = LOCKS.load(Ordering::Relaxed);
    println!("race: {locks} decided under a lock");
    assert!(wrong.is_empty(), "{} wrong, first {:?}", wrong.len(), &wrong[..wrong.len().min(3)]);
    // The run has to have been a race at all.
    assert!(written > attempts.len() / 20 && stale > attempts.len() / 20, "no race");
    assert!(locks > attempts.len() / 20, "{locks} under a lock are no race");
}

#[test]
fn the_checker_catches_a_save_that_does_not_compare() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("planted.sqlite");
    let attempts = race(&file, 2_000, without_comparison);
    let wrong = check(&attempts, &read_history(&file));
    assert!(wrong.iter().any(|line| line.starts_with("lost update")), "not caught: {wrong:?}");
}
