//! Tables of every shape.

use super::{ELSEWHERE, UPPER_CASE, database};
use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, DoneKind, Reason};
use cas_forms_diesel::sync::{Delete as _, Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    order_lines (order_number, position) {
        order_number -> Integer,
        position -> Integer,
        #[sql_name = "Article, in words"]
        article -> Text,
        price -> Integer,
        pieces -> Integer,
        total -> Integer,
        removed -> Nullable<Integer>,
    }
}

#[derive(CasForm, Debug)]
#[diesel(table_name = order_lines)]
struct Line {
    #[diesel(column_name = article)]
    title: String,
    price: i32,
    #[cas(column = pieces)]
    count: i32,
    /// The database computes it.
    #[cas(readonly)]
    total: i32,
}

const LINES: &str = "CREATE TABLE order_lines (order_number INTEGER NOT NULL, position INTEGER NOT NULL, \
     \"Article, in words\" VARCHAR(99) NOT NULL, price INTEGER NOT NULL, pieces INTEGER NOT NULL, \
     total INTEGER GENERATED ALWAYS AS (price * pieces) STORED, removed INTEGER, \
     PRIMARY KEY (order_number, position)); \
     INSERT INTO order_lines (order_number, position, \"Article, in words\", price, pieces) VALUES \
     (1, 1, 'pen', 2, 10), (1, 2, 'ink', 3, 1), (2, 1, 'nib', 1, 1)";

#[test]
fn a_composite_key_renamed_and_generated_columns_find_and_change_one_row() {
    let mut db = database(LINES);
    let at = Line::at((1, 2));
    let mut page = Page::new(at.open(&mut db).expect("the row").as_p());
    assert_eq!((page.value("title"), page.value("total")), ("ink", "3"));
    let done = at.submit(&page.set("title", "red ink").set("count", "4").body()).save(&mut db);
    assert_eq!(done.expect("saved").kind(), DoneKind::Written);
    let rows: Vec<(String, i32)> = order_lines::table
        .select((order_lines::article, order_lines::total))
        .order((order_lines::order_number, order_lines::position))
        .load(&mut db)
        .expect("the rows");
    assert_eq!(rows, [("pen".into(), 20), ("red ink".into(), 12), ("nib".into(), 1)]);
}

#[test]
fn a_generated_column_is_compared_like_any_other() {
    let mut db = database(LINES);
    let at = Line::at((1, 1));
    let body = Page::new(at.open(&mut db).expect("the row").as_p()).set("title", "mine").body();
    run(&mut db, "UPDATE order_lines SET pieces = 11 WHERE order_number = 1 AND position = 1");
    let refused = at.submit(&body).save(&mut db).expect_err("it changed");
    let changed: Vec<_> = refused.form().changes().map(|(field, _)| field.name()).collect();
    assert_eq!(changed, ["count", "total"]);
}

#[test]
fn a_row_that_is_marked_as_removed_is_gone() {
    let mut db = database(LINES);
    let at = Line::at((1, 1)).scope(order_lines::removed.is_null());
    let body = Page::new(at.open(&mut db).expect("the row").as_p()).set("title", "mine").body();
    run(&mut db, "UPDATE order_lines SET removed = 1 WHERE order_number = 1 AND position = 1");
    let gone = at.submit(&body).save(&mut db).expect_err("gone");
    assert_eq!((gone.reason(), gone.status()), (Reason::Gone, 410));
    assert_eq!(Page::new(gone.form().as_p()).value("title"), "mine");
    let done = at.submit(&body).delete(&mut db).expect("it was removed before");
    assert_eq!(done.kind(), DoneKind::AlreadyApplied);
    assert_eq!(order_lines::table.count().first::<i64>(&mut db), Ok(3));
}

mod qualified {
    diesel::table! {
        elsewhere.things (id) {
            id -> Integer,
            name -> Text,
        }
    }
}
use qualified::things;

#[derive(CasForm)]
#[diesel(table_name = things)]
struct Thing {
    name: String,
}

#[test]
fn a_table_of_another_schema_is_found_there() {
    let mut db = database(ELSEWHERE);
    run(
        &mut db,
        "CREATE TABLE elsewhere.things (id INTEGER PRIMARY KEY, name VARCHAR(9) NOT NULL)",
    );
    run(&mut db, "INSERT INTO elsewhere.things VALUES (1, 'old')");
    let mut page = Page::new(Thing::at(1).open(&mut db).expect("the row").as_p());
    Thing::at(1).submit(&page.set("name", "new").body()).save(&mut db).expect("saved");
    let refused = Thing::at(1).submit(&page.set("name", "newer").body()).save(&mut db);
    assert_eq!(refused.expect_err("it changed").reason(), Reason::Stale);
    assert_eq!(things::table.select(things::name).first::<String>(&mut db).as_deref(), Ok("new"));
}

diesel::table! {
    words (id) {
        id -> Integer,
        word -> Text,
        note -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = words)]
struct Word {
    word: String,
    note: String,
}

/// Where the database rewrites the very field, a repeat cannot be told from another's change: it is
/// refused, and overwrites nothing.
#[test]
fn what_a_trigger_rewrites_is_shown_as_it_is_and_is_no_conflict_afterwards() {
    let mut db = database(
        "CREATE TABLE words (id INTEGER PRIMARY KEY, word VARCHAR(9) NOT NULL, note VARCHAR(9) NOT NULL); \
         INSERT INTO words VALUES (1, 'OLD', '')",
    );
    for statement in UPPER_CASE {
        run(&mut db, statement);
    }
    let body =
        Page::new(Word::at(1).open(&mut db).expect("the row").as_p()).set("word", "new").body();
    Word::at(1).submit(&body).save(&mut db).expect("saved");
    let repeated = Word::at(1).submit(&body).save(&mut db).expect_err("it holds something else");
    assert_eq!(repeated.reason(), Reason::Stale);
    let mut page = Page::new(Word::at(1).open(&mut db).expect("the row").as_p());
    assert_eq!(page.value("word"), "NEW");
    let done = Word::at(1).submit(&page.set("note", "x").body()).save(&mut db).expect("saved");
    assert_eq!(done.kind(), DoneKind::Written);
}

macro_rules! wide {
    ($($column:ident)*) => {
        diesel::table! {
            wide (id) {
                id -> Integer,
                $($column -> Integer,)*
            }
        }

        #[derive(CasForm)]
        #[diesel(table_name = wide)]
        struct Wide {
            $($column: i32,)*
        }

        const COLUMNS: &[&str] = &[$(stringify!($column)),*];
    };
}

wide! {
    c01 c02 c03 c04 c05 c06 c07 c08 c09 c10 c11 c12 c13 c14 c15 c16 c17 c18 c19 c20
    c21 c22 c23 c24 c25 c26 c27 c28 c29 c30 c31 c32 c33 c34 c35 c36 c37 c38 c39 c40
}

#[test]
fn more_columns_than_a_tuple_has_are_compared_and_written() {
    let columns: Vec<_> = COLUMNS.iter().map(|name| format!("{name} INTEGER NOT NULL")).collect();
    let values: Vec<_> = (1..=COLUMNS.len()).map(|value| value.to_string()).collect();
    let mut db = database(&format!(
        "CREATE TABLE wide (id INTEGER PRIMARY KEY, {}); INSERT INTO wide VALUES (1, {})",
        columns.join(", "),
        values.join(", ")
    ));
    let mut page = Page::new(Wide::at(1).open(&mut db).expect("the row").as_p());
    assert_eq!(page.value("c40"), "40");
    page.set("c40", "400").set("c01", "100");
    Wide::at(1).submit(&page.body()).save(&mut db).expect("saved");
    run(&mut db, "UPDATE wide SET c33 = 0");
    let mut page = Page::new(Wide::at(1).open(&mut db).expect("the row").as_p());
    assert_eq!((page.value("c01"), page.value("c33"), page.value("c40")), ("100", "0", "400"));
    run(&mut db, "UPDATE wide SET c33 = 33, c34 = 0");
    let refused =
        Wide::at(1).submit(&page.set("c02", "7").body()).save(&mut db).expect_err("stale");
    let changed: Vec<_> = refused.form().changes().map(|(field, _)| field.name()).collect();
    assert_eq!(changed, ["c33", "c34"]);
}
