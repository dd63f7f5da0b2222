//! Rules of locks.

use crate::ast::Form;
use crate::ctxt::Ctxt;
use std::time::Duration;

/// A lease that ends sooner than a page is sent and answered is none.
const SHORTEST: Duration = Duration::from_millis(500);

/// Nobody waits longer for a lease that a closed laptop left behind.
const LONGEST: Duration = Duration::from_hours(24);

/// A lease lasts long enough to be of use, and ends.
pub(super) fn lasts(ctxt: &Ctxt, form: &Form) {
    let Some(lock) = &form.lock else { return };
    for lasting in [&lock.ttl, &lock.idle].into_iter().flatten() {
        if !(SHORTEST..=LONGEST).contains(&lasting.duration) {
            ctxt.error_at(lasting.literal.span(), "a lease lasts between `500ms` and `24h`");
        }
    }
    if let (ttl, Some(idle)) = (lock.ttl(), &lock.idle)
        && idle.duration < ttl
    {
        let message = "a page is given up sooner than its lease ends by itself: make `idle` longer than `ttl`";
        ctxt.error_at(idle.literal.span(), message);
    }
}

/// Only rows of a table have a guard.
pub(super) fn guard_has_a_table(ctxt: &Ctxt, form: &Form) {
    if let (Some(guard), None) = (form.lock.as_ref().and_then(|lock| lock.guard), &form.table) {
        let message = "the form has no table to be guarded: add `#[cas(table = ...)]` to the struct, or leave this out";
        ctxt.error_at(guard, message);
    }
}
