//! `version`: what changed and changed back is noticed.

use super::{Db, database};
use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, DoneKind, FormError, Reason};
use cas_forms_diesel::sync::{Delete as _, Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    docs (id) {
        id -> Integer,
        title -> Text,
        note -> Text,
        version -> Integer,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = docs)]
struct Doc {
    title: String,
    note: String,
    #[cas(version)]
    version: i32,
}

fn docs() -> Db {
    database(
        "CREATE TABLE docs (id INTEGER PRIMARY KEY, title VARCHAR(99) NOT NULL, \
         note VARCHAR(99) NOT NULL, version INTEGER NOT NULL); \
         INSERT INTO docs VALUES (1, 'old', '', 7)",
    )
}

fn open(db: &mut Db) -> Page {
    Page::new(Doc::at(1).open(db).expect("the row").as_p())
}

fn save(db: &mut Db, title: &str) {
    let body = open(db).set("title", title).body();
    Doc::at(1).submit(&body).save(db).expect("saved");
}

fn row(db: &mut Db) -> (String, i32) {
    docs::table.select((docs::title, docs::version)).first(db).expect("the row")
}

#[test]
fn a_version_is_on_the_page_and_not_to_be_seen() {
    let mut db = docs();
    let form = Doc::at(1).open(&mut db).expect("the row");
    let html = form.as_p().to_string();
    assert!(html.contains("name=\"original-version\"") && !html.contains("name=\"version\""));
    assert!(!html.contains("Version"), "{html}");
}

#[test]
fn every_save_adds_one() {
    let mut db = docs();
    save(&mut db, "one");
    save(&mut db, "two");
    assert_eq!(row(&mut db), ("two".into(), 9));
    // Nothing to write, nothing to count.
    let body = open(&mut db).body();
    let done = Doc::at(1).submit(&body).save(&mut db).expect("nothing to do");
    assert_eq!((done.kind(), row(&mut db).1), (DoneKind::Unchanged, 9));
}

#[test]
fn what_changed_and_changed_back_is_refused() {
    let mut db = docs();
    let body = open(&mut db).set("note", "mine").body();
    save(&mut db, "new");
    save(&mut db, "old");
    let refused = Doc::at(1).submit(&body).save(&mut db).expect_err("it was saved meanwhile");
    assert_eq!(refused.reason(), Reason::Stale);
    assert_eq!(refused.form().form_errors(), [FormError::Version]);
    assert_eq!(refused.form().changes().count(), 0);
    // The page that comes back knows the new version.
    let page = Page::new(refused.form().as_p());
    assert_eq!(page.value("note"), "mine");
    Doc::at(1).submit(&page.body()).save(&mut db).expect("saved");
    assert_eq!(row(&mut db), ("old".into(), 10));
}

#[test]
fn a_writer_who_forgets_the_version_is_noticed_all_the_same() {
    let mut db = docs();
    let body = open(&mut db).set("note", "mine").body();
    run(&mut db, "UPDATE docs SET title = 'theirs'");
    let refused = Doc::at(1).submit(&body).save(&mut db).expect_err("the title changed");
    assert_eq!(refused.reason(), Reason::Stale);
    let changed: Vec<_> = refused.form().changes().map(|(field, _)| field.name()).collect();
    assert_eq!(changed, ["title"]);
}

#[test]
fn a_repeat_after_a_lost_answer_is_done() {
    let mut db = docs();
    let body = open(&mut db).set("title", "mine").body();
    for kind in [DoneKind::Written, DoneKind::AlreadyApplied] {
        assert_eq!(Doc::at(1).submit(&body).save(&mut db).expect("done").kind(), kind);
    }
    assert_eq!(row(&mut db), ("mine".into(), 8));
}

#[test]
fn nothing_is_deleted_that_was_saved_meanwhile() {
    let mut db = docs();
    let body = open(&mut db).body();
    save(&mut db, "new");
    save(&mut db, "old");
    let refused = Doc::at(1).submit(&body).delete(&mut db).expect_err("it was saved meanwhile");
    assert_eq!(refused.form().form_errors(), [FormError::NotDeleted, FormError::Version]);
}

#[test]
fn a_version_cannot_be_typed() {
    let mut db = docs();
    let body = open(&mut db).set("title", "mine").body() + "&version=99";
    let refused = Doc::at(1).submit(&body).save(&mut db).expect_err("nobody may");
    assert_eq!((refused.reason(), row(&mut db)), (Reason::Invalid, ("old".into(), 7)));
}
