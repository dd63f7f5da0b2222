//! Compare and delete.

use super::{Db, database};
use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, DoneKind, FormError, Reason};
use cas_forms_diesel::sync::{Delete as _, Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    notes (id) {
        id -> Integer,
        title -> Text,
        body -> Nullable<Text>,
        tenant -> Integer,
        views -> Integer,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = notes)]
struct Note {
    #[cas(required)]
    title: String,
    body: Option<String>,
}

diesel::table! {
    parts (id) {
        id -> Integer,
        whole -> Nullable<Integer>,
    }
}

#[derive(CasForm)]
#[diesel(table_name = parts)]
struct Part {
    whole: Option<i32>,
}

fn notes() -> Db {
    database(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, title VARCHAR(99) NOT NULL, body VARCHAR(99), \
         tenant INTEGER NOT NULL, views INTEGER NOT NULL); \
         CREATE TABLE replies (note INTEGER NOT NULL, FOREIGN KEY (note) REFERENCES notes (id)); \
         INSERT INTO notes VALUES (1, 'one', NULL, 1, 0); \
         INSERT INTO notes VALUES (2, 'two', 'text', 2, 0)",
    )
}

fn ids(db: &mut Db) -> Vec<i32> {
    notes::table.select(notes::id).order(notes::id).load(db).expect("the rows")
}

fn open(db: &mut Db, id: i32) -> Page {
    Page::new(Note::at(id).open(db).expect("the row").as_p())
}

#[test]
fn a_row_that_is_as_it_was_shown_is_deleted() {
    let mut db = notes();
    // What was typed, valid or not, and columns that are not on the page, do not matter.
    let body = open(&mut db, 1).set("title", "").body();
    run(&mut db, "UPDATE notes SET views = 9");
    let done = Note::at(1).submit(&body).delete(&mut db).expect("deleted");
    assert_eq!((done.kind(), ids(&mut db)), (DoneKind::Deleted, vec![2]));
}

#[test]
fn a_row_that_changed_is_not_deleted_and_the_page_says_what_is_there_now() {
    let mut db = notes();
    let body = open(&mut db, 1).set("title", "Typed").body();
    run(&mut db, "UPDATE notes SET body = 'theirs'");
    let refused = Note::at(1).submit(&body).delete(&mut db).expect_err("it changed");
    assert_eq!((refused.reason(), ids(&mut db)), (Reason::Stale, vec![1, 2]));
    assert_eq!(refused.form().form_errors(), [FormError::NotDeleted]);
    let page = Page::new(refused.form().as_p());
    assert_eq!((page.value("title"), page.value("body")), ("Typed", "theirs"));
    // Who has seen that and deletes again means it.
    Note::at(1).submit(&page.body()).delete(&mut db).expect("deleted");
    assert_eq!(ids(&mut db), [2]);
}

#[test]
fn a_row_that_is_gone_counts_as_deleted() {
    let mut db = notes();
    let body = open(&mut db, 1).body();
    for kind in [DoneKind::Deleted, DoneKind::AlreadyApplied] {
        let done = Note::at(1).submit(&body).delete(&mut db).expect("done");
        assert_eq!(done.kind(), kind);
    }
    let gone = Note::at(1).submit(&body).save(&mut db).expect_err("nothing to save to");
    assert_eq!(gone.reason(), Reason::Gone);
}

#[test]
fn a_row_out_of_scope_is_never_deleted() {
    let mut db = notes();
    let body = open(&mut db, 2).body();
    let at = Note::at(2).scope(notes::tenant.eq(1));
    let done = at.submit(&body).delete(&mut db).expect("not there, to this tenant");
    assert_eq!((done.kind(), ids(&mut db)), (DoneKind::AlreadyApplied, vec![1, 2]));
}

#[test]
fn without_its_originals_nothing_is_deleted() {
    let mut db = notes();
    let body = open(&mut db, 1).remove("original-body").body();
    let refused = Note::at(1).submit(&body).delete(&mut db).expect_err("what was shown?");
    assert_eq!((refused.reason(), ids(&mut db)), (Reason::Originals, vec![1, 2]));
}

#[test]
fn a_row_that_others_refer_to_stays_and_the_form_says_why() {
    let mut db = notes();
    run(&mut db, "INSERT INTO replies VALUES (1)");
    let body = open(&mut db, 1).set("title", "Typed").body();
    let refused = Note::at(1).submit(&body).delete(&mut db).expect_err("replies refer to it");
    assert_eq!((refused.reason(), ids(&mut db)), (Reason::Invalid, vec![1, 2]));
    assert!(!refused.form().form_errors().is_empty());
    assert_eq!(Page::new(refused.form().as_p()).value("title"), "Typed");
}

#[test]
fn a_row_that_rows_of_its_own_table_refer_to_blames_no_field() {
    let mut db = database(
        "CREATE TABLE parts (id INTEGER PRIMARY KEY, whole INTEGER, \
         FOREIGN KEY (whole) REFERENCES parts (id)); \
         INSERT INTO parts VALUES (1, NULL); INSERT INTO parts VALUES (2, 1)",
    );
    let body = Page::new(Part::at(1).open(&mut db).expect("the row").as_p()).body();
    let refused = Part::at(1).submit(&body).delete(&mut db).expect_err("part 2 refers to it");
    assert_eq!((refused.reason(), refused.form().errors().count()), (Reason::Invalid, 0));
    assert_eq!(refused.form().form_errors().len(), 1);
}
