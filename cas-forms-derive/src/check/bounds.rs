//! Least and greatest values and lengths.

use super::moment::Moment;
use crate::ast::Field;
use crate::attr::{Literal, LiteralKind, Set};
use crate::ctxt::Ctxt;
use std::cmp::Ordering;

/// A bound that is no value is ignored by browsers; one that contradicts another lets nothing pass.
pub(super) fn are_values(ctxt: &Ctxt, field: &Field) {
    let [min, max] = [&field.min, &field.max].map(|bound| {
        let bound = bound.as_ref()?;
        let value = Bound::new(&bound.value);
        if value.is_none() {
            let message = "expected a number, or a text such as \"2024-12-31\", \"18:30\", \
                           \"2024-12-31T18:30\", \"2024-12\" or \"2024-W51\"";
            ctxt.error_on(&bound.value.tokens, message);
        }
        Some((bound, value?))
    });
    if let (Some((_, least)), Some((max, greatest))) = (min, max) {
        let tokens = &max.value.tokens;
        match least.compare(&greatest) {
            None => ctxt.error_on(tokens, "`min` is another kind of value: give both the same"),
            Some(Ordering::Greater) if matches!(least, Bound::Moment(Moment::Time(_))) => {
                // HTML lets a span of times wrap around; no other rule here does.
                ctxt.error_on(
                    tokens,
                    "`max` is before `min`, and spans over midnight are not supported: swap them",
                );
            }
            Some(Ordering::Greater) => ctxt.error_on(tokens, "`max` is less than `min`: swap them"),
            Some(_) => {}
        }
    }
}

/// Browsers count steps from `min` or, without one, from the value that the page was rendered
/// with (HTML section 4.10.5.3.8, "step base"): the rule would be another for every row.
pub(super) fn step_counts_from_min(ctxt: &Ctxt, field: &Field) {
    let Some(Set { value: step, span }) = &field.step else { return };
    match Bound::new(step) {
        Some(Bound::Number(size)) if size > 0.0 => {}
        Some(Bound::Number(_)) => ctxt.error_on(&step.tokens, "a step is greater than 0"),
        _ => ctxt.error_on(
            &step.tokens,
            "a step is a number: of days for a date, of seconds for a time",
        ),
    }
    if field.min.is_none() {
        let message = "browsers count steps from `min`, and without one from whatever value the page \
                       shows: add `min = ...`";
        ctxt.error_at(*span, message);
    }
}

/// A text that may have no length cannot be entered.
pub(super) fn lengths_leave_room(ctxt: &Ctxt, field: &Field) {
    let Some(max) = &field.max_length else { return };
    if max.value == 0 {
        ctxt.error_at(max.span, "nothing could be entered: use `readonly`, or allow some length");
    } else if field.min_length.as_ref().is_some_and(|min| min.value > max.value) {
        ctxt.error_at(max.span, "`max_length` is less than `min_length`: swap them");
    }
}

/// The value of a bound.
#[derive(Clone, Copy, Debug)]
enum Bound {
    /// Beyond 2^53 inexact, which is enough to tell what is plainly contradictory.
    Number(f64),
    Moment(Moment),
}

impl Bound {
    fn new(literal: &Literal) -> Option<Self> {
        match literal.kind {
            LiteralKind::Integer | LiteralKind::Float => literal
                .text
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(Bound::Number),
            LiteralKind::Text => Moment::parse(&literal.text).map(Bound::Moment),
            LiteralKind::Bool => None,
        }
    }

    /// `None` for values of different kinds.
    fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Bound::Number(a), Bound::Number(b)) => a.partial_cmp(b),
            (Bound::Moment(a), Bound::Moment(b)) => a.compare(b),
            _ => None,
        }
    }
}
