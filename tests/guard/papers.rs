//! Guarded tables, and forms of them.

use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, LeaseKey, Presented, Secret};
use cas_forms_diesel::{CasBackend, Guard};
use diesel::connection::SimpleConnection;

diesel::table! {
    papers (id) {
        id -> Integer,
        title -> Text,
        state -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = papers)]
#[lockable(ttl = "90s", guard)]
pub(crate) struct Paper {
    title: String,
    state: String,
}

/// Merging takes a transaction.
#[derive(CasForm)]
#[diesel(table_name = papers)]
#[cas(on_stale = merge)]
#[lockable(ttl = "90s", guard)]
pub(crate) struct Merged {
    title: String,
    state: String,
}

/// A form that does not know of the guard.
#[derive(CasForm)]
#[diesel(table_name = papers)]
pub(crate) struct Free {
    title: String,
    state: String,
}

diesel::table! {
    shelves (code, number, tag) {
        code -> Text,
        number -> BigInt,
        tag -> Binary,
        name -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = shelves)]
#[lockable(ttl = "90s", guard, resource = "sh'el\\ves")]
pub(crate) struct Shelf {
    name: String,
}

pub(crate) const TABLES: [&str; 2] = [
    "CREATE TABLE authors (id INTEGER PRIMARY KEY)",
    "CREATE TABLE papers (id INTEGER PRIMARY KEY REFERENCES authors (id) ON DELETE CASCADE, \
     title VARCHAR(40) NOT NULL CHECK (title <> 'forbidden'), state VARCHAR(9) NOT NULL)",
];

/// The lease of one page.
#[derive(Clone)]
pub(crate) struct Pass(pub(crate) Secret);

impl Pass {
    pub(crate) fn fresh() -> Self {
        Pass(Secret::fresh().expect("random numbers"))
    }

    /// What its page carries.
    pub(crate) fn presented(&self) -> Presented {
        Presented::of_text(self.0.reveal())
    }
}

/// The lease is this holder's from now on, for so many seconds.
pub(crate) fn hold<DB: CasBackend>(
    db: &mut impl SimpleConnection,
    resource: &str,
    holder: &str,
    pass: &Pass,
    seconds: i64,
) {
    let (token, now) = (pass.0.digest(), DB::NOW_US);
    // Digits cannot be mistaken, whatever signs the name has.
    let digits = resource.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let resource = match DB::QUOTE {
        "\"" => format!("convert_from('\\x{digits}', 'UTF8')"),
        _ if DB::OR_NOTHING.is_empty() => format!("X'{digits}'"),
        _ => format!("CAST(X'{digits}' AS TEXT)"),
    };
    run(
        db,
        &format!(
            "INSERT INTO cas_leases (resource, token, holder, page, expires_us, fence) SELECT {resource}, NULL, \
             '', '', 0, 1 FROM (SELECT 1 AS one) AS one \
             WHERE NOT EXISTS (SELECT 1 FROM cas_leases WHERE resource = {resource})"
        ),
    );
    run(
        db,
        &format!(
            "UPDATE cas_leases SET token = '{token}', holder = '{holder}', page = 'page', \
             fence = fence + 1, expires_us = {now} + {seconds} * 1000000 WHERE resource = {resource}"
        ),
    );
}

/// Nobody holds it any more.
pub(crate) fn release(db: &mut impl SimpleConnection) {
    run(db, "UPDATE cas_leases SET token = NULL, holder = '', expires_us = 0");
}

/// The tables, with two papers, the first of which Ann has leased.
pub(crate) fn furnish<DB: CasBackend>(db: &mut impl SimpleConnection, guard: &Guard) -> Pass {
    run(db, DB::LEASE_TABLE);
    for table in TABLES {
        run(db, table);
    }
    run(db, "INSERT INTO authors VALUES (1), (2), (7)");
    run(db, "INSERT INTO papers VALUES (1, 'old', 'open')");
    run(db, "INSERT INTO papers VALUES (2, 'other', 'open')");
    run(db, guard.up());
    let mine = Pass::fresh();
    hold::<DB>(db, "papers/1", "Ann", &mine, 90);
    mine
}

pub(crate) fn lease_key<K: cas_forms::KeyText>(resource: &str, key: &K) -> String {
    LeaseKey::new(resource, key).expect("a short key").as_str().to_owned()
}

/// A page as it is submitted, with these entries.
pub(crate) fn typed(html: String, entries: &[(&str, &str)]) -> String {
    let mut page = Page::new(html);
    for (name, value) in entries {
        page.set(name, value);
    }
    page.body()
}
