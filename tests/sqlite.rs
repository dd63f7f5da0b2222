//! Saving on SQLite: the one statement, what follows a miss, and what is written when.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod page;
}
#[path = "sqlite"]
mod sqlite {
    mod refused;
    mod stored;
}

use cas_forms::{CasForm, DoneKind, ErrorCode, Form, Reason};
use cas_forms_diesel::OpenError;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use std::sync::{Arc, Mutex};
use support::page::Page;

diesel::table! {
    people (id) {
        id -> Integer,
        name -> Text,
        notes -> Nullable<Text>,
        credit -> Integer,
        rate -> Double,
        active -> Bool,
        since -> Nullable<Date>,
        seen -> Timestamp,
        tenant -> Integer,
        hidden -> Text,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = people)]
struct Person {
    #[cas(max_length = 40, required)]
    name: String,
    #[cas(widget = textarea)]
    notes: Option<String>,
    #[cas(min = 0, max = 1000)]
    credit: i32,
    rate: f64,
    active: bool,
    since: Option<chrono::NaiveDate>,
    seen: chrono::NaiveDateTime,
}

fn database() -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    connection
        .batch_execute(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, notes TEXT, \
             credit INTEGER NOT NULL, rate DOUBLE NOT NULL, active BOOLEAN NOT NULL, since DATE, \
             seen TIMESTAMP NOT NULL, tenant INTEGER NOT NULL DEFAULT 1, hidden TEXT NOT NULL DEFAULT ''); \
             INSERT INTO people (id, name, notes, credit, rate, active, since, seen) VALUES \
             (1, 'Anna', 'first', 10, 0.5, 1, '2024-02-29', '2024-02-29 10:20:30.123456'), \
             (2, 'Ben', NULL, 20, 1.5, 0, NULL, '2024-01-01 00:00:00')",
        )
        .expect("the table");
    connection
}

fn run(connection: &mut SqliteConnection, sql: &str) {
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// One row as SQLite prints it, to see that nothing of it was touched.
fn bytes(connection: &mut SqliteConnection, id: i32) -> String {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        row: String,
    }
    diesel::sql_query(format!(
        "SELECT quote(name) || quote(notes) || quote(credit) || quote(rate) || quote(active) || \
         quote(since) || quote(seen) || quote(hidden) AS row FROM people WHERE id = {id}"
    ))
    .get_result::<Row>(connection)
    .expect("the row")
    .row
}

/// The statements that a connection runs.
fn watch(connection: &mut SqliteConnection) -> Arc<Mutex<Vec<String>>> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            log.lock().expect("not poisoned").push(query.to_string());
        }
    });
    seen
}

fn open(connection: &mut SqliteConnection) -> Page {
    Page::new(Person::at(1).open(connection).expect("the row").as_p())
}

fn names<F: CasForm>(form: &Form<F>) -> Vec<&'static str> {
    form.changes().map(|(spec, _)| spec.name()).collect()
}

#[test]
fn open_selects_exactly_the_columns_of_the_form() {
    let mut connection = database();
    let seen = watch(&mut connection);
    open(&mut connection);
    let seen = seen.lock().expect("not poisoned");
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(
        seen[0].starts_with(
            "SELECT `name` AS `name`, `notes` AS `notes`, `credit` AS `credit`, `rate` AS `rate`, \
             `active` AS `active`, `since` AS `since`, `seen` AS `seen` FROM"
        ),
        "{seen:?}"
    );
}

#[test]
fn a_row_that_does_not_exist_is_not_found() {
    let mut connection = database();
    assert!(matches!(Person::at(9).open(&mut connection), Err(OpenError::NotFound)));
}

#[test]
fn an_untouched_form_writes_nothing_and_is_done() {
    let mut connection = database();
    let page = open(&mut connection);
    let before = bytes(&mut connection, 1);
    let seen = watch(&mut connection);
    let at = Person::at(1);
    let done = at.submit(&page.body()).save(&mut connection).expect("done");
    assert_eq!(done.kind(), DoneKind::Unchanged);
    assert_eq!(seen.lock().expect("not poisoned").len(), 1, "one look");
    assert_eq!(bytes(&mut connection, 1), before);
}

#[test]
fn an_edit_is_one_statement_and_writes_the_edited_field_only() {
    let mut connection = database();
    let page = open(&mut connection).set("credit", "11").body();
    let seen = watch(&mut connection);
    let at = Person::at(1);
    let done = at.submit(&page).save(&mut connection).expect("done");
    assert_eq!(done.kind(), DoneKind::Written);
    assert_eq!(done.written().map(cas_forms::FieldSpec::name).collect::<Vec<_>>(), ["credit"]);
    let seen = seen.lock().expect("not poisoned");
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].contains(" SET `credit` = ? WHERE "), "{seen:?}");
}

#[test]
fn a_refused_save_takes_two_statements() {
    let mut connection = database();
    let page = open(&mut connection).set("credit", "11").body();
    run(&mut connection, "UPDATE people SET notes = 'other' WHERE id = 1");
    let seen = watch(&mut connection);
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("stale");
    assert_eq!(refused.status(), 409);
    assert_eq!(seen.lock().expect("not poisoned").len(), 2);
}

#[test]
fn every_field_that_somebody_else_changed_is_named_and_no_other() {
    for (column, value) in [
        ("name", "'anna'"),
        ("name", "'Anna '"),
        ("notes", "NULL"),
        ("notes", "'first\r'"),
        ("credit", "9"),
        ("rate", "0.50000000000000011"),
        ("active", "0"),
        ("since", "NULL"),
        ("since", "'2024-03-01'"),
        ("seen", "'2024-02-29 10:20:30.123457'"),
    ] {
        let mut connection = database();
        let page = open(&mut connection).set("name", "Anne").body();
        run(&mut connection, &format!("UPDATE people SET {column} = {value} WHERE id = 1"));
        let before = bytes(&mut connection, 1);
        let at = Person::at(1);
        let refused = at.submit(&page).save(&mut connection).expect_err(column);
        assert_eq!(refused.reason(), Reason::Stale, "{column} = {value}");
        assert_eq!(names(refused.form()), [column], "{column} = {value}");
        assert_eq!(Page::new(refused.form().as_p()).value("name"), "Anne", "{column} = {value}");
        assert_eq!(bytes(&mut connection, 1), before);
    }
}

#[test]
fn an_untouched_form_is_stale_too_when_the_row_moved() {
    let mut connection = database();
    let page = open(&mut connection).body();
    run(&mut connection, "UPDATE people SET credit = 12 WHERE id = 1");
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("stale");
    assert_eq!((refused.reason(), names(refused.form())), (Reason::Stale, vec!["credit"]));
}

#[test]
fn a_change_to_a_column_that_is_not_on_the_page_does_not_disturb() {
    let mut connection = database();
    let page = open(&mut connection).set("credit", "11").body();
    run(&mut connection, "UPDATE people SET hidden = 'changed' WHERE id = 1");
    let at = Person::at(1);
    at.submit(&page).save(&mut connection).expect("done");
    assert!(bytes(&mut connection, 1).ends_with("'changed'"));
}

#[test]
fn a_second_submission_of_the_same_page_is_already_applied() {
    let mut connection = database();
    let page = open(&mut connection).set("credit", "11").body();
    let at = Person::at(1);
    at.submit(&page).save(&mut connection).expect("done");
    run(&mut connection, "UPDATE people SET notes = 'moved as well' WHERE id = 1");
    let done = at.submit(&page).save(&mut connection).expect("done");
    assert_eq!(done.kind(), DoneKind::AlreadyApplied);
}

#[test]
fn a_deleted_row_is_gone_with_the_text_kept() {
    let mut connection = database();
    let page = open(&mut connection).set("name", "Typed").body();
    run(&mut connection, "DELETE FROM people WHERE id = 1");
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("gone");
    assert_eq!(refused.status(), 410);
    assert_eq!(Page::new(refused.form().as_p()).value("name"), "Typed");
}

#[test]
fn a_row_out_of_scope_is_not_found_and_gone() {
    let mut connection = database();
    let page = open(&mut connection).set("name", "Typed").body();
    let before = bytes(&mut connection, 1);
    let foreign = Person::at(1).scope(people::tenant.eq(2));
    assert!(matches!(foreign.open(&mut connection), Err(OpenError::NotFound)));
    let refused = foreign.submit(&page).save(&mut connection).expect_err("gone");
    assert_eq!(refused.reason(), Reason::Gone);
    assert_eq!(bytes(&mut connection, 1), before);
    let own = Person::at(1).scope(people::tenant.eq(1));
    own.submit(&page).save(&mut connection).expect("done");
}

#[test]
fn a_scope_with_or_inside_keeps_the_key() {
    let mut connection = database();
    let page = open(&mut connection).set("name", "Typed").body();
    let other = bytes(&mut connection, 2);
    let at = Person::at(1).scope(people::tenant.eq(1).or(people::tenant.eq(2)));
    at.submit(&page).save(&mut connection).expect("done");
    assert_eq!(bytes(&mut connection, 2), other);
}

#[test]
fn an_invalid_submission_is_refused_and_a_stale_one_says_both() {
    let mut connection = database();
    let page = open(&mut connection).set("credit", "5000").body();
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("invalid");
    assert_eq!(refused.status(), 422);
    assert_eq!(names(refused.form()), Vec::<&str>::new());
    run(&mut connection, "UPDATE people SET notes = 'other' WHERE id = 1");
    let refused = at.submit(&page).save(&mut connection).expect_err("both");
    assert_eq!(refused.status(), 409);
    assert_eq!(names(refused.form()), ["notes"]);
    let errors: Vec<_> =
        refused.form().errors().map(|(spec, error)| (spec.name(), error.clone())).collect();
    assert_eq!(errors, [("credit", ErrorCode::Max("1000"))]);
}

/// Columns may have any name a comparison could have in the result.
#[derive(CasForm)]
#[diesel(table_name = likely)]
struct Likely {
    name: String,
    cas_same_0: i32,
    cas_same_1: i32,
}

diesel::table! {
    likely (id) {
        id -> Integer,
        name -> Text,
        cas_same_0 -> Integer,
        cas_same_1 -> Integer,
    }
}

#[test]
fn a_column_named_as_a_comparison_might_be_is_not_taken_for_one() {
    let mut connection = database();
    run(
        &mut connection,
        "CREATE TABLE likely (id INTEGER PRIMARY KEY, name TEXT NOT NULL, cas_same_0 INTEGER NOT NULL, \
         cas_same_1 INTEGER NOT NULL); INSERT INTO likely VALUES (1, 'Anna', 0, 0)",
    );
    let at = Likely::at(1);
    let page = Page::new(at.open(&mut connection).expect("the row").as_p()).body();
    let done = at.submit(&page).save(&mut connection).expect("untouched");
    assert_eq!(done.kind(), DoneKind::Unchanged);
}
