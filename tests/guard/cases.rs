//! What other programs may do.

use super::{Backend, Db, OVERRIDE, Place, ROGUES};
use crate::guard::papers::*;
use crate::run;
use cas_forms_diesel::{CasBackend, Guard};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

struct Room {
    db: Db,
    place: Place,
}

impl Room {
    fn new() -> Self {
        let place = Place::new();
        let mut db = place.connect();
        furnish::<Backend>(&mut db, &Guard::of::<Paper, Backend>().expect("plain names"));
        Room { db, place }
    }

    fn rows(&mut self) -> Vec<(i32, String, String)> {
        papers::table.order(papers::id).load(&mut self.db).expect("the rows")
    }

    /// That a program is refused, and told why.
    fn is_refused(&mut self, sql: &str, resource: &str, holder: &str) {
        let before = self.rows();
        let complaint = match self.place.client(sql) {
            Ok(answer) => panic!("{sql}: {answer}, {:?}", self.rows()),
            Err(complaint) => complaint,
        };
        let (before_it, after) = (format!("leased to {holder} for "), format!(" s: {resource}"));
        assert!(complaint.contains(&before_it) && complaint.contains(&after), "{sql}: {complaint}");
        assert_eq!(self.rows(), before, "{sql}");
    }

    fn passes(&mut self, sql: &str) {
        self.place.client(sql).unwrap_or_else(|complaint| panic!("{sql}: {complaint}"));
    }
}

#[test]
fn no_program_writes_to_a_leased_row_and_each_is_told_who_has_it() {
    let mut room = Room::new();
    for sql in [
        "UPDATE papers SET title = 'x' WHERE id = 1",
        "UPDATE papers SET title = title",
        "DELETE FROM papers WHERE id = 1",
        "DELETE FROM papers",
        "UPDATE papers SET id = 7 WHERE id = 1",
    ] {
        room.is_refused(sql, "papers/1", "Ann");
    }
    for sql in ROGUES {
        room.is_refused(sql, "papers/1", "Ann");
    }
}

#[test]
fn no_row_takes_the_key_of_a_leased_one() {
    let mut room = Room::new();
    hold::<Backend>(&mut room.db, "papers/7", "Bob", &Pass::fresh(), 90);
    room.is_refused("UPDATE papers SET id = 7 WHERE id = 2", "papers/7", "Bob");
}

#[test]
fn rows_without_a_lease_are_anybodys() {
    let mut room = Room::new();
    room.passes("UPDATE papers SET title = 'x' WHERE id = 2");
    assert_eq!(room.rows()[1].1, "x");
    room.passes("DELETE FROM papers WHERE id = 2");
    room.passes("INSERT INTO papers VALUES (2, 'again', 'open')");
    // Not even of those whose keys begin alike.
    hold::<Backend>(&mut room.db, "papers/20", "Bob", &Pass::fresh(), 90);
    room.passes("UPDATE papers SET title = 'y' WHERE id = 2");
}

#[test]
fn a_row_is_anybodys_once_its_lease_has_ended_or_was_given_back() {
    let mut room = Room::new();
    let someone = Pass::fresh();
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &someone, -1);
    room.passes("UPDATE papers SET title = 'ended' WHERE id = 1");
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &someone, 90);
    room.is_refused("UPDATE papers SET title = 'x' WHERE id = 1", "papers/1", "Ann");
    release(&mut room.db);
    room.passes("UPDATE papers SET title = 'given back' WHERE id = 1");
    assert_eq!(room.rows()[0].1, "given back");
}

#[test]
fn a_lease_that_ends_opens_its_row_by_itself() {
    let mut room = Room::new();
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &Pass::fresh(), 2);
    room.is_refused("UPDATE papers SET title = 'x' WHERE id = 1", "papers/1", "Ann");
    let mut is_over = false;
    for _ in 0..600 {
        is_over = room.place.client("UPDATE papers SET title = 'x' WHERE id = 1").is_ok();
        if is_over {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(is_over, "a minute is more than two seconds");
}

#[test]
fn an_administrator_overrides_and_nothing_of_it_stays() {
    let mut room = Room::new();
    let [begin, end] = OVERRIDE;
    room.passes(&format!("{begin}; UPDATE papers SET title = 'overridden' WHERE id = 1; {end}"));
    assert_eq!(room.rows()[0].1, "overridden");
    room.is_refused("UPDATE papers SET title = 'x' WHERE id = 1", "papers/1", "Ann");
    // Neither for the connection that did it.
    for sql in [begin, "DELETE FROM papers WHERE id = 1", end] {
        run(&mut room.db, sql);
    }
    run(&mut room.db, "INSERT INTO papers VALUES (1, 'again', 'open')");
    let error = room.db.batch_execute("DELETE FROM papers").expect_err("leased");
    assert!(error.to_string().contains("leased to Ann"), "{error}");
}

#[test]
fn what_goes_down_comes_up_again() {
    let mut room = Room::new();
    let guard = Guard::of::<Paper, Backend>().expect("plain names");
    for _ in 0..2 {
        run(&mut room.db, guard.down());
        room.passes("UPDATE papers SET title = 'x' WHERE id = 1");
        run(&mut room.db, guard.up());
        room.is_refused("UPDATE papers SET title = 'y' WHERE id = 1", "papers/1", "Ann");
    }
}

#[test]
fn the_database_calls_every_row_as_the_form_does() {
    let place = Place::new();
    let mut db = place.connect();
    run(&mut db, Backend::LEASE_TABLE);
    let binary = if Backend::QUOTE == "\"" { "BYTEA" } else { "VARBINARY(9)" };
    run(
        &mut db,
        &format!(
            "CREATE TABLE shelves (code VARCHAR(20) NOT NULL, number BIGINT NOT NULL, tag {binary} NOT NULL, \
             name VARCHAR(9) NOT NULL, PRIMARY KEY (code, number, tag))"
        ),
    );
    run(&mut db, Guard::of::<Shelf, Backend>().expect("plain names").up());
    let mut keys = Vec::new();
    for (number, code) in ["a", "", "a/b", "a~1b", "~", "//", "ä 𝄞", "'", "\\", "%_", "\"`", "x\ty"]
        .iter()
        .enumerate()
    {
        for tag in [vec![], vec![0, 0xff, 0x2f], b"~1".to_vec()] {
            keys.push(((*code).to_owned(), i64::try_from(number).expect("few") - 3, tag));
        }
    }
    keys.push(("z".to_owned(), i64::MIN, vec![]));
    keys.push(("z".to_owned(), i64::MAX, vec![]));
    for (code, number, tag) in &keys {
        diesel::insert_into(shelves::table)
            .values((
                shelves::code.eq(code),
                shelves::number.eq(number),
                shelves::tag.eq(tag),
                shelves::name.eq("old"),
            ))
            .execute(&mut db)
            .expect("a row");
    }
    for key in &keys {
        let name = lease_key("sh'el\\ves", key);
        hold::<Backend>(&mut db, &name, "Ann", &Pass::fresh(), 90);
        let row = shelves::table.find((&key.0, key.1, &key.2));
        let written = diesel::update(row).set(shelves::name.eq("new")).execute(&mut db);
        // The words of SQLite double quotes, and those of MariaDB have no letters of four bytes.
        let error = written.expect_err(&name).to_string().replace("''", "'").replace('?', "𝄞");
        assert!(error.contains(&format!(" s: {name}")), "{error}");
        let others = diesel::update(shelves::table.filter(
            shelves::code.ne(&key.0).or(shelves::number.ne(key.1)).or(shelves::tag.ne(&key.2)),
        ));
        let count = others.set(shelves::name.eq("new")).execute(&mut db).expect("not leased");
        assert_eq!(count, keys.len() - 1, "{name}");
        release(&mut db);
    }
}
