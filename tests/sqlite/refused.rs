//! Failing databases and pages whose originals are incomplete: refused, with the form kept.

use crate::*;

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
    assert!(page.html.contains("already taken"));
}

#[test]
fn a_broken_constraint_that_names_no_column_can_be_said_at_its_field() {
    let mut connection = database();
    run(&mut connection, "CREATE UNIQUE INDEX one_name ON people (lower(name))");
    let page = open(&mut connection).set("name", "Ben").body();
    let refused = Person::at(1).submit(&page).save(&mut connection).expect_err("refused");
    let refused = refused.with_error(Person::FIELDS.name, "Somebody else has this name.");
    assert_eq!((refused.reason(), refused.status()), (Reason::Invalid, 422));
    let errors: Vec<_> = refused.form().errors().map(|(spec, _)| spec.name()).collect();
    assert_eq!((errors, refused.form().form_errors().len()), (vec!["name"], 0));
    let html = refused.form().as_p();
    assert!(html.contains("<a href=\"#id_name\">Name</a>: Somebody else has this name."), "{html}");
    assert!(!html.contains("exists already"), "the general sentence says no more: {html}");
    let mut page = Page::new(html);
    assert_eq!(page.value("name"), "Ben");
    Person::at(1).submit(&page.set("name", "Cleo").body()).save(&mut connection).expect("done");
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
