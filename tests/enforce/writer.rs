//! SQLite has one writer at a time: a take-over waits, or the save does.

use super::{Backend, Place};
use crate::enforce::papers::*;
use crate::run;
use cas_forms::{CasForm, Reason};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

#[test]
fn nobody_takes_a_lease_over_between_the_save_and_its_commit() {
    let place = Place::new();
    let (mut holder, mut other, mine) = (place.connect(), place.connect(), Pass::fresh());
    furnish::<Backend>(&mut holder);
    hold::<Backend>(&mut holder, "papers/1", "Ann", &mine, 90);
    let html = Paper::at(1).open(&mut holder).expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    let take_over = holding::<Backend>("papers/1", "Bob", &Pass::fresh(), 90);
    let saved: QueryResult<()> = holder.transaction(|holder| {
        Paper::at(1).lease(&mine.presented()).submit(&body).save(holder).expect("held");
        let error = other.batch_execute(&take_over).expect_err("it has to wait");
        assert!(error.to_string().contains("locked"), "{error}");
        Ok(())
    });
    saved.expect("committed");
    run(&mut other, &take_over);
}

#[test]
fn a_save_waits_for_a_take_over_and_is_refused() {
    let place = Place::new();
    let (mut holder, mut other, mine) = (place.connect(), place.connect(), Pass::fresh());
    furnish::<Backend>(&mut holder);
    hold::<Backend>(&mut holder, "papers/1", "Ann", &mine, 90);
    let html = Paper::at(1).open(&mut holder).expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    run(&mut other, "BEGIN IMMEDIATE");
    hold::<Backend>(&mut other, "papers/1", "Bob", &Pass::fresh(), 90);
    let at = Paper::at(1).lease(&mine.presented());
    // No connection waits here for a lock.
    let refused = at.submit(&body).save(&mut holder).expect_err("it has to wait");
    assert_eq!(refused.reason(), Reason::Unavailable);
    run(&mut other, "COMMIT");
    let refused = at.submit(&body).save(&mut holder).expect_err("taken over");
    assert_eq!(refused.reason(), Reason::Locked);
}
