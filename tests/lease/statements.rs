//! How often the database is asked.

use super::contract::{Page, new_key};
use super::databases::Place;
use super::rows::{Task, create, mine};
use cas_forms::{Ask, CasForm, Claim, Holder, LeaseKey, LeaseStore};
use cas_forms_diesel::sync::Lock as _;
use cas_forms_diesel::{CasBackend, Database};
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::{Connection, MysqlConnection, PgConnection, SqliteConnection};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The statements that a connection runs, and how many it prepares.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<(usize, usize)>>);

impl Log {
    fn watch(&self) -> impl Instrumentation {
        let log = self.clone();
        move |event: InstrumentationEvent<'_>| {
            let mut log = log.0.lock().expect("not poisoned");
            match event {
                InstrumentationEvent::StartQuery { .. } => log.0 += 1,
                InstrumentationEvent::CacheQuery { .. } => log.1 += 1,
                _ => {}
            }
        }
    }

    fn take(&self) -> (usize, usize) {
        std::mem::take(&mut *self.0.lock().expect("not poisoned"))
    }
}

/// What is asked once, of a connection that has been asked before: runs, and prepares nothing.
fn are_few<C>(refusal: usize)
where
    C: Place + Connection<Backend: CasBackend>,
    Database: LeaseStore<C>,
{
    let (mut db, log) = (C::connect(&C::make()), Log::default());
    db.set_instrumentation(log.watch());
    let ttl = Duration::from_mins(10);
    for round in 0..3 {
        let (key, ann, bob) = (new_key(), Page::new("Ann"), Page::new("Bob"));
        let claim = |page| {
            let Page { secret, holder }: &Page = page;
            Claim { key: &key, secret, holder, ttl }
        };
        let seen = Database.ask(Ask::Acquire(claim(&ann)), &mut db).expect("an answer");
        let acquired = log.take();
        Database.ask(Ask::Acquire(claim(&bob)), &mut db).expect("an answer");
        let refused = log.take();
        let renew = Ask::Renew { key: &key, secret: &ann.secret, ttl };
        Database.ask(renew, &mut db).expect("an answer");
        let renewed = log.take();
        Database.ask(Ask::Holder { key: &key }, &mut db).expect("an answer");
        let held = log.take();
        let seen = seen.held.expect("it is held").fence;
        Database.ask(Ask::TakeOver(claim(&bob), seen), &mut db).expect("an answer");
        let taken = log.take();
        let release = Ask::Release { key: &key, secret: &bob.secret };
        assert!(Database.ask(release, &mut db).expect("an answer").is_done);
        let released = log.take();
        if round > 0 {
            let once = (1, 0);
            assert_eq!([acquired, renewed, held, taken, released], [once; 5]);
            assert_eq!(refused, (refusal, 0));
        }
    }
}

#[test]
fn a_lease_is_one_statement_on_sqlite_and_a_refusal_two() {
    are_few::<SqliteConnection>(2);
}

#[test]
fn a_lease_is_one_statement_on_postgres_and_a_refusal_two() {
    are_few::<PgConnection>(2);
}

#[test]
fn a_lease_is_one_statement_on_mariadb_and_a_refusal_one() {
    are_few::<MysqlConnection>(1);
}

macro_rules! locking {
    ($($test:ident: $connection:ty;)*) => {$(
        /// A look, the lease, and a look that waits for writers.
        #[test]
        fn $test() {
            let mut db = <$connection>::connect(&<$connection>::make());
            create(&mut db);
            let log = Log::default();
            db.set_instrumentation(log.watch());
            for id in 1..4 {
                let at = Task::at(id);
                let lease = mine(at.lock(&Database, &Holder::new("Ann"), &mut db).expect("an answer"));
                let (locked, prepared) = log.take();
                at.renew(&Database, &(&lease).into(), &mut db).expect("an answer");
                let renewed = log.take();
                assert_eq!((locked, renewed.0), (3, 1));
                if id > 1 {
                    assert_eq!((prepared, renewed.1), (0, 0));
                }
            }
        }
    )*};
}

locking! {
    a_row_is_locked_by_three_statements_on_sqlite: SqliteConnection;
    a_row_is_locked_by_three_statements_on_postgres: PgConnection;
    a_row_is_locked_by_three_statements_on_mariadb: MysqlConnection;
}

/// Diesel says nothing of caching to whom it finds by type: a key that differs makes no text of its own.
#[test]
fn no_key_and_no_name_is_part_of_a_statement() {
    let mut db = SqliteConnection::connect(&SqliteConnection::make());
    let log = Log::default();
    db.set_instrumentation(log.watch());
    for number in 0..20 {
        let page = Page::new(&"n".repeat(number));
        let key = LeaseKey::new("rows", &"k".repeat(number)).expect("a short key");
        let Page { secret, holder } = &page;
        let ttl = Duration::from_millis(1 + number as u64);
        Database
            .ask(Ask::Acquire(Claim { key: &key, secret, holder, ttl }), &mut db)
            .expect("an answer");
    }
    assert!(log.take().1 <= 1, "one text is kept");
}
