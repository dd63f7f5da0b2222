//! Rules of seals.

use crate::ast::Form;
use crate::ctxt::Ctxt;
use std::time::Duration;

/// Nobody fills in a form sooner; the time in a seal is of whole seconds.
const SHORTEST: Duration = Duration::from_secs(60);

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
