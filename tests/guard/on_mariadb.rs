//! MariaDB alone: what does not fool its guard, and what gets past it.

use super::{Backend, Db, Place};
use crate::guard::papers::*;
use crate::run;
use cas_forms::{CasForm, DoneKind, Reason};
use cas_forms_diesel::Guard;
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::SimpleConnection as _;

fn room() -> (Db, Place) {
    let place = Place::new();
    let mut db = place.connect();
    furnish::<Backend>(&mut db, &Guard::of::<Paper, Backend>().expect("plain names"));
    (db, place)
}

const ROGUE: &str = "UPDATE papers SET title = 'x' WHERE id = 1";

fn is_refused(place: &Place, sql: &str) {
    let complaint = place.client(sql).expect_err(sql);
    assert!(
        complaint.contains("leased to Ann for ") && complaint.contains(" s: papers/1"),
        "{sql}: {complaint}"
    );
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
    assert!(
        complaint.contains("leased to Ann for ") && complaint.contains(" s: papers/1"),
        "{complaint}"
    );
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
        let written = old.batch_execute(ROGUE);
        let error = written.expect_err("it is leased by now").to_string();
        assert!(error.contains("leased to Ann"), "{level}: {error}");
        run(&mut old, "ROLLBACK");
        release(&mut db);
    }
}

/// The answer that a page would be given.
fn save(db: &mut Db, id: i32, pass: &Pass, entries: &[(&str, &str)]) -> Result<DoneKind, Reason> {
    let body = typed(Paper::at(id).open(db).expect("the row").as_p().to_string(), entries);
    let at = Paper::at(id).lease(&pass.presented());
    at.submit(&body).save(db).map(|done| done.kind()).map_err(|refused| refused.reason())
}

#[test]
fn who_was_refused_and_stays_in_the_transaction_keeps_nobody_from_saving_another_row() {
    let (mut db, place) = room();
    let bob = Pass::fresh();
    hold::<Backend>(&mut db, "papers/2", "Bob", &bob, 90);
    run(&mut db, "SET innodb_lock_wait_timeout = 1");
    let mut rogue = place.connect();
    run(&mut rogue, "BEGIN");
    rogue.batch_execute(ROGUE).expect_err("leased");
    assert_eq!(save(&mut db, 2, &bob, &[("title", "new")]), Ok(DoneKind::Written));
    run(&mut rogue, "ROLLBACK");
}

#[test]
fn who_writes_rows_that_were_never_leased_keeps_nobody_from_leasing_others() {
    let (mut db, place) = room();
    run(&mut db, "INSERT INTO papers VALUES (7, 'third', 'open')");
    run(&mut db, "SET innodb_lock_wait_timeout = 1");
    let mut writer = place.connect();
    run(&mut writer, "BEGIN");
    run(&mut writer, "UPDATE papers SET title = 'x' WHERE id = 2");
    for id in ["0", "3", "7"] {
        hold::<Backend>(&mut db, &format!("papers/{id}"), "Bob", &Pass::fresh(), 90);
    }
    run(&mut writer, "ROLLBACK");
}

#[test]
fn the_very_first_lease_of_a_row_is_not_seen_in_an_older_snapshot() {
    let (mut db, place) = room();
    let mut old = place.connect();
    run(&mut old, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    run(&mut old, "BEGIN");
    run(&mut old, "SELECT id FROM authors");
    let bob = Pass::fresh();
    hold::<Backend>(&mut db, "papers/2", "Bob", &bob, 90);
    let body =
        typed(Paper::at(2).open(&mut db).expect("the row").as_p().to_string(), &[("title", "new")]);
    run(&mut old, "UPDATE papers SET title = 'x' WHERE id = 2");
    run(&mut old, "COMMIT");
    let at = Paper::at(2).lease(&bob.presented());
    let refused = at.submit(&body).save(&mut db).expect_err("it was changed");
    assert_eq!(refused.reason(), Reason::Stale);
}

#[test]
fn the_first_lease_of_a_row_is_seen_by_older_transactions_that_read_what_is_committed() {
    let (mut db, place) = room();
    let mut old = place.connect();
    run(&mut old, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    run(&mut old, "BEGIN");
    run(&mut old, "SELECT id FROM authors");
    hold::<Backend>(&mut db, "papers/2", "Bob", &Pass::fresh(), 90);
    let written = old.batch_execute("UPDATE papers SET title = 'x' WHERE id = 2");
    written.expect_err("it is leased by now");
}

#[test]
fn a_form_is_locked_out_however_wide_the_letters_of_the_names_are() {
    let (mut db, _place) = room();
    let wide = "\u{20ac}".repeat(200);
    hold::<Backend>(&mut db, "papers/1", &wide, &Pass::fresh(), 90);
    let body =
        typed(Free::at(1).open(&mut db).expect("the row").as_p().to_string(), &[("title", "new")]);
    let refused = Free::at(1).submit(&body).save(&mut db).expect_err("guarded");
    assert_eq!(refused.reason(), Reason::Locked);
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
    assert!(complaint.trim_end().ends_with("~1"), "{complaint}");
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
