//! The number of statements that clients can make a connection keep is bounded.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod random;
}

use cas_forms::{CasForm, DoneKind};
use cas_forms_diesel::sync::{Delete as _, Open as _, Save as _};
use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use support::page::Page;
use support::random::Random;

diesel::table! {
    eight (id) {
        id -> Integer, tenant -> Integer,
        a -> Text, b -> Text, c -> Text, d -> Text, e -> Text, f -> Text, g -> Text, h -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = eight)]
struct Eight {
    a: String,
    b: String,
    c: String,
    d: String,
    e: String,
    f: String,
    g: String,
    h: String,
}

/// A table of many columns, and its form.
macro_rules! many {
    ($($name:ident)*) => {
        diesel::table! {
            many (id) {
                id -> Integer,
                $($name -> Integer,)*
            }
        }

        #[derive(CasForm)]
        #[diesel(table_name = many)]
        struct Many {
            $($name: i32,)*
        }

        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

many! {
    c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 c13 c14 c15 c16 c17 c18 c19
    c20 c21 c22 c23 c24 c25 c26 c27 c28 c29 c30 c31 c32 c33 c34 c35 c36 c37 c38 c39
}

/// The texts that a connection keeps.
type Kept = Arc<Mutex<HashSet<String>>>;

fn connect(setup: &str) -> (SqliteConnection, Kept) {
    let mut db = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    db.batch_execute(setup).expect("the tables");
    let kept = Kept::default();
    let listener = Arc::clone(&kept);
    db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::CacheQuery { sql, .. } = event {
            let is_new = listener.lock().expect("not poisoned").insert(sql.to_owned());
            assert!(is_new, "kept twice: {sql}");
        }
    });
    (db, kept)
}

const EIGHT: &str = "CREATE TABLE eight (id INTEGER PRIMARY KEY, tenant INTEGER NOT NULL DEFAULT 1, \
    a TEXT NOT NULL DEFAULT '', b TEXT NOT NULL DEFAULT '', c TEXT NOT NULL DEFAULT '', \
    d TEXT NOT NULL DEFAULT '', e TEXT NOT NULL DEFAULT '', f TEXT NOT NULL DEFAULT '', \
    g TEXT NOT NULL DEFAULT '', h TEXT NOT NULL DEFAULT ''); INSERT INTO eight (id) VALUES (1), (2)";

/// Edits every set of fields, with a text of its own each time.
fn every_set(mut round: impl FnMut(&dyn Fn(&mut Page))) {
    for mask in 0..256_u32 {
        round(&|page| {
            for (index, name) in ["a", "b", "c", "d", "e", "f", "g", "h"].iter().enumerate() {
                if mask >> index & 1 == 1 {
                    page.set(name, &format!("{mask}"));
                }
            }
        });
    }
}

#[test]
fn eight_fields_make_a_connection_keep_eight_updates_and_one_of_all() {
    let (mut db, kept) = connect(EIGHT);
    every_set(|edit| {
        let at = Eight::at(1);
        let mut page = Page::new(at.open(&mut db).expect("the row").as_p());
        edit(&mut page);
        at.submit(&page.body()).save(&mut db).expect("saved");
    });
    let body = Page::new(Eight::at(1).open(&mut db).expect("the row").as_p()).body();
    let done = Eight::at(1).submit(&body).delete(&mut db).expect("deleted");
    assert_eq!(done.kind(), DoneKind::Deleted);
    let kept = kept.lock().expect("not poisoned");
    let count = |verb: &str| kept.iter().filter(|sql| sql.starts_with(verb)).count();
    // To open, and to compare.
    assert_eq!((count("UPDATE"), count("DELETE"), count("SELECT")), (9, 1, 2), "{kept:?}");
}

#[test]
fn a_scope_has_statements_of_its_own_whatever_it_asks_for() {
    let (mut db, kept) = connect(EIGHT);
    let mut tenant = 0;
    every_set(|edit| {
        tenant += 1;
        db.batch_execute(&format!("UPDATE eight SET tenant = {tenant} WHERE id = 1"))
            .expect("moved");
        let at = Eight::at(1).scope(eight::tenant.eq(tenant));
        let mut page = Page::new(at.open(&mut db).expect("the row").as_p());
        edit(&mut page);
        at.submit(&page.body()).save(&mut db).expect("saved");
        // Out of scope, for somebody without one, and for another row.
        let other = Eight::at(1).scope(eight::tenant.eq(0));
        other.submit(&page.body()).save(&mut db).expect_err("gone");
        let mut page = Page::new(Eight::at(2).open(&mut db).expect("the row").as_p());
        edit(&mut page);
        Eight::at(2).submit(&page.body()).save(&mut db).expect("saved");
    });
    let kept = kept.lock().expect("not poisoned");
    let updates = kept.iter().filter(|sql| sql.starts_with("UPDATE")).count();
    assert_eq!((updates, kept.len()), (18, 22), "{kept:?}");
}

#[test]
fn a_scope_of_many_texts_is_not_kept() {
    let (mut db, kept) = connect(EIGHT);
    for count in 1..50 {
        let at = Eight::at(1).scope(eight::tenant.eq_any(vec![1; count]));
        let mut page = Page::new(at.open(&mut db).expect("the row").as_p());
        page.set("a", &count.to_string());
        at.submit(&page.body()).save(&mut db).expect("saved");
        for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            page = Page::new(at.open(&mut db).expect("the row").as_p());
            for each in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                page.set(each, &format!("{name} {count}"));
            }
            at.submit(&page.body()).save(&mut db).expect("saved");
        }
    }
    assert!(kept.lock().expect("not poisoned").is_empty());
}

#[test]
fn more_than_thirty_two_fields_make_a_connection_keep_one_update_each_and_one_of_all() {
    let columns: Vec<_> =
        NAMES.iter().map(|name| format!("{name} INTEGER NOT NULL DEFAULT 0")).collect();
    let (mut db, kept) = connect(&format!(
        "CREATE TABLE many (id INTEGER PRIMARY KEY, {}); INSERT INTO many (id) VALUES (1)",
        columns.join(", ")
    ));
    let mut random = Random::new(1);
    let single = (0..NAMES.len()).map(|index| vec![index]);
    let sets = single.chain([(0..NAMES.len()).collect()]).chain((0..200).map(|_| {
        let size = 2 + random.below(30);
        (0..size).map(|_| random.below(NAMES.len())).collect()
    }));
    for (round, set) in sets.enumerate() {
        let at = Many::at(1);
        let mut page = Page::new(at.open(&mut db).expect("the row").as_p());
        for index in set {
            page.set(NAMES[index], &(1 + round).to_string());
        }
        at.submit(&page.body()).save(&mut db).expect("saved");
    }
    let kept = kept.lock().expect("not poisoned");
    assert_eq!(kept.len(), NAMES.len() + 2, "{kept:?}");
}
