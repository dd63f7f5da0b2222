//! Writers who began before the row was locked.

use super::{Db, database};
use crate::lease::contract::{Page, new_key};
use crate::lease::databases::run;
use crate::lease::rows::{Task, mine, tasks};
use cas_forms::{Ask, CasForm, Claim, Holder, LeaseError, LeaseStore};
use cas_forms_diesel::Database;
use cas_forms_diesel::sync::Lock as _;
use diesel::prelude::*;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The form that is opened shows what they wrote: nobody has written since it was locked.
#[test]
fn a_writer_who_began_before_the_lease_is_waited_for() {
    for id in 1..4 {
        let (mut writer, mut db) = database();
        run(&mut writer, super::BEGIN);
        run(&mut writer, &format!("UPDATE tasks SET name = 'new' WHERE id = {id}"));
        let (tell, told) = mpsc::channel();
        let reader = thread::spawn(move || {
            tell.send(()).expect("it is waited for");
            mine(Task::at(id).lock(&Database, &Holder::new("Ann"), &mut db).expect("an answer"));
            name(id, &mut db)
        });
        told.recv().expect("it begins");
        // Enough for the lock to be taken, were nobody waited for.
        thread::sleep(Duration::from_millis(200));
        run(&mut writer, "COMMIT");
        assert_eq!(reader.join().expect("no panic"), "new");
    }
}

/// The clock is read when it is known who has it.
#[test]
fn a_lease_that_was_waited_for_longer_than_it_lasts_is_whole() {
    let (mut writer, mut db) = database();
    let key = new_key();
    let (ann, bob) = (Page::new("Ann"), Page::new("Bob"));
    let ttl = Duration::from_millis(300);
    let ask = |page: &Page, ttl, db: &mut Db| {
        let Page { secret, holder } = page;
        let claim = Claim { key: &key, secret, holder, ttl };
        Database.ask(Ask::Acquire(claim), db).expect("an answer")
    };
    assert!(ask(&ann, Duration::from_millis(1), &mut db).is_done);
    run(&mut writer, super::BEGIN);
    run(&mut writer, "UPDATE cas_leases SET page = ''");
    let answer = thread::scope(|scope| {
        let reader = scope.spawn(|| ask(&bob, ttl, &mut db));
        thread::sleep(2 * ttl);
        run(&mut writer, "COMMIT");
        reader.join().expect("no panic")
    });
    assert!(answer.is_done, "{answer:?}");
    let remaining = answer.held.expect("it has not ended").remaining;
    assert!(remaining <= ttl, "{remaining:?}");
}

fn name(id: i32, db: &mut Db) -> String {
    tasks::table.find(id).select(tasks::name).first(db).expect("the row")
}

#[test]
fn a_row_that_was_deleted_meanwhile_is_not_found_and_not_locked() {
    let (mut writer, mut db) = database();
    run(&mut writer, super::BEGIN);
    run(&mut writer, "DELETE FROM tasks WHERE id = 1");
    let reader = thread::spawn(move || {
        let answer = Task::at(1).lock(&Database, &Holder::new("Ann"), &mut db);
        assert!(matches!(answer, Err(LeaseError::NotFound)), "{answer:?}");
        db
    });
    thread::sleep(Duration::from_millis(200));
    run(&mut writer, "COMMIT");
    let mut db = reader.join().expect("no panic");
    run(&mut db, "INSERT INTO tasks VALUES (1, 1, 'again')");
    let held = Task::at(1).holder(&Database, &mut db).expect("an answer");
    assert_eq!(held, None);
}
