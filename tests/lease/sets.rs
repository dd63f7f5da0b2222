//! Sets of rows.

use super::{Db, database};
use crate::lease::rows::{Brief, Task, mine, tasks};
use cas_forms::{
    Answer, Ask, CasForm, Held, Holder, Lease, LeaseError, LeaseKey, LeaseStore, Memory, Presented,
    Renewal,
};
use cas_forms_diesel::sync::{Lock as _, LockSet as _};
use cas_forms_diesel::{Database, Fenced, LockingAll};
use diesel::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

fn all(locking: LockingAll<i32>) -> Vec<(i32, Lease)> {
    match locking {
        LockingAll::Mine(leases) => leases,
        other => panic!("{other:?}"),
    }
}

fn locked(db: &mut Db) -> Vec<i32> {
    (1..10).filter(|id| Task::at(*id).holder(&Database, db).expect("an answer").is_some()).collect()
}

#[test]
fn all_rows_of_a_set_are_locked_each_once_and_by_one_secret() {
    let (mut db, _) = database();
    let locking = Task::lock_all([3, 1, 3, 2], &Database, &Holder::new("Ann"), &mut db);
    let leases = all(locking.expect("an answer"));
    let keys: Vec<i32> = leases.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, [1, 2, 3]);
    assert!(leases.iter().all(|(_, lease)| lease.secret() == leases[0].1.secret()));
    assert_eq!(locked(&mut db), [1, 2, 3]);
    let presented = Presented::from(&leases[0].1);
    for (key, _) in leases {
        assert!(Task::at(key).unlock(&Database, &presented, &mut db).expect("an answer"));
    }
    assert_eq!(locked(&mut db), [0; 0]);
}

#[test]
fn where_one_row_is_taken_none_is_locked() {
    let (mut db, mut other) = database();
    let ann = Holder::new("Ann");
    mine(Task::at(2).lock(&Database, &ann, &mut other).expect("an answer"));
    let locking = Task::lock_all([1, 2, 3], &Database, &Holder::new("Bob"), &mut db);
    let locking = locking.expect("an answer");
    assert!(matches!(&locking, LockingAll::Taken(2, held) if held.holder == ann), "{locking:?}");
    assert_eq!(locked(&mut db), [2]);
}

#[test]
fn where_one_row_is_not_there_none_is_locked() {
    let (mut db, _) = database();
    let answer = Task::lock_all([1, 2, 99], &Database, &Holder::new("Ann"), &mut db);
    assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
    assert_eq!(locked(&mut db), [0; 0]);
}

#[test]
fn the_rows_that_a_query_selects_are_locked_and_later_ones_are_not() {
    let (mut db, _) = database();
    let query = tasks::table.filter(tasks::id.gt(6)).select(tasks::id);
    let leases = all(Task::lock_query(query, &Database, &Holder::new("Ann"), &mut db).expect("an answer"));
    assert_eq!(leases.len(), 3);
    assert_eq!(locked(&mut db), [7, 8, 9]);
    diesel::insert_into(tasks::table)
        .values((tasks::id.eq(10), tasks::tenant.eq(1), tasks::name.eq("late")))
        .execute(&mut db)
        .expect("a row");
    assert_eq!(Task::at(10).holder(&Database, &mut db).expect("an answer"), None);
    let none = tasks::table.filter(tasks::id.gt(99)).select(tasks::id);
    let leases = all(Task::lock_query(none, &Database, &Holder::new("Ann"), &mut db).expect("an answer"));
    assert!(leases.is_empty());
}

#[test]
fn a_set_is_renewed_and_given_up_by_whoever_presents_it() {
    let (mut db, mut other) = database();
    let ann = Holder::new("Ann");
    let leases = all(Task::lock_all([2, 1], &Database, &ann, &mut db).expect("an answer"));
    let presented = Presented::from(&leases[0].1);
    mine(Task::at(3).lock(&Database, &Holder::new("Bob"), &mut other).expect("an answer"));
    let renewals = Task::renew_all([3, 1, 2], &Database, &presented, &mut db).expect("an answer");
    let renewed: Vec<(i32, bool)> = renewals
        .iter()
        .map(|(key, renewal)| (*key, matches!(renewal, Renewal::Renewed(held) if held.holder == ann)))
        .collect();
    assert_eq!(renewed, [(1, true), (2, true), (3, false)]);
    let nothing = Task::unlock_all([1, 2], &Database, &Presented::default(), &mut db);
    assert_eq!(nothing.expect("an answer"), 0);
    let given_up = Task::unlock_all([1, 2, 3], &Database, &presented, &mut db);
    assert_eq!(given_up.expect("an answer"), 2);
    assert_eq!(locked(&mut db), [3]);
}

#[test]
fn who_holds_which_rows_of_a_set_is_said() {
    let (mut db, _) = database();
    let (ann, bob) = (Holder::new("Ann"), Holder::new("Bob"));
    mine(Task::at(1).lock(&Database, &ann, &mut db).expect("an answer"));
    mine(Task::at(3).lock(&Database, &bob, &mut db).expect("an answer"));
    let holders = Task::holders([3, 2, 1], &Database, &mut db).expect("an answer");
    let holders: Vec<_> = holders.into_iter().map(|(key, held)| (key, held.holder)).collect();
    assert_eq!(holders, [(1, ann), (3, bob)]);
}

#[test]
fn a_set_is_taken_over_from_whom_it_may_be_and_they_are_told() {
    let (mut db, mut other) = database();
    let (ann, bob) = (Holder::new("Ann"), Holder::new("Bob"));
    let first = mine(Task::at(2).lock(&Database, &ann, &mut other).expect("an answer"));
    let mut asked = 0;
    let may = |held: &Held| {
        asked += 1;
        held.holder == ann
    };
    let locking = Task::take_over_all([3, 2, 1], &Database, &bob, may, &mut db);
    let leases = all(locking.expect("an answer"));
    assert_eq!((asked, leases.len()), (1, 3));
    assert!(leases[1].1.fence() > first.fence());
    let renewal = Task::at(2).renew(&Database, &(&first).into(), &mut other).expect("an answer");
    assert!(matches!(&renewal, Renewal::Lost(Some(held)) if held.holder == bob), "{renewal:?}");
}

#[test]
fn where_one_row_may_not_be_taken_over_none_is() {
    let (mut db, _) = database();
    let (ann, bob, eve) = (Holder::new("Ann"), Holder::new("Bob"), Holder::new("Eve"));
    let first = mine(Task::at(1).lock(&Database, &ann, &mut db).expect("an answer"));
    mine(Task::at(3).lock(&Database, &eve, &mut db).expect("an answer"));
    let may = |held: &Held| held.holder != eve;
    let denied = Task::take_over_all([1, 2, 3], &Database, &bob, may, &mut db);
    assert!(matches!(&denied, Err(LeaseError::Denied(held)) if held.holder == eve), "{denied:?}");
    assert_eq!(locked(&mut db), [1, 3]);
    let renewal = Task::at(1).renew(&Database, &(&first).into(), &mut db).expect("an answer");
    assert!(matches!(renewal, Renewal::Renewed(_)), "{renewal:?}");
}

/// A store that answers for row 2 when the lease of row 1 has ended.
struct Slow(Memory);

impl<C> LeaseStore<C> for Slow {
    fn ask(&self, ask: Ask<'_>, connection: &mut C) -> Result<Answer, LeaseError> {
        let second = LeaseKey::new("tasks", &2)?;
        if matches!(ask, Ask::Acquire(claim) if *claim.key == second) {
            thread::sleep(Duration::from_millis(1100));
        }
        self.0.ask(ask, connection)
    }
}

#[test]
fn where_the_first_leases_end_before_the_last_is_had_none_is_locked() {
    let (mut db, _) = database();
    let leases = Fenced::new(Slow(Memory::default()));
    let answer = Brief::lock_all([1, 2], &leases, &Holder::new("Ann"), &mut db);
    assert!(matches!(answer, Err(LeaseError::Unavailable(_))), "{answer:?}");
    assert_eq!(locked(&mut db), [0; 0]);
}

/// Each of them gets the whole set in the end, nobody fails, and no two have it at once.
#[test]
fn who_lock_the_same_rows_in_any_order_never_block_each_other_for_good() {
    let url = super::place();
    let inside = AtomicUsize::new(0);
    thread::scope(|scope| {
        for number in 0..4 {
            let (inside, mut db) = (&inside, super::connect(&url));
            scope.spawn(move || {
                let holder = Holder::new(number.to_string());
                let mut keys = [1, 2, 3, 4, 5];
                keys.rotate_left(number);
                let (mut rounds, mut tries) = (0, 0);
                while rounds < 5 {
                    tries += 1;
                    assert!(tries < 20_000, "somebody has it for good");
                    let locking = Task::lock_all(keys, &Database, &holder, &mut db);
                    let LockingAll::Mine(leases) = locking.expect("nobody fails") else {
                        thread::sleep(Duration::from_millis(1 + number as u64));
                        continue;
                    };
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two have it");
                    rounds += 1;
                    thread::sleep(Duration::from_millis(2));
                    inside.fetch_sub(1, Ordering::SeqCst);
                    for (key, lease) in &leases {
                        let is_given_up = Task::at(*key).unlock(&Database, &lease.into(), &mut db);
                        assert!(is_given_up.expect("an answer"));
                    }
                }
            });
        }
    });
}
