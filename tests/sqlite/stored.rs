//! What columns hold: values in other spellings, collations, values that no field holds; and how
//! columns and keys are named.

use crate::*;

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

diesel::table! {
    clocks (id) { id -> Integer, name -> Text, daily -> Time, local -> Timestamp, zoned -> TimestamptzSqlite, }
}

#[derive(CasForm)]
#[diesel(table_name = clocks)]
struct Clock {
    name: String,
    daily: chrono::NaiveTime,
    local: chrono::NaiveDateTime,
    zoned: chrono::DateTime<chrono::Utc>,
}

/// A row whose column holds this.
fn clock(column: &str, stored: &str) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    run(
        &mut connection,
        &format!(
            "CREATE TABLE clocks (id INTEGER PRIMARY KEY, name TEXT NOT NULL, daily, local, zoned); \
             INSERT INTO clocks VALUES (1, 'a', '10:00:00', '2024-01-01 10:00:00', \
             '2024-01-01 10:00:00+00:00'); UPDATE clocks SET {column} = {stored}"
        ),
    );
    connection
}

#[test]
fn a_clock_that_another_stored_text_reads_as_well_is_refused() {
    for (column, stored) in [
        ("daily", "'10:00+02:00'"),
        ("daily", "'10:00:00.1234567891'"),
        ("local", "'2024-01-01 10:00:00.1234567891'"),
        ("local", "'2024-01-01T10:00:00-05:00'"),
        ("local", "'2460000.50000000001'"),
        ("local", "2400000.7"),
        ("zoned", "'2024-01-01 10:00:00.1234567891+00:00'"),
    ] {
        match Clock::at(1).open(&mut clock(column, stored)) {
            Err(OpenError::Unreadable(error)) => assert_eq!(error.field(), column),
            other => panic!("{stored}: {other:?}"),
        }
    }
}

#[test]
fn a_clock_in_another_spelling_is_the_same_clock() {
    for (column, stored) in [
        ("daily", "'10:00'"),
        ("daily", "'10:00:00.123456789'"),
        ("local", "'2024-01-01T10:00:00Z'"),
        ("local", "2460000.7"),
        ("zoned", "'2024-01-01 12:00:00.5+02:00'"),
        ("zoned", "'2024-01-01T12:00:00Z'"),
    ] {
        let mut connection = clock(column, stored);
        let mut page = Page::new(Clock::at(1).open(&mut connection).expect(stored).as_p());
        let done = Clock::at(1).submit(&page.set("name", "b").body()).save(&mut connection);
        assert_eq!(done.expect(stored).kind(), DoneKind::Written);
        let kept = format!("SELECT 1 FROM clocks WHERE {column} IS {stored}");
        let kept: Vec<Number> = diesel::sql_query(kept).load(&mut connection).expect("a query");
        assert_eq!(kept.len(), 1, "{stored}");
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::Integer, column_name = "1")]
    _number: i32,
}
