//! Instants as the wall time of the user's zone, in columns of SQLite.

use crate::*;
use cas_forms::{At, Form, NoLease, Told, Unscoped, Unsealed};
use cas_forms_diesel::sync::{Open as _, Save as _};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

diesel::table! {
    meetings (id) {
        id -> Integer,
        title -> Text,
        start -> TimestamptzSqlite,
        end -> Nullable<TimestamptzSqlite>,
    }
}

/// Whoever looks.
struct User {
    zone: Tz,
}

const BERLIN: User = User { zone: Tz::Europe__Berlin };
const TOKYO: User = User { zone: Tz::Asia__Tokyo };

fn zone(user: &User) -> Tz {
    user.zone
}

#[derive(CasForm, Clone, Debug)]
#[cas(context = User)]
#[diesel(table_name = meetings)]
struct Meeting {
    title: String,
    #[cas(zone = zone, min = "2000-01-01T00:00", max = "2099-12-31T23:59")]
    start: DateTime<Utc>,
    #[cas(zone = zone)]
    end: Option<DateTime<Utc>>,
}

type Place<'c> = At<Meeting, Unscoped, NoLease, Unsealed, Told<'c, User>>;

fn at(user: &User) -> Place<'_> {
    Meeting::at(1).context(user)
}

/// A meeting that starts and ends at these instants.
fn database(start: &str, end: &str) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    run(
        &mut connection,
        &format!(
            "CREATE TABLE meetings (id INTEGER PRIMARY KEY, title TEXT NOT NULL, \
             start TEXT NOT NULL, end TEXT); \
             INSERT INTO meetings VALUES (1, 'Weekly', '{start}', {end})"
        ),
    );
    connection
}

fn run(connection: &mut SqliteConnection, sql: &str) {
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

fn stored(connection: &mut SqliteConnection) -> (DateTime<Utc>, Option<DateTime<Utc>>) {
    meetings::table.select((meetings::start, meetings::end)).first(connection).expect("the meeting")
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect(text)
}

fn open(connection: &mut SqliteConnection, user: &User) -> Page {
    Page::new(at(user).open(connection).expect("the meeting").as_p())
}

fn save(
    connection: &mut SqliteConnection,
    user: &User,
    body: &str,
) -> Result<DoneKind, Refused<Meeting>> {
    at(user).submit(body).save(connection).map(|done| done.kind())
}

const SUMMER: &str = "2024-07-01 08:30:00+00:00";
/// Both are 02:30 in Berlin.
const FIRST: &str = "2024-10-27 00:30:00.123456+00:00";
const SECOND: &str = "2024-10-27 01:30:00.123456+00:00";

#[test]
fn the_wall_time_of_the_zone_is_shown() {
    let mut connection = database(SUMMER, "'2024-12-01 08:30:15.250000+00:00'");
    let berlin = open(&mut connection, &BERLIN);
    assert_eq!(berlin.value("start"), "2024-07-01T10:30");
    assert_eq!(berlin.value("end"), "2024-12-01T09:30:15.25");
    let original = "\"2024-07-01T10:30:00.000000000+02:00[Europe/Berlin]\"";
    assert_eq!(berlin.original("start"), original);
    assert_eq!(open(&mut connection, &TOKYO).value("start"), "2024-07-01T17:30");
    let form = at(&TOKYO).open(&mut connection).expect("the meeting");
    assert_eq!(form.field(Meeting::FIELDS.start).value(), "2024-07-01T17:30");
}

#[test]
fn an_untouched_form_writes_nothing_in_any_hour_of_any_zone() {
    for tz in [Tz::Europe__Berlin, Tz::Asia__Kathmandu, Tz::Pacific__Apia, Tz::America__St_Johns] {
        for start in [SUMMER, FIRST, SECOND, "2011-12-30 10:00:00.000001+00:00"] {
            let mut connection = database(start, "NULL");
            let before = stored(&mut connection);
            let user = User { zone: tz };
            let body = open(&mut connection, &user).body();
            let done = save(&mut connection, &user, &body).expect("done");
            assert_eq!(done, DoneKind::Unchanged, "{tz} {start}");
            assert_eq!(stored(&mut connection), before, "{tz} {start}");
        }
    }
}

#[test]
fn what_is_typed_is_the_wall_time_of_the_zone() {
    let mut connection = database(SUMMER, "NULL");
    let mut page = open(&mut connection, &BERLIN);
    page.set("start", "2024-12-01T09:00").set("end", "2024-12-01T10:00:30.500");
    save(&mut connection, &BERLIN, &page.body()).expect("done");
    let end = instant("2024-12-01T09:00:30.500Z");
    assert_eq!(stored(&mut connection), (instant("2024-12-01T08:00:00Z"), Some(end)));
    let body = open(&mut connection, &BERLIN).set("end", "").body();
    save(&mut connection, &BERLIN, &body).expect("done");
    assert_eq!(stored(&mut connection).1, None);
}

#[test]
fn an_ambiguous_time_that_was_not_edited_keeps_its_instant() {
    for start in [FIRST, SECOND] {
        let mut connection = database(start, "NULL");
        let before = stored(&mut connection).0;
        let mut page = open(&mut connection, &BERLIN);
        assert_eq!(page.value("start"), "2024-10-27T02:30:00.123");
        let body = page.set("title", "Daily").body();
        assert_eq!(save(&mut connection, &BERLIN, &body).expect("done"), DoneKind::Written);
        assert_eq!(stored(&mut connection).0, before);
    }
}

#[test]
fn an_ambiguous_time_that_is_entered_is_asked_about() {
    let mut connection = database(SUMMER, "NULL");
    let body = open(&mut connection, &BERLIN).set("start", "2024-10-27T02:45").body();
    let refused = save(&mut connection, &BERLIN, &body).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Invalid);
    let twice = ErrorCode::TimeTwice {
        zone: "Europe/Berlin",
        first: "+02:00".into(),
        second: "+01:00".into(),
    };
    assert_eq!(errors(&refused), [("start", twice)]);
    // "Save again without looking" asks again.
    let mut page = Page::new(refused.form().as_p());
    assert_eq!(page.value("start"), "2024-10-27T02:45");
    save(&mut connection, &BERLIN, &page.body()).expect_err("refused again");
    for (answer, expected) in
        [("+01:00", "2024-10-27T01:45:00Z"), ("+02:00", "2024-10-27T00:45:00Z")]
    {
        let body = page.choose("cas-offset-start", answer).body();
        let mut connection = database(SUMMER, "NULL");
        save(&mut connection, &BERLIN, &body).expect("done");
        assert_eq!(stored(&mut connection).0, instant(expected));
    }
}

#[test]
fn an_answer_survives_what_else_is_wrong() {
    let mut connection = database(SUMMER, "NULL");
    let mut page = open(&mut connection, &BERLIN);
    page.set("start", "2024-10-27T02:45").set("end", "2024-03-31T02:30");
    let body = page.body() + "&cas-offset-start=%2B01%3A00";
    let refused = save(&mut connection, &BERLIN, &body).expect_err("refused");
    let missing = ErrorCode::TimeMissing {
        zone: "Europe/Berlin",
        from: "2024-03-31 02:00".into(),
        to: "2024-03-31 03:00".into(),
    };
    assert_eq!(errors(&refused), [("end", missing)]);
    let body = Page::new(refused.form().as_p()).set("end", "").body();
    save(&mut connection, &BERLIN, &body).expect("done");
    assert_eq!(stored(&mut connection).0, instant("2024-10-27T01:45:00Z"));
}

#[test]
fn the_other_of_two_instants_can_be_chosen() {
    let mut connection = database(FIRST, "NULL");
    let mut page = open(&mut connection, &BERLIN);
    assert!(page.html.contains("value=\"+02:00\" checked"), "{}", page.html);
    let body = page.choose("cas-offset-start", "+01:00").body();
    assert_eq!(save(&mut connection, &BERLIN, &body).expect("done"), DoneKind::Written);
    // The control shows milliseconds, and that is what was edited.
    assert_eq!(stored(&mut connection).0, instant("2024-10-27T01:30:00.123Z"));
}

#[test]
fn what_was_typed_is_meant_in_the_zone_of_its_page() {
    let mut connection = database(SUMMER, "NULL");
    let mut page = open(&mut connection, &TOKYO);
    page.set("end", "2024-07-01T18:00");
    // The user has moved meanwhile. What was not touched is not changed by that.
    save(&mut connection, &BERLIN, &page.body()).expect("done");
    let end = instant("2024-07-01T09:00:00Z");
    assert_eq!(stored(&mut connection), (instant("2024-07-01T08:30:00Z"), Some(end)));
    // A form that comes back keeps the zone of its page.
    let body = open(&mut connection, &TOKYO).set("start", "1999-01-01T00:00").body();
    let refused = save(&mut connection, &BERLIN, &body).expect_err("refused");
    assert_eq!(errors(&refused), [("start", ErrorCode::Min("2000-01-01T00:00"))]);
    let page = Page::new(refused.form().as_p());
    assert_eq!(page.value("end"), "2024-07-01T18:00");
    assert!(page.original("start").ends_with("[Asia/Tokyo]\""), "{}", page.original("start"));
}

#[test]
fn a_zone_whose_rules_have_changed_since_changes_nothing() {
    // Another version of the database of zones knew this day with another offset.
    let mut connection = database(SUMMER, "NULL");
    let body = "title=Weekly&original-title=%22Weekly%22&start=2024-07-01T09%3A30&\
        original-start=%222024-07-01T09%3A30%3A00.000000000%2B01%3A00%5BEurope%2FBerlin%5D%22&\
        end=&original-end=%22%5BEurope%2FBerlin%5D%22";
    assert_eq!(save(&mut connection, &BERLIN, body).expect("done"), DoneKind::Unchanged);
}

#[test]
fn a_page_that_does_not_say_its_zone_is_refused() {
    let mut connection = database(SUMMER, "NULL");
    let whole = open(&mut connection, &BERLIN).set("start", "2024-07-01T11:00").body();
    let original = "%222024-07-01T10%3A30%3A00.000000000%2B02%3A00%5BEurope%2FBerlin%5D%22";
    assert!(whole.contains(original), "{whole}");
    for other in ["%222024-07-01T08%3A30%3A00.000000000Z%22", "%22%5BX%5D%22", "null"] {
        let refused = save(&mut connection, &BERLIN, &whole.replace(original, other));
        let refused = refused.expect_err("refused");
        assert_eq!(refused.reason(), Reason::Originals, "{other}");
        assert_eq!(errors(&refused), [("start", ErrorCode::OriginalMalformed)], "{other}");
        // Saved again without an answer, nothing is overwritten.
        let again = Page::new(refused.form().as_p());
        assert!(!again.is_sendable());
        save(&mut connection, &BERLIN, &again.body()).expect_err("asked");
    }
    assert_eq!(stored(&mut connection).0, instant("2024-07-01T08:30:00Z"));
}

#[test]
fn a_change_by_somebody_else_is_told_with_the_offset_where_it_matters() {
    let mut connection = database(FIRST, "NULL");
    let body = open(&mut connection, &BERLIN).set("start", "2024-10-27T04:00").body();
    run(&mut connection, &format!("UPDATE meetings SET start = '{SECOND}'"));
    let refused = save(&mut connection, &BERLIN, &body).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    for form in [refused.form(), again(&mut connection, refused.form()).form()] {
        let html = form.as_p().into_string();
        for text in [
            "<q>2024-10-27T02:30:00.123 (UTC+02:00)</q>",
            "<q>2024-10-27T02:30:00.123 (UTC+01:00)</q>",
            "<q>2024-10-27T04:00</q>",
        ] {
            assert!(html.contains(text), "{text} in {html}");
        }
    }
    let body = Page::new(refused.form().as_p()).choose("resolve-start", "mine").body();
    save(&mut connection, &BERLIN, &body).expect("done");
    assert_eq!(stored(&mut connection).0, instant("2024-10-27T03:00:00Z"));
}

/// The form, sent again without an answer.
fn again(connection: &mut SqliteConnection, form: &Form<Meeting>) -> Refused<Meeting> {
    save(connection, &BERLIN, &Page::new(form.as_p()).body()).expect_err("asked again")
}

#[test]
fn something_new_is_entered_in_the_zone_of_its_page() {
    let mut page = Page::new(at(&TOKYO).blank().as_p());
    assert_eq!(page.original("start"), "[Asia/Tokyo]");
    let body = page.set("title", "New").set("start", "2024-07-01T09:00").body();
    let meeting = at(&BERLIN).submit(&body).validate().expect("valid");
    assert_eq!((meeting.start, meeting.end), (instant("2024-07-01T00:00:00Z"), None));
    let body = page.set("start", "").body();
    let refused = at(&BERLIN).submit(&body).validate().expect_err("required");
    assert_eq!(Page::new(refused.form().as_p()).original("start"), "[Asia/Tokyo]");
}

#[test]
fn a_readonly_instant_is_shown_in_the_zone_and_asks_nothing() {
    #[derive(CasForm, Clone)]
    #[cas(context = User)]
    struct Past {
        #[cas(zone = zone, readonly)]
        start: DateTime<Utc>,
    }
    let row = Past { start: instant("2024-10-27T00:30:00Z") };
    let page = Page::new(Past::at(()).context(&BERLIN).form(row.clone()).as_p());
    assert_eq!(page.value("start"), "2024-10-27T02:30");
    assert!(!page.html.contains("cas-offset"), "{}", page.html);
    let at = Past::at(()).context(&BERLIN);
    let done = at.submit(&page.body()).clean(&row).expect("done").done().kind();
    assert_eq!(done, DoneKind::Unchanged);
}

#[test]
fn a_form_without_a_place_is_told_the_zone_or_cannot_be_submitted() {
    let start = instant("2024-07-01T08:30:00Z");
    let meeting = Meeting { title: "Weekly".into(), start, end: None };
    let told = Page::new(Form::new(meeting.clone()).context(&BERLIN).as_p());
    assert_eq!(told.value("start"), "2024-07-01T10:30");
    let done = at(&BERLIN).submit(&told.body()).clean(&meeting).expect("done").done().kind();
    assert_eq!(done, DoneKind::Unchanged);
    let untold = Page::new(Form::new(meeting.clone()).as_p());
    assert_eq!(untold.value("start"), "2024-07-01T08:30");
    let refused = at(&BERLIN).submit(&untold.body()).clean(&meeting).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Originals);
}

#[test]
fn null_is_edited_in_the_zone_of_its_page_and_back() {
    let mut connection = database(SUMMER, "NULL");
    let page = open(&mut connection, &TOKYO);
    assert_eq!(page.original("end"), "\"[Asia/Tokyo]\"");
    let body = open(&mut connection, &TOKYO).set("end", "2024-07-01T00:00").body();
    save(&mut connection, &BERLIN, &body).expect("done");
    assert_eq!(stored(&mut connection).1, Some(instant("2024-06-30T15:00:00Z")));
    // The same page once more: what it says is in the row already.
    assert_eq!(save(&mut connection, &TOKYO, &body).expect("done"), DoneKind::AlreadyApplied);
}
