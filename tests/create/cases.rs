//! One row for each page.

use super::{Backend, Stage};
use crate::support::page::Page;
use crate::{Client, TABLES, clients, filled};
use cas_forms::{CasForm as _, ErrorCode, FormError, Reason};
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::sync::{Insert as _, purge_nonces};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

fn stage() -> Stage {
    Stage::with(&format!("{TABLES}{}", Backend::NONCE_TABLE))
}

fn count(connection: &mut impl Counts) -> i64 {
    connection.clients()
}

/// The connections of every backend count.
trait Counts {
    fn clients(&mut self) -> i64;
    fn nonces(&mut self) -> i64;
}

diesel::table! {
    cas_nonces (nonce) { nonce -> Text, new_key -> Nullable<Text>, }
}

macro_rules! counts {
    ($($connection:ty)*) => {$(
        impl Counts for $connection {
            fn clients(&mut self) -> i64 {
                clients::table.count().get_result(self).expect("a count")
            }
            fn nonces(&mut self) -> i64 {
                cas_nonces::table.count().get_result(self).expect("a count")
            }
        }
    )*};
}

counts! { SqliteConnection PgConnection MysqlConnection }

#[test]
fn a_page_makes_one_row_of_everything_that_was_typed() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().set("notes", "a \"note\"").body();
    let created = Client::create().submit(&body).insert(&mut connection).expect("created");
    assert!(!created.is_repeat());
    let row: (i32, String, String, Option<String>, String, i32, i32) =
        clients::table.find(*created.key()).first(&mut connection).expect("the row");
    let text = str::to_owned;
    let (name, email, notes) = (text("Anna"), text("anna@example.org"), Some(text("a \"note\"")));
    assert_eq!(row, (*created.key(), name, email, notes, text("1234"), 5, 1));
}

#[test]
fn a_page_that_is_sent_again_answers_the_key_of_its_row() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().body();
    let first = Client::create().submit(&body).insert(&mut connection).expect("created");
    let again = Client::create().submit(&body).insert(&mut connection).expect("a repeat");
    assert_eq!((again.key(), again.is_repeat()), (first.key(), true));
    assert_eq!((count(&mut connection), connection.nonces()), (1, 1));
}

#[test]
fn a_page_that_is_sent_by_many_at_once_makes_one_row() {
    let stage = stage();
    for _ in 0..5 {
        let body = filled().set("email", &format!("{:?}", std::time::Instant::now())[..40]).body();
        let before = count(&mut stage.connect());
        let barrier = Barrier::new(6);
        let send = |mut connection| {
            barrier.wait();
            let created = Client::create().submit(&body).insert(&mut connection);
            let created = created.expect("created, or a repeat");
            (*created.key(), created.is_repeat())
        };
        let answers: Vec<_> = thread::scope(|scope| {
            // Who cannot connect would be waited for.
            let connections: Vec<_> = (0..6).map(|_| stage.connect()).collect();
            let threads: Vec<_> = (connections.into_iter())
                .map(|connection| scope.spawn(|| send(connection)))
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
        });
        assert_eq!(answers.iter().filter(|(_, is_repeat)| !is_repeat).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|(key, _)| *key == answers[0].0), "{answers:?}");
        assert_eq!(count(&mut stage.connect()), before + 1);
    }
}

#[test]
fn other_entries_on_a_page_that_has_its_row_are_refused_and_are_a_page_of_their_own() {
    let stage = stage();
    let mut connection = stage.connect();
    let mut page = filled();
    Client::create().submit(&page.body()).insert(&mut connection).expect("created");
    let body = page.set("name", "Berta").set("email", "berta@example.org").body();
    let refused = Client::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!((refused.reason(), refused.status()), (Reason::Created, 409));
    assert_eq!(count(&mut connection), 1);
    let mut kept = Page::new(refused.form().as_form("Create"));
    assert_eq!(kept.value("name"), "Berta");
    assert_ne!(kept.value("cas-nonce"), page.value("cas-nonce"));
    // Secrets are not sent back.
    let body = kept.set("pin", "1234").body();
    let created = Client::create().submit(&body).insert(&mut connection).expect("another");
    assert!(!created.is_repeat());
    assert_eq!(count(&mut connection), 2);
}

#[test]
fn another_secret_is_another_entry_and_stands_nowhere_in_the_table_of_nonces() {
    let stage = stage();
    let mut connection = stage.connect();
    let mut page = filled();
    Client::create().submit(&page.body()).insert(&mut connection).expect("created");
    let body = page.set("pin", "1235").body();
    let refused = Client::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Created);
    let stored: String =
        cas_nonces::table.select(cas_nonces::nonce).first(&mut connection).expect("one");
    assert_ne!(stored, page.value("cas-nonce"), "who reads the table can send no page again");
}

#[test]
fn a_repeat_is_a_repeat_though_its_row_has_changed_or_is_gone() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().body();
    let first = Client::create().submit(&body).insert(&mut connection).expect("created");
    diesel::delete(clients::table).execute(&mut connection).expect("deleted");
    let again = Client::create().submit(&body).insert(&mut connection).expect("a repeat");
    assert_eq!((again.key(), again.is_repeat()), (first.key(), true));
    assert_eq!(count(&mut connection), 0);
}

#[test]
fn a_refusal_leaves_nothing_and_the_same_page_can_be_sent_again() {
    let stage = stage();
    let mut connection = stage.connect();
    let taken = filled();
    Client::create().submit(&taken.body()).insert(&mut connection).expect("created");
    let mut page = filled();
    let refused =
        Client::create().submit(&page.set("name", "Berta").body()).insert(&mut connection);
    let refused = refused.expect_err("the address is taken");
    assert_eq!((refused.reason(), refused.status()), (Reason::Invalid, 422));
    let errors: Vec<_> = refused.form().errors().map(|(spec, code)| (spec.name(), code)).collect();
    assert!(errors.contains(&("email", &ErrorCode::Taken)), "{errors:?}");
    assert_eq!((count(&mut connection), connection.nonces()), (1, 1));
    let mut kept = Page::new(refused.form().as_form("Create"));
    assert_eq!(kept.value("name"), "Berta");
    assert_eq!(kept.value("cas-nonce"), page.value("cas-nonce"));
    let body = kept.set("email", "berta@example.org").set("pin", "1").body();
    Client::create().submit(&body).insert(&mut connection).expect("created");
    assert_eq!((count(&mut connection), connection.nonces()), (2, 2));
}

#[test]
fn a_database_that_fails_keeps_the_page() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().body();
    connection.batch_execute("ALTER TABLE clients RENAME TO elsewhere").expect("renamed");
    let refused = Client::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(refused.status(), 503);
    let mut kept = Page::new(refused.form().as_form("Create"));
    assert_eq!((kept.value("name"), connection.nonces()), ("Anna", 0));
    connection.batch_execute("ALTER TABLE elsewhere RENAME TO clients").expect("renamed");
    let body = kept.set("pin", "1234").body();
    Client::create().submit(&body).insert(&mut connection).expect("created");
}

#[test]
fn without_its_nonce_a_page_is_refused_and_comes_back_with_one() {
    let stage = stage();
    let mut connection = stage.connect();
    for nonce in [None, Some(""), Some("0123"), Some("G123456789abcdef0123456789abcdef")] {
        let mut page = filled();
        match nonce {
            None => page.remove("cas-nonce"),
            Some(nonce) => page.hide("cas-nonce", nonce),
        };
        let refused =
            Client::create().submit(&page.body()).insert(&mut connection).expect_err("refused");
        assert_eq!((refused.reason(), refused.status()), (Reason::Originals, 428));
        assert_eq!(refused.form().form_errors(), [FormError::NonceMissing]);
        assert_eq!(count(&mut connection), 0);
        let mut kept = Page::new(refused.form().as_form("Create"));
        assert_eq!(kept.value("name"), "Anna");
        let body = kept.set("pin", "1234").body();
        Client::create().submit(&body).insert(&mut connection).expect("created");
        diesel::delete(clients::table).execute(&mut connection).expect("deleted");
    }
}

#[test]
fn what_breaks_a_rule_is_refused_before_the_database_is_asked() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().set("name", "").body();
    connection.batch_execute("DROP TABLE clients").expect("dropped");
    let refused = Client::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Invalid);
}

#[test]
fn inside_a_transaction_a_refusal_leaves_the_rest_of_it_usable() {
    let stage = stage();
    let mut connection = stage.connect();
    Client::create().submit(&filled().body()).insert(&mut connection).expect("created");
    let taken = filled().body();
    let other = filled().set("email", "berta@example.org").body();
    connection
        .transaction(|connection| {
            let refused = Client::create().submit(&taken).insert(connection).expect_err("refused");
            assert_eq!(refused.reason(), Reason::Invalid);
            Client::create().submit(&other).insert(connection).expect("created");
            let again = Client::create().submit(&other).insert(connection).expect("a repeat");
            assert!(again.is_repeat());
            QueryResult::Ok(())
        })
        .expect("committed");
    assert_eq!((count(&mut connection), connection.nonces()), (2, 2));
}

#[test]
fn what_a_transaction_takes_back_can_be_sent_again() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().body();
    let taken_back: QueryResult<()> = connection.transaction(|connection| {
        Client::create().submit(&body).insert(connection).expect("created");
        Err(diesel::result::Error::RollbackTransaction)
    });
    assert!(taken_back.is_err());
    let created = Client::create().submit(&body).insert(&mut connection).expect("created");
    assert!(!created.is_repeat());
    assert_eq!(count(&mut connection), 1);
}

#[test]
fn a_connection_that_ends_in_the_middle_leaves_nothing() {
    let stage = stage();
    let body = filled().body();
    let mut connection = stage.connect();
    connection.batch_execute("BEGIN").expect("a transaction that nobody ends");
    connection
        .batch_execute("INSERT INTO cas_nonces (nonce, form, digest) VALUES ('1', 'Client', '1')")
        .expect("a nonce");
    drop(connection);
    let mut connection = stage.connect();
    assert_eq!(connection.nonces(), 0);
    Client::create().submit(&body).insert(&mut connection).expect("created");
}

#[test]
fn old_nonces_are_purged_by_the_clock_of_the_database() {
    let stage = stage();
    let mut connection = stage.connect();
    Client::create().submit(&filled().body()).insert(&mut connection).expect("created");
    connection
        .batch_execute("UPDATE cas_nonces SET made_at = '2020-01-01 00:00:00'")
        .expect("it is old");
    let body = filled().set("email", "berta@example.org").body();
    Client::create().submit(&body).insert(&mut connection).expect("created");
    assert_eq!(purge_nonces(&mut connection, Duration::from_hours(1)), Ok(1));
    assert_eq!(purge_nonces(&mut connection, Duration::MAX), Ok(0));
    let again = Client::create().submit(&body).insert(&mut connection).expect("a repeat");
    assert!(again.is_repeat(), "it was not old");
}
