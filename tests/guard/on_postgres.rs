//! PostgreSQL alone: what does not fool its guard, and what gets past it.

use super::{Backend, Db, Place};
use crate::guard::papers::*;
use crate::run;
use cas_forms::CasForm;
use cas_forms_diesel::Guard;
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
fn a_role_that_cannot_see_the_leases_is_refused_with_the_same_words() {
    let (mut db, place) = room();
    let role = crate::unused();
    run(&mut db, &format!("CREATE ROLE {role}; GRANT ALL ON papers TO {role}"));
    is_refused(&place, &format!("SET ROLE {role}; {ROGUE}"));
    let read = place.client(&format!("SET ROLE {role}; SELECT token FROM cas_leases"));
    assert!(read.expect_err("no right").contains("permission denied"));
}

#[test]
fn a_table_of_leases_of_ones_own_does_not_fool_it() {
    let (_, place) = room();
    for copy in [
        "CREATE TEMPORARY TABLE cas_leases (LIKE cas_leases)",
        "CREATE SCHEMA mine; CREATE TABLE mine.cas_leases (LIKE cas_leases); \
         SET search_path = mine, public",
        "CREATE FUNCTION public.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
    ] {
        is_refused(&place, &format!("{copy}; {ROGUE}"));
    }
}

#[test]
fn what_the_leases_keep_opens_nothing() {
    let (_, place) = room();
    is_refused(
        &place,
        &format!("SELECT set_config('cas.lease', token, false) FROM cas_leases; {ROGUE}"),
    );
}

#[test]
fn an_old_snapshot_of_a_lease_fails_instead_of_passing() {
    let (mut db, place) = room();
    release(&mut db);
    for level in ["REPEATABLE READ", "SERIALIZABLE"] {
        let mut old = place.connect();
        run(&mut old, &format!("BEGIN ISOLATION LEVEL {level}"));
        run(&mut old, "SELECT FROM papers");
        hold::<Backend>(&mut db, "papers/1", "Ann", &Pass::fresh(), 90);
        let error = old.batch_execute(ROGUE).expect_err("it is leased by now");
        assert!(error.to_string().contains("could not serialize"), "{level}: {error}");
        release(&mut db);
    }
}

#[test]
fn the_very_first_lease_of_a_row_is_not_seen_in_an_older_snapshot() {
    let (mut db, place) = room();
    let mut old = place.connect();
    run(&mut old, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    run(&mut old, "SELECT FROM papers");
    hold::<Backend>(&mut db, "papers/2", "Bob", &Pass::fresh(), 90);
    run(&mut old, "UPDATE papers SET title = 'x' WHERE id = 2");
    run(&mut old, "COMMIT");
}

#[test]
fn a_write_that_began_first_keeps_the_lease_from_being_taken_until_it_ends() {
    let (mut db, place) = room();
    release(&mut db);
    let mut first = place.connect();
    run(&mut first, "BEGIN");
    run(&mut first, ROGUE);
    run(&mut db, "SET lock_timeout = '300ms'");
    let take = "UPDATE cas_leases SET holder = 'Ann' WHERE resource = 'papers/1'";
    let error = db.batch_execute(take).expect_err("it waits");
    assert!(error.to_string().contains("lock timeout"), "{error}");
    run(&mut first, "COMMIT");
    run(&mut db, take);
}

#[test]
fn truncate_of_a_partition_by_its_own_name_gets_past_it() {
    let (mut db, place) = room();
    let guard = Guard::of::<Paper, Backend>().expect("plain names");
    run(&mut db, guard.down());
    run(&mut db, "ALTER TABLE papers RENAME TO papers_1");
    run(&mut db, "CREATE TABLE papers (LIKE papers_1 INCLUDING ALL) PARTITION BY RANGE (id)");
    run(&mut db, "ALTER TABLE papers ATTACH PARTITION papers_1 FOR VALUES FROM (0) TO (100)");
    run(&mut db, guard.up());
    for sql in ["TRUNCATE papers", "UPDATE papers_1 SET title = 'x'", "DELETE FROM papers_1"] {
        is_refused(&place, sql);
    }
    place.client("TRUNCATE papers_1").expect("no trigger is run");
}

#[test]
fn whoever_may_switch_triggers_off_gets_past_it() {
    let (_, place) = room();
    for off in
        ["SET session_replication_role = replica", "ALTER TABLE papers DISABLE TRIGGER cas_guard"]
    {
        place.client(&format!("BEGIN; {off}; {ROGUE}; ROLLBACK")).expect("it gets past");
    }
    is_refused(&place, ROGUE);
}

diesel::table! {
    #[sql_name = "Odd \"names\" 100%"]
    elsewhere.odd (id) {
        #[sql_name = "The \"key\""]
        id -> Uuid,
        word -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = odd)]
#[cas(key = uuid::Uuid)]
#[lockable(ttl = "90s", guard)]
struct Odd {
    word: String,
}

#[test]
fn odd_names_and_other_schemas_and_uuids_are_guarded() {
    let (mut db, _place) = room();
    let table = "elsewhere.\"Odd \"\"names\"\" 100%\"";
    run(&mut db, "CREATE SCHEMA elsewhere");
    run(
        &mut db,
        &format!("CREATE TABLE {table} (\"The \"\"key\"\"\" UUID PRIMARY KEY, word TEXT NOT NULL)"),
    );
    let id = uuid::Uuid::from_u128(0x0123_4567_89AB_CDEF_0123_4567_89AB_CDEF);
    run(&mut db, &format!("INSERT INTO {table} VALUES ('{id}', 'old')"));
    let guard = Guard::of::<Odd, Backend>().expect("names");
    run(&mut db, guard.up());
    let name = lease_key(Odd::spec().lock().expect("a lock").resource(), &id);
    hold::<Backend>(&mut db, &name, "Ann", &Pass::fresh(), 90);
    let write = format!("UPDATE {table} SET word = 'new'");
    let error = db.batch_execute(&write).expect_err("leased").to_string();
    assert!(error.contains(&format!(" s: {name}")), "{error}");
    run(&mut db, guard.down());
    run(&mut db, &write);
}

#[test]
fn the_migration_can_be_pasted_into_the_client() {
    let (mut db, place) = room();
    let guard = Guard::of::<Paper, Backend>().expect("plain names");
    run(&mut db, guard.down());
    place.client(guard.up()).expect("pasted");
    is_refused(&place, ROGUE);
    place.client(guard.down()).expect("pasted");
    place.client(ROGUE).expect("no guard");
}
