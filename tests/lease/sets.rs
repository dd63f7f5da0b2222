//! Sets of rows.

use super::{Db, database};
use crate::lease::rows::{Task, mine, tasks};
use cas_forms::{CasForm, Holder, Lease, LeaseError, Presented};
use cas_forms_diesel::sync::{Lock as _, LockSet as _};
use cas_forms_diesel::{Database, LockingAll};
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
