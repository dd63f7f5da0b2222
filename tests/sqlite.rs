//! Saving on SQLite: the one statement, what follows a miss, and what is written when.
#![allow(missing_docs, reason = "`table!` makes public items")]

mod support {
    pub(crate) mod page;
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

#[test]
fn a_timestamp_in_another_spelling_neither_conflicts_nor_is_rewritten() {
    let mut connection = database();
    run(&mut connection, "UPDATE people SET seen = '2024-02-29T10:20:30.5' WHERE id = 1");
    let mut page = open(&mut connection);
    let at = Person::at(1);
    let done = at.submit(&page.body()).save(&mut connection).expect("done");
    assert_eq!(done.kind(), DoneKind::Unchanged);
    at.submit(&page.set("credit", "11").body())
        .save(&mut connection)
        .expect("written under the lock");
    assert!(bytes(&mut connection, 1).contains("'2024-02-29T10:20:30.5'"));
    // ... and a real change of it is seen, whatever its spelling.
    let page = open(&mut connection).set("credit", "12").body();
    run(&mut connection, "UPDATE people SET seen = '2024-02-29T10:20:30.6' WHERE id = 1");
    let refused = at.submit(&page).save(&mut connection).expect_err("stale");
    assert_eq!(names(refused.form()), ["seen"]);
}

#[test]
fn under_the_lock_every_other_field_is_compared_as_well() {
    let mut connection = database();
    run(&mut connection, "UPDATE people SET seen = '2024-02-29T10:20:30.5' WHERE id = 1");
    let page = open(&mut connection).set("credit", "11").body();
    run(&mut connection, "UPDATE people SET name = 'ANNA' WHERE id = 1");
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("stale");
    assert_eq!(names(refused.form()), ["name"]);
}

#[test]
fn a_stored_value_that_does_not_fit_its_field_is_an_error_that_names_the_field() {
    for (column, stored) in [
        ("credit", "4294967297"),
        ("credit", "'text'"),
        ("credit", "1.5"),
        ("active", "2"),
        ("rate", "'text'"),
        ("notes", "x'00'"),
        ("seen", "'2024-01-01 10:00:00+01:00'"),
        ("since", "'2024-02-30'"),
    ] {
        let mut connection = database();
        let page = open(&mut connection).set("name", "Typed").body();
        run(&mut connection, &format!("UPDATE people SET {column} = {stored} WHERE id = 1"));
        match Person::at(1).open(&mut connection) {
            Err(OpenError::Unreadable(error)) => assert_eq!(error.field(), column),
            other => panic!("{stored}: {other:?}"),
        }
        let before = bytes(&mut connection, 1);
        let at = Person::at(1);
        let refused = at.submit(&page).save(&mut connection).expect_err("refused");
        let errors = refused.form().errors();
        let errors: Vec<_> = errors.map(|(spec, error)| (spec.name(), error.clone())).collect();
        assert_eq!(errors, [(column, ErrorCode::Unreadable)], "{stored}");
        assert_eq!(Page::new(refused.form().as_p()).value("name"), "Typed");
        assert_eq!(bytes(&mut connection, 1), before);
    }
}

#[test]
fn collations_and_signed_zeros_hide_no_change() {
    diesel::table! { odd (id) { id -> Integer, folded -> Text, trimmed -> Text, zero -> Double, } }
    #[derive(CasForm)]
    #[diesel(table_name = odd)]
    struct Odd {
        folded: String,
        trimmed: String,
        zero: f64,
    }
    for (column, value) in [("folded", "'A'"), ("trimmed", "'a '"), ("zero", "")] {
        let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
        run(
            &mut connection,
            "CREATE TABLE odd (id INTEGER PRIMARY KEY, folded TEXT COLLATE NOCASE, \
             trimmed TEXT COLLATE RTRIM, zero); INSERT INTO odd VALUES (1, 'a', 'a', 0.0)",
        );
        let at = Odd::at(1);
        let mut page = Page::new(at.open(&mut connection).expect("the row").as_p());
        let edited = if column == "folded" { "trimmed" } else { "folded" };
        let body = page.set(edited, "typed").body();
        if column == "zero" {
            // The minus of a literal is lost on zero; that of a parameter is not.
            let negative = diesel::update(odd::table).set(odd::zero.eq(-0.0));
            negative.execute(&mut connection).expect("the change");
        } else {
            run(&mut connection, &format!("UPDATE odd SET {column} = {value}"));
        }
        let refused = at.submit(&body).save(&mut connection).expect_err(column);
        assert_eq!(names(refused.form()), [column]);
    }
}

#[test]
fn a_failing_database_keeps_the_form() {
    let mut connection = database();
    let page = open(&mut connection).set("name", "Typed").body();
    run(&mut connection, "ALTER TABLE people RENAME TO elsewhere");
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("refused");
    assert_eq!(refused.status(), 503);
    assert!(std::error::Error::source(&refused).is_some());
    let page = Page::new(refused.form().as_p());
    assert_eq!(page.value("name"), "Typed");
    run(&mut connection, "ALTER TABLE elsewhere RENAME TO people");
    at.submit(&page.body()).save(&mut connection).expect("the kept form can be saved");
}

#[test]
fn a_constraint_of_the_database_keeps_the_form() {
    let mut connection = database();
    run(&mut connection, "CREATE UNIQUE INDEX one_name ON people (name)");
    let page = open(&mut connection).set("name", "Ben").body();
    let at = Person::at(1);
    let refused = at.submit(&page).save(&mut connection).expect_err("refused");
    assert_eq!(refused.status(), 422);
    let page = Page::new(refused.form().as_p());
    assert_eq!(page.value("name"), "Ben");
    assert!(page.html.contains("does not accept"));
}

#[test]
fn a_busy_database_inside_a_transaction_asks_for_a_retry() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let url = file.path().display().to_string();
    let mut writer = SqliteConnection::establish(&url).expect("a connection");
    run(
        &mut writer,
        "PRAGMA journal_mode = WAL; CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, \
        notes TEXT, credit INTEGER NOT NULL, rate DOUBLE NOT NULL, active BOOLEAN NOT NULL, since DATE, \
        seen TIMESTAMP NOT NULL); INSERT INTO people VALUES (1, 'Anna', NULL, 1, 1, 1, NULL, '2024-01-01 00:00:00')",
    );
    let mut reader = SqliteConnection::establish(&url).expect("a connection");
    let at = Person::at(1);
    let page = Page::new(at.open(&mut reader).expect("the row").as_p()).set("name", "Typed").body();
    run(&mut writer, "BEGIN IMMEDIATE");
    let result = reader.transaction(|reader| {
        let refused = at.submit(&page).save(reader).expect_err("busy");
        assert_eq!((refused.reason(), refused.status()), (Reason::Retry, 503));
        assert_eq!(Page::new(refused.form().as_p()).value("name"), "Typed");
        QueryResult::Ok(())
    });
    result.expect("the transaction itself is whole");
    let refused = at.submit(&page).save(&mut reader).expect_err("busy");
    assert_eq!(refused.reason(), Reason::Unavailable);
    run(&mut writer, "COMMIT");
    at.submit(&page).save(&mut reader).expect("done");
}

#[test]
fn a_missing_original_is_refused_whatever_else_arrives() {
    for name in ["name", "active", "seen"] {
        let mut connection = database();
        let before = bytes(&mut connection, 1);
        let body =
            open(&mut connection).set("notes", "Typed").remove(&format!("original-{name}")).body();
        let at = Person::at(1);
        let refused = at.submit(&body).save(&mut connection).expect_err("refused");
        assert_eq!((refused.reason(), refused.status()), (Reason::Originals, 428), "{name}");
        assert_eq!(bytes(&mut connection, 1), before);
        // The page that comes back can be saved: nothing was lost, nothing was in question.
        let page = Page::new(refused.form().as_p());
        assert_eq!(page.value("notes"), "Typed");
        at.submit(&page.body()).save(&mut connection).expect("done");
    }
}

#[test]
fn the_page_after_a_missing_original_asks_about_each_field_that_differs() {
    let mut connection = database();
    let body = open(&mut connection).set("name", "Typed").remove("original-name").body();
    let at = Person::at(1);
    let refused = at.submit(&body).save(&mut connection).expect_err("refused");
    let mut page = Page::new(refused.form().as_p());
    assert!(!page.is_sendable(), "the choice is required");
    // Sent all the same, it is refused again and overwrites nothing.
    let again = at.submit(&page.body()).save(&mut connection).expect_err("unanswered");
    assert_eq!(again.reason(), Reason::Invalid);
    assert!(bytes(&mut connection, 1).contains("'Anna'"));
    at.submit(&page.choose("resolve-name", "mine").body()).save(&mut connection).expect("done");
    assert!(bytes(&mut connection, 1).contains("'Typed'"));
}

#[test]
fn mangled_and_repeated_originals_are_refused() {
    let mut connection = database();
    let good = open(&mut connection).set("notes", "Typed").body();
    let before = bytes(&mut connection, 1);
    let at = Person::at(1);
    for (from, to) in [
        ("original-name=%22Anna%22", "original-name=Anna"),
        ("original-name=%22Anna%22", "original-name=%22Anna"),
        ("original-credit=10", "original-credit=%2210%22"),
        ("original-credit=10", "original-credit=99999999999"),
        ("original-active=true", "original-active=yes"),
        ("original-since=%222024-02-29%22", "original-since=%222024-02-30%22"),
        ("original-name=%22Anna%22", "original-name=%22Anna%22&original-name=%22Anna%22"),
        ("original-name=%22Anna%22", "original-name=%22An%FFna%22"),
    ] {
        assert!(good.contains(from), "{good}");
        let refused = at.submit(&good.replace(from, to)).save(&mut connection).expect_err(to);
        assert_eq!(refused.reason(), Reason::Originals, "{to}");
        assert_eq!(bytes(&mut connection, 1), before);
    }
}

#[test]
fn a_column_that_was_declared_in_another_case_is_found() {
    diesel::table! { mixed (id) { id -> Integer, name -> Text, } }
    #[derive(CasForm)]
    #[diesel(table_name = mixed)]
    struct Mixed {
        name: String,
    }
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    run(
        &mut connection,
        "CREATE TABLE Mixed (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL); INSERT INTO Mixed VALUES (1, 'a')",
    );
    let at = Mixed::at(1);
    let body = Page::new(at.open(&mut connection).expect("the row").as_p()).set("name", "b").body();
    at.submit(&body).save(&mut connection).expect("done");
}

#[test]
fn a_generated_column_is_compared_also_under_the_lock_and_never_set() {
    diesel::table! { loud (id) { id -> Integer, shout -> Text, name -> Text, seen -> Timestamp, } }
    #[derive(CasForm)]
    #[diesel(table_name = loud)]
    struct Loud {
        #[cas(readonly)]
        shout: String,
        name: String,
        seen: chrono::NaiveDateTime,
    }
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    run(
        &mut connection,
        "CREATE TABLE loud (id INTEGER PRIMARY KEY, shout TEXT AS (upper(name)), name TEXT, seen TIMESTAMP); \
         INSERT INTO loud (id, name, seen) VALUES (1, 'a', '2024-02-29T10:20:30')",
    );
    let at = Loud::at(1);
    let body = Page::new(at.open(&mut connection).expect("the row").as_p()).set("name", "b").body();
    at.submit(&body).save(&mut connection).expect("done");
}

#[test]
fn composite_keys_address_one_row_and_columns_have_their_sql_names() {
    diesel::table! {
        members (person, club) { person -> BigInt, club -> Text, #[sql_name = "type"] type_ -> Text, role -> Text, }
    }
    #[derive(CasForm)]
    #[diesel(table_name = members)]
    struct Member {
        #[diesel(column_name = type_)]
        kind: String,
        role: String,
    }
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    run(
        &mut connection,
        "CREATE TABLE members (person INTEGER, club TEXT, type TEXT, role TEXT, PRIMARY KEY (person, club)); \
         INSERT INTO members VALUES (1, 'chess', 'x', 'r'), (1, 'go', 'x', 'r'), (2, 'chess', 'x', 'r')",
    );
    let at = Member::at((1, "chess".to_owned()));
    let body =
        Page::new(at.open(&mut connection).expect("the row").as_p()).set("role", "boss").body();
    at.submit(&body).save(&mut connection).expect("done");
    let bosses =
        members::table.filter(members::role.eq("boss")).select((members::person, members::club));
    assert_eq!(
        bosses.load::<(i64, String)>(&mut connection).expect("rows"),
        [(1, "chess".to_owned())]
    );
}

#[test]
fn a_number_that_its_float_does_not_hold_is_unreadable() {
    diesel::table! { floats (id) { id -> Integer, single -> Float, double -> Double, } }
    #[derive(CasForm)]
    #[diesel(table_name = floats)]
    struct Floats {
        single: f32,
        double: f64,
    }
    for (single, double, field) in [
        ("0.5", "0.1", None),
        ("0.1", "0.1", Some("single")),
        ("0.5", "9007199254740993", Some("double")),
        ("0.5", "9007199254740992", None),
    ] {
        let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
        run(
            &mut connection,
            &format!(
                "CREATE TABLE floats (id INTEGER PRIMARY KEY, single FLOAT, double NUMERIC); \
                 INSERT INTO floats VALUES (1, {single}, {double})"
            ),
        );
        match (Floats::at(1).open(&mut connection), field) {
            (Ok(_), None) => {}
            (Err(OpenError::Unreadable(error)), Some(field)) => assert_eq!(error.field(), field),
            (opened, _) => panic!("{single} {double}: {opened:?}"),
        }
    }
}
