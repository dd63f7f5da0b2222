//! MariaDB alone: what does not fool its guard, and what gets past it.

use super::{Backend, Db, Place};
use crate::guard::papers::*;
use crate::run;
use cas_forms::CasForm;
use cas_forms_diesel::Guard;

fn room() -> (Db, Place) {
    let place = Place::new();
    let mut db = place.connect();
    furnish::<Backend>(&mut db, &Guard::of::<Paper, Backend>().expect("plain names"));
    (db, place)
}

const ROGUE: &str = "UPDATE papers SET title = 'x' WHERE id = 1";

fn is_refused(place: &Place, sql: &str) {
    let complaint = place.client(sql).expect_err(sql);
    assert!(complaint.contains("papers/1 is leased to Ann for "), "{sql}: {complaint}");
}

#[test]
fn a_user_who_cannot_see_the_leases_is_refused_with_the_same_words() {
    let (mut db, place) = room();
    let user = crate::unused();
    // Rights are given by whoever has them.
    run(&mut db, &format!("CREATE USER {user}@'127.0.0.1'"));
    let database = place.url();
    let database = database.rsplit_once('/').expect("a database").1;
    let granted = place.client_of(
        "root",
        &format!("GRANT SELECT, UPDATE ON {database}.papers TO {user}@'127.0.0.1'"),
    );
    granted.expect("granted");
    let complaint = place.client_of(&user, ROGUE).expect_err("leased");
    assert!(complaint.contains("papers/1 is leased to Ann for "), "{complaint}");
    let read = place.client_of(&user, "SELECT token FROM cas_leases");
    assert!(read.expect_err("no right").contains("denied"));
}

#[test]
fn an_old_snapshot_of_a_lease_does_not_pass() {
    let (mut db, place) = room();
    release(&mut db);
    for level in ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"] {
        let mut old = place.connect();
        run(&mut old, &format!("SET SESSION TRANSACTION ISOLATION LEVEL {level}"));
        run(&mut old, "BEGIN");
        run(&mut old, "SELECT id FROM authors");
        hold::<Backend>(&mut db, "papers/1", "Ann", &Pass::fresh(), 90);
        let written = diesel::connection::SimpleConnection::batch_execute(&mut old, ROGUE);
        let error = written.expect_err("it is leased by now").to_string();
        assert!(error.contains("is leased to Ann"), "{level}: {error}");
        run(&mut old, "ROLLBACK");
        release(&mut db);
    }
}

#[test]
fn cascades_get_past_it() {
    let (_, place) = room();
    place.client("DELETE FROM authors WHERE id = 1").expect("no trigger is run");
    assert_eq!(place.client("SELECT COUNT(*) FROM papers").expect("a number").trim(), "1");
}

#[test]
fn truncate_gets_past_it() {
    let (_, place) = room();
    place.client("TRUNCATE papers").expect("no trigger is run");
}

#[test]
fn whoever_may_drop_triggers_gets_past_it() {
    let (_, place) = room();
    place.client(&format!("DROP TRIGGER cas_guard_papers_update; {ROGUE}")).expect("no trigger");
}

diesel::table! {
    #[sql_name = "Odd `names` 100%"]
    odd (id) {
        #[sql_name = "The `key`"]
        id -> Text,
        word -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = odd)]
#[lockable(ttl = "90s", guard)]
struct Odd {
    word: String,
}

#[test]
fn odd_names_and_texts_that_are_not_utf8_are_guarded() {
    let (mut db, place) = room();
    run(
        &mut db,
        "CREATE TABLE `Odd ``names`` 100%` (`The ``key``` VARCHAR(9) CHARACTER SET latin1 PRIMARY KEY, \
         word VARCHAR(9) NOT NULL)",
    );
    run(&mut db, "INSERT INTO `Odd ``names`` 100%` VALUES ('\u{e9}/', 'old')");
    let guard = Guard::of::<Odd, Backend>().expect("names");
    run(&mut db, guard.up());
    let resource = Odd::spec().lock().expect("a lock").resource();
    hold::<Backend>(
        &mut db,
        &lease_key(resource, &"\u{e9}/".to_owned()),
        "Ann",
        &Pass::fresh(),
        90,
    );
    let write = "UPDATE `Odd ``names`` 100%` SET word = 'new'";
    let complaint = place.client(write).expect_err("leased");
    assert!(complaint.contains("~1 is leased to Ann"), "{complaint}");
    run(&mut db, guard.down());
    place.client(write).expect("no guard");
}

#[test]
fn the_migration_can_be_pasted_into_the_client() {
    let (mut db, place) = room();
    let guard = Guard::of::<Paper, Backend>().expect("plain names");
    run(&mut db, guard.down());
    place.client(&format!("DELIMITER //\n{}//\n", guard.up())).expect("pasted");
    is_refused(&place, ROGUE);
    place.client(guard.down()).expect("pasted");
    place.client(ROGUE).expect("no guard");
}
