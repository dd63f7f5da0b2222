//! SQLite alone: what gets past its guard.

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
    assert!(
        complaint.contains("leased to Ann for ") && complaint.contains(" s: papers/1"),
        "{sql}: {complaint}"
    );
}

#[test]
fn a_refused_statement_undoes_all_of_itself_and_nothing_else() {
    let (_, place) = room();
    // The second row is written first.
    let sql = ".bail off\nBEGIN;\nUPDATE papers SET state = 'kept' WHERE id = 2;\n\
               UPDATE papers SET title = 'x' WHERE id IN (SELECT id FROM papers ORDER BY id DESC);\n\
               COMMIT;\nSELECT group_concat(title || state) FROM papers ORDER BY id;";
    let mut client = std::process::Command::new("sqlite3");
    let script = place.url() + ".sql";
    std::fs::write(&script, sql).expect("a file");
    client.arg(place.url()).stdin(std::fs::File::open(&script).expect("a file"));
    let output = client.output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains("leased to Ann"), "{complaint}");
    assert_eq!(said.trim(), "oldopen,otherkept");
}

#[test]
fn a_replacement_by_another_unique_column_gets_past_it_unless_triggers_are_recursive() {
    let (mut db, place) = room();
    run(&mut db, "CREATE UNIQUE INDEX titles ON papers (title)");
    let replace = "REPLACE INTO papers VALUES (7, 'old', 'x')";
    is_refused(&place, &format!("PRAGMA recursive_triggers = ON; {replace}"));
    place.client(replace).expect("no trigger is run");
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
fn odd_names_are_guarded() {
    let (mut db, place) = room();
    run(
        &mut db,
        "CREATE TABLE `Odd ``names`` 100%` (`The ``key``` TEXT PRIMARY KEY, word TEXT NOT NULL)",
    );
    run(&mut db, "INSERT INTO `Odd ``names`` 100%` VALUES ('a/', 'old')");
    let guard = Guard::of::<Odd, Backend>().expect("names");
    run(&mut db, guard.up());
    let resource = Odd::spec().lock().expect("a lock").resource();
    hold::<Backend>(&mut db, &lease_key(resource, &"a/".to_owned()), "Ann", &Pass::fresh(), 90);
    for write in [
        "UPDATE `Odd ``names`` 100%` SET word = 'new'",
        "REPLACE INTO `Odd ``names`` 100%` VALUES ('a/', 'new')",
    ] {
        let complaint = place.client(write).expect_err("leased");
        assert!(complaint.contains(" s: odd/a~1"), "{complaint}");
    }
    run(&mut db, guard.down());
    place.client("UPDATE `Odd ``names`` 100%` SET word = 'new'").expect("no guard");
}

#[test]
fn the_migration_can_be_pasted_into_the_client() {
    let (mut db, place) = room();
    let guard = Guard::of::<Paper, Backend>().expect("plain names");
    run(&mut db, guard.down());
    // An argument that begins with a dash is an option.
    place.client(&format!("\n{}", guard.up())).expect("pasted");
    is_refused(&place, ROGUE);
    place.client(&format!("\n{}", guard.down())).expect("pasted");
    place.client(ROGUE).expect("no guard");
}
