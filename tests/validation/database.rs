//! Checks before the statement of a save, and `check`: one look at the row and nothing else.

use cas_forms::{CasForm, DoneKind, German, Problems, Reason};
use diesel::connection::{InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

use crate::support::page::Page;

diesel::table! {
    tours (id) {
        id -> Integer,
        name -> Text,
        start -> Date,
        end -> Date,
        seats -> Nullable<Integer>,
        team -> Integer,
    }
}

#[derive(CasForm)]
#[cas(context = str, check = in_order)]
#[diesel(table_name = tours)]
struct Tour {
    #[cas(required, check = is_not_their_own)]
    name: String,
    start: chrono::NaiveDate,
    end: chrono::NaiveDate,
    #[cas(min = 1, max = 40)]
    seats: Option<i32>,
}

fn is_not_their_own(name: &str, user: &str) -> Result<(), String> {
    if name == user { Err(format!("{user} is no tour.")) } else { Ok(()) }
}

fn in_order(tour: &Tour, _: &str, problems: &mut Problems<Tour>) {
    if tour.end < tour.start {
        problems.field(Tour::FIELDS.end, "It ends before it begins.");
    }
}

const TABLE: &str = "CREATE TABLE tours (id INTEGER PRIMARY KEY, name TEXT NOT NULL, start DATE NOT NULL, \
     \"end\" DATE NOT NULL, seats INTEGER, team INTEGER NOT NULL); \
     INSERT INTO tours VALUES (1, 'Alps', '2024-05-01', '2024-05-09', NULL, 7)";

/// What a page of the first tour sends, with this in place of something.
fn body(replaced: &str, with: &str) -> String {
    let body = "name=Alps&original-name=%22Alps%22&start=2024-05-01&original-start=%222024-05-01%22\
                &end=2024-05-09&original-end=%222024-05-09%22&seats=&original-seats=null";
    assert!(body.contains(replaced));
    body.replacen(replaced, with, 1)
}

/// Bodies, what others did meanwhile, and the answers.
fn cases() -> Vec<(String, &'static str, Value)> {
    let answer = |errors: Value, changes: Value, form: Value, reason: Value| json!({ "errors": errors, "changes": changes, "form": form, "reason": reason });
    let fine = answer(json!({}), json!({}), json!([]), json!(null));
    let theirs = "UPDATE tours SET seats = 5, name = 'Andes'";
    let missing = "The page did not say what this field held; please check it and save again.";
    vec![
        (body("Alps", "Alps"), "", fine.clone()),
        (body("Alps", "Tatra"), "", fine.clone()),
        (body("Alps", "Andes"), "UPDATE tours SET name = 'Andes'", fine.clone()),
        (body("Alps", "Tatra"), "UPDATE tours SET team = 8 WHERE 1 = 0", fine),
        (
            body("seats=&", "seats=41&"),
            "",
            answer(
                json!({ "seats": ["The value must be 40 or less."] }),
                json!({}),
                json!([]),
                json!("invalid"),
            ),
        ),
        (
            body("Alps", "ada").replace("start=2024-05-01", "start=2024-06-01"),
            "",
            answer(
                json!({ "name": ["ada is no tour."], "end": ["It ends before it begins."] }),
                json!({}),
                json!([]),
                json!("invalid"),
            ),
        ),
        (
            body("Alps", "ada"),
            theirs,
            answer(
                json!({ "name": ["ada is no tour."] }),
                json!({ "name": { "now": "Andes" }, "seats": { "now": "5" } }),
                json!([]),
                json!("stale"),
            ),
        ),
        (
            body("original-name=%22Alps%22&", "").replace("Alps", "Tatra"),
            "",
            answer(
                json!({ "name": [missing] }),
                json!({ "name": { "now": "Alps" } }),
                json!([]),
                json!("originals"),
            ),
        ),
        (
            body("Alps", "Tatra"),
            "UPDATE tours SET team = 8",
            answer(
                json!({}),
                json!({}),
                json!(["This was deleted meanwhile. What you typed is still here, to be copied."]),
                json!("gone"),
            ),
        ),
        (
            body("Alps", "Tatra"),
            "ALTER TABLE tours RENAME TO trips",
            answer(json!({}), json!({}), json!([]), json!("unavailable")),
        ),
    ]
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

/// Everything in the database.
const CONTENT: &str = "SELECT group_concat(id || name || start || \"end\" || coalesce(seats, '') || team) AS row FROM tours";

#[derive(QueryableByName)]
struct Content {
    #[diesel(sql_type = diesel::sql_types::Text)]
    row: String,
}

type Log = Arc<Mutex<Vec<String>>>;

fn logger(log: &Log) -> impl diesel::connection::Instrumentation + use<> {
    let log = Arc::clone(log);
    move |event: InstrumentationEvent<'_>| {
        let text = match event {
            InstrumentationEvent::StartQuery { query, .. } => query.to_string(),
            InstrumentationEvent::BeginTransaction { .. } => "BEGIN".to_owned(),
            _ => return,
        };
        log.lock().expect("not poisoned").push(text);
    }
}

fn assert_one_select(log: &Log, case: &str) {
    let log = log.lock().expect("not poisoned");
    assert!(matches!(log.as_slice(), [one] if one.starts_with("SELECT ")), "{case}: {log:?}");
}

mod synchronous {
    use super::*;
    use cas_forms_diesel::sync::{Check as _, Open as _, Save as _};

    fn database() -> SqliteConnection {
        let mut connection = SqliteConnection::establish(":memory:").expect("SQLite in memory");
        connection.batch_execute(TABLE).expect("the table");
        connection
    }

    #[test]
    fn one_look_answers_and_nothing_is_written() {
        for (body, meanwhile, expected) in cases() {
            let mut connection = database();
            connection.batch_execute(meanwhile).expect(meanwhile);
            let content = |connection: &mut SqliteConnection| {
                diesel::sql_query(CONTENT).get_result::<Content>(connection).map(|c| c.row).ok()
            };
            let before = content(&mut connection);
            let log = Log::default();
            connection.set_instrumentation(logger(&log));
            let at = Tour::at(1).scope(tours::team.eq(7)).context("ada");
            let answer = at.submit(&body).check(&mut connection);
            assert_one_select(&log, &body);
            assert_eq!(parsed(&answer.to_json()), expected, "{body}");
            assert_eq!(content(&mut connection), before);
        }
    }

    #[test]
    fn what_check_says_save_says_too() {
        for (body, meanwhile, _) in cases() {
            let mut connection = database();
            connection.batch_execute(meanwhile).expect(meanwhile);
            let at = Tour::at(1).scope(tours::team.eq(7)).context("ada");
            let reason = at.submit(&body).check(&mut connection).reason();
            let saved = at.submit(&body).save(&mut connection);
            assert_eq!(reason, saved.err().map(|refused| refused.reason()), "{body}");
        }
    }

    #[test]
    fn a_save_that_a_check_refuses_runs_no_update() {
        let mut connection = database();
        let log = Log::default();
        connection.set_instrumentation(logger(&log));
        let at = Tour::at(1).context("ada");
        let refused = at.submit(&body("Alps", "ada")).save(&mut connection).expect_err("checked");
        assert_eq!(refused.reason(), Reason::Invalid);
        assert_one_select(&log, "a refused save");
        let page = Page::new(refused.form().as_p());
        assert_eq!((page.value("name"), page.original("name")), ("ada", "\"Alps\""));
        assert!(page.html.contains("ada is no tour."), "{}", page.html);
    }

    #[test]
    fn a_save_whose_checks_are_content_is_one_statement() {
        let mut connection = database();
        let log = Log::default();
        connection.set_instrumentation(logger(&log));
        let at = Tour::at(1).context("ada");
        let done = at.submit(&body("Alps", "Tatra")).save(&mut connection).expect("done");
        assert_eq!(done.kind(), DoneKind::Written);
        assert_eq!(log.lock().expect("not poisoned").len(), 1);
    }

    #[test]
    fn opened_and_refused_forms_speak_the_language_of_their_place() {
        let mut connection = database();
        connection.batch_execute("UPDATE tours SET seats = 99").expect("an old value");
        let at = Tour::at(1).context("ada").messages(&German);
        let html = at.open(&mut connection).expect("the row").as_p();
        assert!(html.contains("Der gespeicherte Wert verletzt eine Regel"), "{html}");
        let refused = at.submit(&body("Alps", "")).save(&mut connection).expect_err("stale");
        assert_eq!(refused.sentence(), at_german(Reason::Stale));
        let html = refused.form().as_p();
        assert!(html.contains("Bitte füllen Sie dieses Feld aus."), "{html}");
    }

    fn at_german(reason: Reason) -> String {
        cas_forms::Messages::reason(&German, reason).into_owned()
    }
}

mod asynchronous {
    use super::*;
    use cas_forms_diesel::asynchronous::Check as _;
    use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
    use diesel_async::{AsyncConnection as _, RunQueryDsl, SimpleAsyncConnection as _};

    type Connection = SyncConnectionWrapper<SqliteConnection>;

    async fn content(connection: &mut Connection) -> Option<String> {
        let content = RunQueryDsl::get_result(diesel::sql_query(CONTENT), connection).await;
        content.map(|Content { row }| row).ok()
    }

    #[tokio::test]
    async fn one_look_answers_and_nothing_is_written() {
        for (body, meanwhile, expected) in cases() {
            let mut connection = Connection::establish(":memory:").await.expect("SQLite");
            connection.batch_execute(TABLE).await.expect("the table");
            connection.batch_execute(meanwhile).await.expect(meanwhile);
            let before = content(&mut connection).await;
            let log = Log::default();
            connection.set_instrumentation(logger(&log));
            let at = Tour::at(1).scope(tours::team.eq(7)).context("ada");
            let answer = at.submit(&body).check(&mut connection).await;
            assert_one_select(&log, &body);
            assert_eq!(parsed(&answer.to_json()), expected, "{body}");
            assert_eq!(content(&mut connection).await, before);
        }
    }
}
