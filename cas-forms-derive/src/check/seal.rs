//! Rules of seals.

use crate::ast::{Field, Form};
use crate::ctxt::Ctxt;
use std::time::Duration;

/// Nobody fills in a form sooner; the time in a seal is of whole seconds.
const SHORTEST: Duration = Duration::from_mins(1);

/// A page lasts long enough to be filled in.
pub(super) fn lasts(ctxt: &Ctxt, form: &Form) {
    let max_age = form.seal.as_ref().and_then(|seal| seal.max_age.as_ref());
    if let Some(max_age) = max_age
        && max_age.duration < SHORTEST
    {
        let message =
            "a page that counts for less than a minute (`1m`) is too old before it is filled in";
        ctxt.error_at(max_age.literal.span(), message);
    }
}

/// Anybody can compute a digest that is under no key.
pub(super) fn digest_is_sealed(ctxt: &Ctxt, form: &Form, field: &Field) {
    let Some(digest) = &field.digest else { return };
    if form.seal.is_none() {
        let message = "digests in place of an original need keys: add `#[cas(seal)]` to the struct, or leave this out";
        ctxt.error_at(digest.span, message);
    }
    if field.secret.is_some() || field.version.is_some() {
        let message = "a secret has no original and a version no text to be spared: leave this out";
        ctxt.error_at(digest.span, message);
    }
}
