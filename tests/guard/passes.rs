//! What the holder's form may do, and that it leaves nothing open: whoever uses the same connection
//! next, as with a pool of one, is kept out.

use super::{Backend, Db, Place};
use crate::guard::papers::*;
use crate::run;
use cas_forms::{CasForm, DoneKind, Reason};
use cas_forms_diesel::Guard;
use cas_forms_diesel::sync::{Delete as _, Open as _, Save as _};
use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use std::sync::{Arc, Mutex};

pub(super) const ROGUE: &str = "UPDATE papers SET state = 'rogue' WHERE id = 1";

pub(super) struct Room {
    /// The only connection of a pool.
    db: Db,
    pub(super) mine: Pass,
    pub(super) place: Place,
}

impl Room {
    pub(super) fn new() -> Self {
        let place = Place::new();
        let mut db = place.connect();
        let guard = Guard::of::<Paper, Backend>().expect("plain names");
        let mine = furnish::<Backend>(&mut db, &guard);
        Room { db, mine, place }
    }

    fn body(&mut self, entries: &[(&str, &str)]) -> String {
        typed(Paper::at(1).open(&mut self.db).expect("the row").as_p().to_string(), entries)
    }

    pub(super) fn is_shut(&mut self) {
        let error = self.db.batch_execute(ROGUE).expect_err("the pass is gone");
        assert!(
            error.to_string().contains("leased to Ann for ")
                && error.to_string().contains(" s: papers/1"),
            "{error}"
        );
    }
}

#[test]
fn the_holder_saves_and_the_pass_is_gone() {
    let mut room = Room::new();
    for entries in [&[("title", "one")][..], &[("title", "two"), ("state", "done")]] {
        let body = room.body(entries);
        let at = Paper::at(1).lease(&room.mine.presented());
        let done = at.submit(&body).save(&mut room.db).expect("held");
        assert_eq!(done.kind(), DoneKind::Written);
        room.is_shut();
    }
}

#[test]
fn the_holder_deletes_and_the_pass_is_gone() {
    let mut room = Room::new();
    let body = room.body(&[]);
    let at = Paper::at(1).lease(&room.mine.presented());
    let done = at.submit(&body).delete(&mut room.db).expect("held");
    assert_eq!(done.kind(), DoneKind::Deleted);
    run(&mut room.db, "INSERT INTO papers VALUES (1, 'again', 'open')");
    room.is_shut();
}

#[test]
fn the_holder_merges_and_the_pass_is_gone() {
    let mut room = Room::new();
    let body = room.body(&[("title", "new")]);
    // Before there was a lease.
    let mine = room.mine.clone();
    release(&mut room.db);
    run(&mut room.db, "UPDATE papers SET state = 'done' WHERE id = 1");
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &mine, 90);
    let at = Merged::at(1).lease(&mine.presented());
    let done = at.submit(&body).save(&mut room.db).expect("held");
    assert_eq!(done.taken().count(), 1);
    room.is_shut();
}

#[test]
fn a_save_that_is_refused_leaves_no_pass() {
    let mut room = Room::new();
    let body = room.body(&[("title", "new")]);
    let mine = room.mine.clone();
    release(&mut room.db);
    run(&mut room.db, "UPDATE papers SET state = 'done' WHERE id = 1");
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &mine, 90);
    let at = Paper::at(1).lease(&mine.presented());
    let refused = at.submit(&body).save(&mut room.db).expect_err("changed");
    assert_eq!(refused.reason(), Reason::Stale);
    room.is_shut();
}

#[test]
fn a_save_that_breaks_a_constraint_leaves_no_pass() {
    let mut room = Room::new();
    let body = room.body(&[("title", "forbidden")]);
    let at = Paper::at(1).lease(&room.mine.presented());
    let refused = at.submit(&body).save(&mut room.db).expect_err("forbidden");
    assert_eq!(refused.reason(), Reason::Invalid);
    room.is_shut();
}

#[test]
fn a_save_that_is_rolled_back_leaves_no_pass() {
    let mut room = Room::new();
    let body = room.body(&[("title", "new")]);
    let at = Paper::at(1).lease(&room.mine.presented());
    let undone: QueryResult<()> = room.db.transaction(|db| {
        at.submit(&body).save(db).expect("held");
        Err(diesel::result::Error::RollbackTransaction)
    });
    undone.expect_err("rolled back");
    room.is_shut();
}

#[test]
fn a_pass_opens_one_row_and_none_that_others_hold() {
    let mut room = Room::new();
    hold::<Backend>(&mut room.db, "papers/2", "Bob", &Pass::fresh(), 90);
    let body = room.body(&[("title", "new")]);
    let at = Paper::at(1).lease(&room.mine.presented());
    let both: QueryResult<()> = room.db.transaction(|db| {
        at.submit(&body).save(db).expect("held");
        diesel::update(papers::table.find(2)).set(papers::title.eq("x")).execute(db)?;
        Ok(())
    });
    let error = both.expect_err("Bob's").to_string();
    assert!(error.contains("leased to Bob for ") && error.contains(" s: papers/2"), "{error}");
}

#[test]
fn a_form_that_does_not_know_of_the_guard_is_locked_out_and_keeps_the_text() {
    let mut room = Room::new();
    let body = room.body(&[("title", "new")]);
    let refused = Free::at(1).submit(&body).save(&mut room.db).expect_err("guarded");
    assert_eq!((refused.reason(), refused.status()), (Reason::Locked, 423));
    assert!(refused.form().as_p().to_string().contains("value=\"new\""));
    let refused = Free::at(1).submit(&body).delete(&mut room.db).expect_err("guarded");
    assert_eq!(refused.reason(), Reason::Locked);
}

#[test]
fn a_log_of_all_statements_does_not_have_the_secret() {
    let mut room = Room::new();
    let body = room.body(&[("title", "new")]);
    let log = Arc::new(Mutex::new(Vec::new()));
    let written = Arc::clone(&log);
    room.db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        written.lock().expect("nobody panics").push(format!("{event:?}"));
    });
    let at = Paper::at(1).lease(&room.mine.presented());
    at.submit(&body).save(&mut room.db).expect("held");
    let log = log.lock().expect("nobody panics").join("\n");
    assert!(log.contains("UPDATE") && log.contains(&room.mine.0.digest()), "{log}");
    assert!(!log.contains(room.mine.0.reveal()), "{log}");
}

#[test]
fn words_of_a_guard_in_what_is_typed_do_not_make_a_duplicate_a_lease() {
    let mut room = Room::new();
    let taken = "leased to Ann for 9 s: papers/1";
    run(&mut room.db, "CREATE UNIQUE INDEX papers_title ON papers (title)");
    run(&mut room.db, &format!("UPDATE papers SET title = '{taken}' WHERE id = 2"));
    let body = room.body(&[("title", taken)]);
    let free = Free::at(1).submit(&body).save(&mut room.db).expect_err("somebody else's lease");
    assert_eq!(free.reason(), Reason::Locked);
    release(&mut room.db);
    let refused = Free::at(1).submit(&body).save(&mut room.db).expect_err("a duplicate");
    assert_eq!(refused.reason(), Reason::Invalid);
}
