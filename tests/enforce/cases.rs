//! What a save says, whoever holds the lease.

use super::{Backend, Db, Place};
use crate::enforce::papers::*;
use crate::run;
use cas_forms::{CasForm, Done, DoneKind, Presented, Reason, Refused};
use cas_forms_diesel::CasBackend;
use cas_forms_diesel::sync::{Check as _, Delete as _, Insert as _, Open as _, Save as _};
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Room {
    db: Db,
    /// The lease of paper 1.
    mine: Pass,
    _place: Place,
}

impl Room {
    fn new() -> Self {
        let place = Place::new();
        let (mut db, mine) = (place.connect(), Pass::fresh());
        furnish::<Backend>(&mut db);
        hold::<Backend>(&mut db, "papers/1", "Ann", &mine, 90);
        Room { db, mine, _place: place }
    }

    /// Somebody else's lease.
    fn take_over(&mut self) {
        hold::<Backend>(&mut self.db, "papers/1", "Bob", &Pass::fresh(), 90);
    }

    fn body<F>(&mut self, entries: &[(&str, &str)]) -> String
    where
        F: CasForm<Key = i32> + cas_forms_diesel::Savable<Backend>,
        F: CasForm<Seal = (), Context = ()>,
    {
        typed(F::at(1).open(&mut self.db).expect("the row").as_p().to_string(), entries)
    }

    fn save(&mut self, presented: &Presented, body: &str) -> Result<Done<Paper>, Refused<Paper>> {
        Paper::at(1).lease(presented).submit(body).save(&mut self.db)
    }

    fn row(&mut self) -> (String, String) {
        papers::table
            .find(1)
            .select((papers::title, papers::state))
            .first(&mut self.db)
            .expect("it")
    }
}

/// That it is refused since somebody holds the lease, or nobody does.
fn is_locked<F: CasForm>(refused: &Refused<F>, holder: Option<&str>) {
    assert_eq!((refused.reason(), refused.status()), (Reason::Locked, 423), "{refused:?}");
    let held = refused.holder();
    assert_eq!(held.map(|held| held.holder.user()), holder);
    if let Some(held) = held {
        assert!((1..=90).contains(&held.seconds()), "{held:?}");
    }
}

#[test]
fn the_holder_saves() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    let done = room.save(&room.mine.presented(), &body).expect("held");
    assert_eq!((done.kind(), room.row().0.as_str()), (DoneKind::Written, "new"));
}

#[test]
fn a_lease_that_ended_and_that_nobody_took_is_resumed() {
    let mut room = Room::new();
    let mine = room.mine.clone();
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &mine, -1);
    let body = room.body::<Paper>(&[("title", "new")]);
    room.save(&mine.presented(), &body).expect("nobody took it");
}

#[test]
fn a_lease_that_ended_and_was_taken_refuses_with_its_holder_and_keeps_the_text() {
    let mut room = Room::new();
    let mine = room.mine.clone();
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &mine, -1);
    let body = room.body::<Paper>(&[("title", "new")]);
    room.take_over();
    let refused = room.save(&mine.presented(), &body).expect_err("taken");
    is_locked(&refused, Some("Bob"));
    assert!(refused.form().as_p().to_string().contains("value=\"new\""));
    assert_eq!(room.row().0, "old");
}

#[test]
fn a_lease_that_was_given_back_refuses_and_nobody_is_named() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    release(&mut room.db, "papers/1");
    let refused = room.save(&room.mine.presented(), &body).expect_err("released");
    is_locked(&refused, None);
    assert_eq!(room.row().0, "old");
}

#[test]
fn a_lease_that_another_took_and_whose_time_is_over_is_lost_and_nobody_is_named() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    hold::<Backend>(&mut room.db, "papers/1", "Bob", &Pass::fresh(), -1);
    let refused = room.save(&room.mine.presented(), &body).expect_err("lost");
    is_locked(&refused, None);
}

#[test]
fn nothing_and_nonsense_and_the_lease_of_another_row_present_none() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    let other = Pass::fresh();
    hold::<Backend>(&mut room.db, "papers/2", "Ann", &other, 90);
    for presented in [
        Presented::default(),
        Presented::of_text("' OR 1 = 1 --"),
        Presented::of_text("unfenced"),
        other.presented(),
        Pass::fresh().presented(),
    ] {
        is_locked(&room.save(&presented, &body).expect_err("not its lease"), Some("Ann"));
    }
    assert_eq!(room.row().0, "old");
}

#[test]
fn a_row_that_was_never_leased_is_not_saved_either() {
    let mut room = Room::new();
    let html = Paper::at(2).open(&mut room.db).expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    let at = Paper::at(2).lease(&room.mine.presented());
    is_locked(&at.submit(&body).save(&mut room.db).expect_err("no lease"), None);
}

#[test]
fn a_lost_lease_comes_before_a_changed_row_and_nothing_is_compared() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    room.take_over();
    run(&mut room.db, "UPDATE papers SET title = 'theirs' WHERE id = 1");
    let refused = room.save(&room.mine.presented(), &body).expect_err("both");
    is_locked(&refused, Some("Bob"));
    let html = refused.form().as_p().to_string();
    assert!(!html.contains("theirs"), "{html}");
    // Saved again with a lease, it still does not overwrite what its user was not shown.
    let again = Pass::fresh();
    hold::<Backend>(&mut room.db, "papers/1", "Ann", &again, 90);
    let refused = room.save(&again.presented(), &typed(html, &[])).expect_err("changed");
    assert_eq!(refused.reason(), Reason::Stale);
}

#[test]
fn a_changed_row_is_stale_under_a_lease_too() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    run(&mut room.db, "UPDATE papers SET state = 'done' WHERE id = 1");
    let refused = room.save(&room.mine.presented(), &body).expect_err("changed");
    assert_eq!(refused.reason(), Reason::Stale);
}

#[test]
fn a_double_click_after_the_lease_was_given_back_is_already_applied() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    room.save(&room.mine.presented(), &body).expect("held");
    release(&mut room.db, "papers/1");
    let done = room.save(&room.mine.presented(), &body).expect("it is done");
    assert_eq!(done.kind(), DoneKind::AlreadyApplied);
}

#[test]
fn a_page_on_which_nothing_was_edited_needs_no_lease() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[]);
    let done = room.save(&Presented::default(), &body).expect("there is nothing to write");
    assert_eq!(done.kind(), DoneKind::Unchanged);
}

#[test]
fn a_row_that_is_gone_is_gone_with_and_without_a_lease() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    run(&mut room.db, "DELETE FROM papers WHERE id = 1");
    for presented in [room.mine.presented(), Presented::default()] {
        assert_eq!(room.save(&presented, &body).expect_err("gone").reason(), Reason::Gone);
    }
}

#[test]
fn the_holder_deletes_and_nobody_else() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[]);
    for presented in [Presented::default(), Pass::fresh().presented()] {
        let at = Paper::at(1).lease(&presented);
        is_locked(&at.submit(&body).delete(&mut room.db).expect_err("not held"), Some("Ann"));
    }
    let at = Paper::at(1).lease(&room.mine.presented());
    let done = at.submit(&body).delete(&mut room.db).expect("held");
    assert_eq!(done.kind(), DoneKind::Deleted);
    let done = at.submit(&body).delete(&mut room.db).expect("it is done");
    assert_eq!(done.kind(), DoneKind::AlreadyApplied);
}

#[test]
fn the_holder_merges_and_nobody_else() {
    let mut room = Room::new();
    let body = room.body::<Merged>(&[("title", "new")]);
    run(&mut room.db, "UPDATE papers SET state = 'done' WHERE id = 1");
    let at = Merged::at(1).lease(&Presented::default());
    is_locked(&at.submit(&body).save(&mut room.db).expect_err("not held"), Some("Ann"));
    let at = Merged::at(1).lease(&room.mine.presented());
    let done = at.submit(&body).save(&mut room.db).expect("held");
    assert_eq!(done.taken().count(), 1);
    assert_eq!(room.row(), ("new".to_owned(), "done".to_owned()));
}

#[test]
fn an_unfenced_page_is_saved_by_comparison_unless_somebody_holds_the_lease() {
    let mut room = Room::new();
    let unfenced = Presented::of_text("unfenced");
    let at = Fallback::at(1).lease(&unfenced);
    let body = room.body::<Fallback>(&[("title", "one")]);
    is_locked(&at.submit(&body).save(&mut room.db).expect_err("held"), Some("Ann"));
    for (free, title) in [
        ("UPDATE cas_leases SET expires_us = 1", "one"),
        ("UPDATE cas_leases SET token = NULL, expires_us = 0", "two"),
    ] {
        run(&mut room.db, free);
        let body = room.body::<Fallback>(&[("title", title)]);
        at.submit(&body).save(&mut room.db).expect("nobody holds it");
        assert_eq!(room.row().0, title);
    }
    let html = Fallback::at(2).open(&mut room.db).expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "three")]);
    let at = Fallback::at(2).lease(&unfenced);
    at.submit(&body).save(&mut room.db).expect("nobody ever held it");
    let refused = at.submit(&body.replace("three", "four")).save(&mut room.db);
    assert_eq!(refused.expect_err("compared").reason(), Reason::Stale);
}

#[test]
fn an_unfenced_page_of_a_form_without_fallback_is_locked() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "one")]);
    release(&mut room.db, "papers/1");
    let refused = room.save(&Presented::of_text("unfenced"), &body).expect_err("no fallback");
    is_locked(&refused, None);
}

#[test]
fn without_the_table_of_leases_the_database_is_unavailable_and_says_why() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    run(&mut room.db, "ALTER TABLE cas_leases RENAME TO elsewhere");
    for presented in [room.mine.presented(), Presented::default()] {
        let refused = room.save(&presented, &body).expect_err("no table");
        assert_eq!(refused.reason(), Reason::Unavailable);
        let source = refused.source().expect("the error").to_string();
        assert!(source.contains("cas_leases"), "{source}");
    }
    assert_eq!(room.row().0, "old");
}

#[test]
fn an_early_check_and_something_new_need_no_lease() {
    let mut room = Room::new();
    run(&mut room.db, Backend::NONCE_TABLE);
    let body = room.body::<Paper>(&[("title", "new")]);
    let said = Paper::at(1).submit(&body).check(&mut room.db).to_json();
    assert!(!said.contains("423"), "{said}");
    let at = Paper::create().with(papers::id.eq(3));
    let body = typed(at.blank().as_p().to_string(), &[("title", "third"), ("state", "open")]);
    at.submit(&body).insert(&mut room.db).expect("nothing is overwritten");
}

#[test]
fn a_refusal_inside_a_transaction_takes_nothing_else_along() {
    let mut room = Room::new();
    let body = room.body::<Paper>(&[("title", "new")]);
    let (db, mine) = (&mut room.db, room.mine.clone());
    let kept: QueryResult<()> = db.transaction(|db| {
        run(db, "UPDATE papers SET title = 'kept' WHERE id = 2");
        let at = Paper::at(1).lease(&Presented::default());
        is_locked(&at.submit(&body).save(db).expect_err("not held"), Some("Ann"));
        let at = Paper::at(1).lease(&mine.presented());
        at.submit(&body).save(db).expect("held");
        Ok(())
    });
    kept.expect("committed");
    let titles: Vec<String> =
        papers::table.select(papers::title).order(papers::id).load(db).expect("the rows");
    assert_eq!(titles, ["new", "kept"]);
}

/// How many statements there are while it runs.
fn counted(db: &mut Db, what: impl FnOnce(&mut Db)) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let listener = Arc::clone(&count);
    let listener: Box<dyn Instrumentation> = Box::new(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { .. } = event {
            listener.fetch_add(1, Ordering::Relaxed);
        }
    });
    db.set_instrumentation(listener);
    what(db);
    db.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    count.load(Ordering::Relaxed)
}

#[test]
fn a_save_is_one_statement_and_a_refusal_at_most_three() {
    let mut room = Room::new();
    let (one, two) = (room.body::<Paper>(&[("title", "1")]), room.body::<Paper>(&[("title", "2")]));
    let mine = Paper::at(1).lease(&room.mine.presented());
    let nobody = Paper::at(1).lease(&Presented::default());
    let saved = counted(&mut room.db, |db| {
        mine.submit(&one).save(db).expect("held");
    });
    let stale = counted(&mut room.db, |db| {
        mine.submit(&two).save(db).expect_err("stale");
    });
    let missing = counted(&mut room.db, |db| {
        nobody.submit(&two).save(db).expect_err("locked");
    });
    room.take_over();
    let lost = counted(&mut room.db, |db| {
        mine.submit(&two).save(db).expect_err("locked");
    });
    assert_eq!((saved, stale, missing, lost), (1, 3, 2, 3));
}
