//! One row.

use super::{Db, database};
use crate::lease::rows::{Task, mine, tasks};
use cas_forms::{CasForm, Holder, LeaseError, LeaseKey, Presented, Renewal};
use cas_forms_diesel::Database;
use cas_forms_diesel::sync::Lock as _;
use diesel::prelude::*;

diesel::table! {
    cas_leases (resource) {
        resource -> Text,
        fence -> BigInt,
    }
}

fn leases(connection: &mut Db) -> i64 {
    cas_leases::table.count().get_result(connection).expect("a count")
}

#[test]
fn who_locks_first_has_it_and_the_next_one_is_told() {
    let (mut db, mut other) = database();
    let (ann, bob) = (Holder::new("Ann"), Holder::new("Bob"));
    let lease = mine(Task::at(1).lock(&Database, &ann, &mut db).expect("an answer"));
    assert_eq!(lease.held().holder, ann);
    let locking = Task::at(1).lock(&Database, &bob, &mut other).expect("an answer");
    let held = locking.taken().expect("Ann has it");
    assert_eq!((&held.holder, held.fence), (&ann, lease.fence()));
    let held = Task::at(1).holder(&Database, &mut other).expect("an answer").expect("Ann");
    assert_eq!(held.holder, ann);
    mine(Task::at(2).lock(&Database, &bob, &mut other).expect("an answer"));
}

#[test]
fn the_lease_of_a_row_has_the_name_of_its_table_and_key() {
    let (mut db, _) = database();
    mine(Task::at(7).lock(&Database, &Holder::new("Ann"), &mut db).expect("an answer"));
    let key = LeaseKey::new("tasks", &7).expect("a short key");
    let names: Vec<Vec<u8>> = cas_leases::table
        .select(diesel::dsl::sql::<diesel::sql_types::Binary>(super::RESOURCE))
        .load(&mut db)
        .expect("the names");
    assert_eq!(names, [key.as_str().as_bytes()]);
}

#[test]
fn a_row_that_is_not_there_is_not_locked() {
    let (mut db, _) = database();
    let ann = Holder::new("Ann");
    for at in [Task::at(0), Task::at(-1)] {
        let answer = at.lock(&Database, &ann, &mut db);
        assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
        let answer = at.take_over(&Database, &ann, |_| true, &mut db);
        assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
        let answer = at.holder(&Database, &mut db);
        assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
    }
    assert_eq!(leases(&mut db), 0, "nothing is left of keys that somebody made up");
}

#[test]
fn who_may_not_see_a_row_can_neither_lock_it_nor_learn_who_has() {
    let (mut db, _) = database();
    let (ann, eve) = (Holder::new("Ann"), Holder::new("Eve"));
    let at = Task::at(1).scope(tasks::tenant.eq(2));
    let answer = at.lock(&Database, &eve, &mut db);
    assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
    assert_eq!(leases(&mut db), 0);
    let lease = mine(Task::at(1).scope(tasks::tenant.eq(1)).lock(&Database, &ann, &mut db).expect("an answer"));
    let answer = at.lock(&Database, &eve, &mut db);
    assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
    let answer = at.holder(&Database, &mut db);
    assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
    let answer = at.take_over(&Database, &eve, |held| panic!("she sees {held:?}"), &mut db);
    assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
    for presented in [Presented::default(), Presented::of_text("0123456789abcdef0123456789abcdef")] {
        let answer = at.renew(&Database, &presented, &mut db);
        assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
        assert!(!at.unlock(&Database, &presented, &mut db).expect("an answer"));
    }
    let renewal = Task::at(1).renew(&Database, &(&lease).into(), &mut db).expect("an answer");
    assert!(matches!(renewal, Renewal::Renewed(_)), "{renewal:?}");
}

#[test]
fn it_is_taken_over_from_whom_it_may_be_and_they_are_told() {
    let (mut db, mut other) = database();
    let (ann, bob) = (Holder::new("Ann"), Holder::new("Bob"));
    let at = Task::at(1);
    let first = mine(at.lock(&Database, &ann, &mut db).expect("an answer"));
    let denied = at.take_over(&Database, &bob, |held| held.holder.is_same_user(&bob), &mut other);
    assert!(matches!(&denied, Err(LeaseError::Denied(held)) if held.holder == ann), "{denied:?}");
    let second = at.take_over(&Database, &bob, |held| held.holder == ann, &mut other);
    let second = mine(second.expect("an answer"));
    assert!(second.fence() > first.fence());
    let renewal = at.renew(&Database, &(&first).into(), &mut db).expect("an answer");
    assert!(matches!(&renewal, Renewal::Lost(Some(held)) if held.holder == bob), "{renewal:?}");
    assert!(!at.unlock(&Database, &(&first).into(), &mut db).expect("an answer"));
}

#[test]
fn what_nobody_has_is_taken_over_without_asking() {
    let (mut db, _) = database();
    let asked = |held: &_| panic!("nobody has it: {held:?}");
    let locking = Task::at(1).take_over(&Database, &Holder::new("Ann"), asked, &mut db);
    mine(locking.expect("an answer"));
}

#[test]
fn it_is_renewed_and_given_up_by_whoever_presents_it() {
    let (mut db, mut other) = database();
    let at = Task::at(1);
    let lease = mine(at.lock(&Database, &Holder::new("Ann"), &mut db).expect("an answer"));
    let presented = Presented::from(&lease);
    let renewal = at.renew(&Database, &presented, &mut other).expect("an answer");
    assert!(matches!(renewal, Renewal::Renewed(held) if held.fence == lease.fence()));
    assert!(!at.unlock(&Database, &Presented::default(), &mut db).expect("an answer"));
    assert!(at.unlock(&Database, &presented, &mut other).expect("an answer"));
    assert_eq!(at.holder(&Database, &mut db).expect("an answer"), None);
    let renewal = at.renew(&Database, &presented, &mut db).expect("an answer");
    assert_eq!(renewal, Renewal::Lost(None));
}

#[test]
fn rows_of_leases_are_never_deleted() {
    let (mut db, _) = database();
    mine(Task::at(1).lock(&Database, &Holder::new("Ann"), &mut db).expect("an answer"));
    let deleted = diesel::delete(cas_leases::table).execute(&mut db);
    assert!(format!("{deleted:?}").contains("never deleted"), "{deleted:?}");
}

#[test]
fn what_is_locked_in_a_transaction_that_is_undone_is_free() {
    let (mut db, mut other) = database();
    let undone = db.transaction::<(), diesel::result::Error, _>(|db| {
        mine(Task::at(1).lock(&Database, &Holder::new("Ann"), db).expect("an answer"));
        Err(diesel::result::Error::RollbackTransaction)
    });
    undone.expect_err("undone");
    mine(Task::at(1).lock(&Database, &Holder::new("Bob"), &mut other).expect("an answer"));
}
