//! A store that is not the database, and the table that is the truth.

use super::contract::{Page, Store, Way, new_key};
use super::databases::Place;
use super::rows::{Hurried, Task, create, mine};
use super::stores::awaited;
use cas_forms::{
    Answer, Ask, CasForm, Holder, LeaseError, LeaseKey, LeaseStore, Locking, Memory, Presented,
};
use cas_forms_diesel::sync::Lock as _;
use cas_forms_diesel::{Database, Fenced};
use diesel::SqliteConnection;
use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const LONG: Duration = Duration::from_mins(10);

/// A store that may be flushed, and may be down.
#[derive(Clone, Debug, Default)]
struct Frail(Arc<Mutex<(Memory, bool)>>);

impl Frail {
    fn flush(&self) {
        self.0.lock().expect("not poisoned").0 = Memory::default();
    }

    fn be_down(&self, is_down: bool) {
        self.0.lock().expect("not poisoned").1 = is_down;
    }
}

impl<C> LeaseStore<C> for Frail {
    fn ask(&self, ask: Ask<'_>, connection: &mut C) -> Result<Answer, LeaseError> {
        let (memory, is_down) = self.0.lock().expect("not poisoned").clone();
        if is_down {
            return Err(LeaseError::Unavailable("it is down".into()));
        }
        memory.ask(ask, connection)
    }
}

fn way(store: impl LeaseStore<SqliteConnection> + Send + 'static, url: &str) -> Store {
    let mut connection = SqliteConnection::connect(url);
    let way: Way = Box::new(move |ask| store.ask(ask, &mut connection));
    Store(way)
}

/// A frail store, the same fenced, and the table alone.
fn stores() -> (Frail, Store, Store) {
    let (frail, url) = (Frail::default(), SqliteConnection::make());
    (frail.clone(), way(Fenced::new(frail), &url), way(Database, &url))
}

#[test]
fn what_the_store_gives_is_in_the_table_by_the_same_fencing_token_or_a_greater() {
    let (frail, mut fenced, mut table) = stores();
    let mut memory = way(frail, ":memory:");
    let (key, ann) = (new_key(), Page::new("Ann"));
    let held = fenced.have(&key, &ann, LONG);
    let stored = memory.holder(&key).expect("Ann");
    let seen = table.holder(&key).expect("Ann");
    assert_eq!(
        (&held.holder, &stored.holder, &seen.holder),
        (&ann.holder, &ann.holder, &ann.holder)
    );
    assert_eq!(held.fence, seen.fence);
    assert!(held.fence >= stored.fence);
}

#[test]
fn a_store_that_lost_everything_gives_nobody_what_somebody_has() {
    let (frail, mut fenced, _) = stores();
    let (key, ann, bob) = (new_key(), Page::new("Ann"), Page::new("Bob"));
    let held = fenced.have(&key, &ann, LONG);
    frail.flush();
    let refused = fenced.acquire(&key, &bob, LONG);
    assert_eq!(
        (refused.is_done, refused.held.map(|held| held.holder)),
        (false, Some(ann.holder.clone()))
    );
    let renewed = fenced.renew(&key, &ann, LONG);
    assert!(renewed.is_done);
    assert_eq!(renewed.held.map(|held| held.fence), Some(held.fence));
    // The store knows of it again.
    let mut memory = way(frail, ":memory:");
    assert_eq!(memory.holder(&key).map(|held| held.holder), Some(ann.holder));
}

#[test]
fn fencing_tokens_grow_across_a_flush() {
    let (frail, mut fenced, _) = stores();
    let key = new_key();
    let mut last = None;
    for _ in 0..5 {
        let page = Page::new("Ann");
        let held = fenced.have(&key, &page, LONG);
        assert!(last < Some(held.fence), "{last:?} {held:?}");
        last = Some(held.fence);
        frail.flush();
        assert!(fenced.release(&key, &page).is_done);
    }
}

#[test]
fn who_has_it_in_the_store_and_not_in_the_table_has_it_not() {
    let (frail, mut fenced, mut table) = stores();
    let (key, ann, bob) = (new_key(), Page::new("Ann"), Page::new("Bob"));
    fenced.have(&key, &ann, LONG);
    // By somebody who asks the table alone.
    assert!(table.release(&key, &ann).is_done);
    table.have(&key, &bob, LONG);
    let lost = fenced.renew(&key, &ann, LONG);
    assert_eq!(
        (lost.is_done, lost.held.map(|held| held.holder)),
        (false, Some(bob.holder.clone()))
    );
    // It does not stand in the way of who has it.
    assert_eq!(way(frail, ":memory:").holder(&key), None);
    assert!(fenced.renew(&key, &bob, LONG).is_done);
}

#[test]
fn who_is_refused_by_the_table_leaves_nothing_in_the_store() {
    let (frail, mut fenced, mut table) = stores();
    let (key, ann, bob) = (new_key(), Page::new("Ann"), Page::new("Bob"));
    table.have(&key, &ann, LONG);
    assert!(!fenced.acquire(&key, &bob, LONG).is_done);
    assert_eq!(way(frail, ":memory:").holder(&key), None);
}

#[test]
fn who_is_taken_over_from_is_gone_from_the_store_too() {
    let (frail, mut fenced, _) = stores();
    let (key, ann, bob) = (new_key(), Page::new("Ann"), Page::new("Bob"));
    let seen = fenced.have(&key, &ann, LONG).fence;
    frail.flush();
    let Page { secret, holder } = &bob;
    let claim = cas_forms::Claim { key: &key, secret, holder, ttl: LONG };
    assert!(fenced.ask(Ask::TakeOver(claim, seen)).is_done);
    let mut memory = way(frail, ":memory:");
    assert_eq!(memory.holder(&key).map(|held| held.holder), Some(bob.holder));
}

/// A lease of Ann's that only the store knows: whoever got it died before the table was told.
fn left_behind(store: &Memory) -> Page {
    let (key, ann) = (LeaseKey::new("tasks", &1).expect("a short key"), Page::new("Ann"));
    way(store.clone(), ":memory:").have(&key, &ann, LONG);
    ann
}

#[test]
fn what_only_the_store_knows_keeps_nobody_from_locking() {
    let mut db = SqliteConnection::connect(&SqliteConnection::make());
    create(&mut db);
    let memory = Memory::default();
    let (leases, ann) = (Fenced::new(memory.clone()), left_behind(&memory));
    let lease = mine(Task::at(1).lock(&leases, &Holder::new("Bob"), &mut db).expect("an answer"));
    let seen = Task::at(1).holder(&leases, &mut db).expect("an answer").expect("Bob");
    assert_eq!((&seen.holder, seen.fence), (&lease.held().holder, lease.fence()));
    // Whose table was told too late has lost it.
    let mut fenced = Store(Box::new(move |ask| leases.ask(ask, &mut db)));
    let key = LeaseKey::new("tasks", &1).expect("a short key");
    let late = fenced.renew(&key, &ann, LONG);
    assert_eq!((late.is_done, late.held.map(|held| held.holder)), (false, Some(seen.holder)));
}

#[test]
fn what_only_the_store_knows_is_taken_over_without_asking() {
    let mut db = SqliteConnection::connect(&SqliteConnection::make());
    create(&mut db);
    let memory = Memory::default();
    let leases = Fenced::new(memory.clone());
    left_behind(&memory);
    let asked = |held: &_| panic!("nobody has it: {held:?}");
    let locking = Task::at(1).take_over(&leases, &Holder::new("Bob"), asked, &mut db);
    mine(locking.expect("an answer"));
}

#[test]
fn what_only_the_store_knows_keeps_nobody_from_locking_awaited() {
    let url = SqliteConnection::make();
    let memory = Memory::default();
    left_behind(&memory);
    let leases = Fenced::new(memory);
    let way = awaited::<SyncConnectionWrapper<SqliteConnection>>(leases, "SELECT 1", &url);
    let key = LeaseKey::new("tasks", &1).expect("a short key");
    let bob = Page::new("Bob");
    let mut fenced = Store(way);
    let held = fenced.have(&key, &bob, LONG);
    assert_eq!(fenced.holder(&key).map(|seen| seen.fence), Some(held.fence));
}

#[test]
fn while_the_store_is_down_nothing_is_given_and_what_is_held_stays_held() {
    let (frail, mut fenced, mut table) = stores();
    let (key, ann) = (new_key(), Page::new("Ann"));
    fenced.have(&key, &ann, LONG);
    frail.be_down(true);
    let Page { secret, holder } = &Page::new("Bob");
    let claim = cas_forms::Claim { key: &key, secret, holder, ttl: LONG };
    for ask in [
        Ask::Acquire(claim),
        Ask::TakeOver(claim, cas_forms::FencingToken(1)),
        Ask::Renew { key: &key, secret: &ann.secret, ttl: LONG },
    ] {
        let answer = (fenced.0)(ask);
        assert!(matches!(answer, Err(LeaseError::Unavailable(_))), "{answer:?}");
    }
    assert_eq!(fenced.holder(&key).map(|held| held.holder), Some(ann.holder.clone()));
    assert_eq!(table.holder(&key).map(|held| held.holder), Some(ann.holder.clone()));
    // It is given up all the same.
    assert!(fenced.release(&key, &ann).is_done);
    assert_eq!(table.holder(&key), None);
}

#[test]
fn what_the_table_could_not_be_told_is_not_held() {
    let (frail, url) = (Frail::default(), SqliteConnection::make());
    let mut connection = SqliteConnection::connect(&url);
    diesel::sql_query("DROP TABLE cas_leases").execute(&mut connection).expect("dropped");
    let (mut fenced, key) = (way(Fenced::new(frail.clone()), &url), new_key());
    let Page { secret, holder } = &Page::new("Ann");
    let claim = cas_forms::Claim { key: &key, secret, holder, ttl: LONG };
    let answer = (fenced.0)(Ask::Acquire(claim));
    assert!(matches!(answer, Err(LeaseError::Unavailable(_))), "{answer:?}");
    assert_eq!(way(frail, ":memory:").holder(&key), None);
}

#[test]
fn without_a_store_only_forms_that_provide_for_it_are_opened_without_a_lease() {
    let mut db = SqliteConnection::connect(&SqliteConnection::make());
    create(&mut db);
    let frail = Frail::default();
    frail.be_down(true);
    let (leases, ann) = (Fenced::new(frail), Holder::new("Ann"));
    let answer = Task::at(1).lock(&leases, &ann, &mut db);
    assert!(matches!(answer, Err(LeaseError::Unavailable(_))), "{answer:?}");
    let locking = Hurried::at(1).lock(&leases, &ann, &mut db).expect("an answer");
    assert_eq!(locking, Locking::Unfenced);
    assert!(Presented::from(&locking).is_unfenced());
    let answer = Hurried::at(0).lock(&leases, &ann, &mut db);
    assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
}
