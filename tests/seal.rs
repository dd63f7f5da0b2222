//! Sealed originals: whatever is done to them is refused, with everything that was typed kept and
//! nothing written; and what happens to those of a form without a seal.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod page;
}
#[path = "seal"]
mod seal {
    mod created;
    mod digest;
    mod forged;
    mod kept;
    mod keys;
    mod mutated;
    mod types;
    mod unsealed;
    mod versions;
}

use cas_forms::{At, CasForm, Done, Existing, NoContext, NoLease, Reason, Refused, SealKeys};
use cas_forms::{SealedWith, Unscoped};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};
use support::page::{Control, Page};

diesel::table! {
    people (id) {
        id -> Integer,
        name -> Text,
        nick -> Text,
        notes -> Nullable<Text>,
        credit -> Integer,
        active -> Bool,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = people)]
#[cas(seal)]
struct Person {
    name: String,
    nick: String,
    #[cas(widget = textarea)]
    notes: Option<String>,
    #[cas(min = 0, max = 1000)]
    credit: i32,
    active: bool,
}

/// The same without a seal.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = people)]
struct Open {
    name: String,
    nick: String,
    #[cas(widget = textarea)]
    notes: Option<String>,
    #[cas(min = 0, max = 1000)]
    credit: i32,
    active: bool,
}

/// Another form of the same name, on the same table.
mod elsewhere {
    use cas_forms::CasForm;

    #[derive(CasForm, Clone, Debug)]
    #[diesel(table_name = crate::people)]
    #[cas(seal)]
    pub(crate) struct Person {
        pub(crate) name: String,
        pub(crate) nick: String,
    }
}

const NOON: u64 = 1_800_000_000;
const DAY: u64 = 24 * 60 * 60;

type Place<F> = At<F, Unscoped, NoLease, SealedWith, NoContext, Existing<i32>>;

/// A database, keys and a clock.
struct Desk {
    connection: SqliteConnection,
    clock: Arc<AtomicU64>,
    keys: SealKeys,
}

impl Desk {
    fn new() -> Self {
        let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
        connection
            .batch_execute(
                "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, nick TEXT NOT NULL, \
                 notes TEXT, credit INTEGER NOT NULL, active BOOLEAN NOT NULL); \
                 INSERT INTO people VALUES (1, 'Anna', 'An', 'first', 10, 1), \
                 (2, 'Ben', 'Be', NULL, 20, 0)",
            )
            .expect("the table");
        let clock = Arc::new(AtomicU64::new(NOON));
        let keys = keys(&clock, SealKeys::new("new", [1; 32]));
        Desk { connection, clock, keys }
    }

    fn run(&mut self, sql: &str) {
        self.connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn wait(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Anna's own place of a row.
    fn at<F: CasForm<Key = i32>>(&self, id: i32) -> Place<F> {
        F::at(id).seal(&self.keys, "anna")
    }

    /// The page of a row, with something typed into two fields.
    fn page(&mut self, id: i32) -> Page {
        let form = self.at::<Person>(id).open(&mut self.connection).expect("the row");
        typed(Page::new(form.as_p()))
    }

    fn save(&mut self, body: &str) -> Result<Done<Person>, Refused<Person>> {
        let at = self.at::<Person>(1);
        at.submit(body).save(&mut self.connection)
    }

    /// One row as SQLite prints it.
    fn row(&mut self, id: i32) -> String {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            row: String,
        }
        let sql = "SELECT quote(name) || ' ' || quote(nick) || ' ' || quote(notes) || ' ' || \
                   quote(credit) || ' ' || quote(active) AS row FROM people WHERE id = ";
        let row = diesel::sql_query(format!("{sql}{id}")).get_result::<Row>(&mut self.connection);
        row.expect("the row").row
    }

    /// Such a submission is refused, writes nothing, keeps what was typed, and the page that comes back
    /// can be saved once it is answered.
    fn refuses(&mut self, body: &str) {
        let before = [self.row(1), self.row(2)];
        let refused = self.save(body).expect_err(body);
        assert_eq!((refused.reason(), refused.status()), (Reason::Originals, 428), "{body}");
        assert_eq!([self.row(1), self.row(2)], before, "{body}");
        let mut page = Page::new(refused.form().as_p());
        assert_eq!((page.value("name"), page.value("notes")), ("Typed", "Typed too"), "{body}");
        for (name, answer) in [("name", "mine"), ("notes", "mine"), ("nick", "theirs")] {
            let question = format!("resolve-{name}");
            if page.controls.iter().any(|control| control.name == question) {
                // Without an answer nothing is written, by whichever way it is sent.
                assert!(!page.is_sendable());
                self.save(&page.body()).expect_err("a question is open");
                assert_eq!([self.row(1), self.row(2)], before, "{body}");
                page.choose(&question, answer);
            }
        }
        self.save(&page.body()).unwrap_or_else(|refused| panic!("{refused:?}: {}", page.html));
        assert_eq!(
            self.row(1),
            before[0].replace("'Anna'", "'Typed'").replace("'first'", "'Typed too'")
        );
    }
}

fn keys(clock: &Arc<AtomicU64>, keys: Result<SealKeys, cas_forms::SealKeyError>) -> SealKeys {
    let clock = Arc::clone(clock);
    let now = move || UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::SeqCst));
    keys.expect("keys").with_clock(now)
}

fn typed(mut page: Page) -> Page {
    page.set("name", "Typed").set("notes", "Typed too");
    page
}

/// Puts another input of this name on the page.
fn add(page: &mut Page, name: &str, value: &str) {
    page.controls.push(Control {
        kind: "hidden".to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        checked: false,
        required: false,
        disabled: false,
    });
}

/// The seal and what is behind it.
fn apart(sealed: &str) -> (&str, &str) {
    let (end, _) = sealed.match_indices('.').nth(3).expect("a seal");
    sealed.split_at(end + 1)
}
