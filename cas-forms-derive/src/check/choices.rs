//! The values that a control offers.

use crate::ast::Field;
use crate::ctxt::Ctxt;
use std::collections::HashSet;

/// What a function lists is all there is.
pub(super) fn are_given_once(ctxt: &Ctxt, field: &Field) {
    if let (Some(listed), Some(_)) = (&field.listed, &field.choices) {
        let message = "the choices are given twice, by a function and one by one: keep one of them";
        ctxt.error_at(listed.span, message);
    }
}

/// A choice is one text for everybody.
pub(super) fn zone_is_of_wall_time(ctxt: &Ctxt, field: &Field) {
    if let (Some(zone), true) = (&field.zone, field.choices.is_some() || field.listed.is_some()) {
        let message = "a choice reads the same in every zone: leave `zone` or the choices out";
        ctxt.error_at(zone.span, message);
    }
}

/// A choice is recognised by the text it submits.
pub(super) fn are_distinct(ctxt: &Ctxt, field: &Field) {
    let Some(choices) = &field.choices else { return };
    if choices.value.is_empty() {
        ctxt.error_at(choices.span, "there is nothing to choose: `choices(\"de\" = \"Germany\")`");
    }
    let mut seen = HashSet::new();
    for choice in &choices.value {
        let value = &choice.value;
        if value.text.is_empty() {
            // A select's empty option asks for a choice; it is none.
            let message = "an empty text stands for no choice, which the control offers by itself where \
                           the field may be empty: leave it out";
            ctxt.error_on(&value.tokens, message);
        } else if value.text.contains(char::is_control) {
            // Browsers turn line breaks into others on the way.
            let message = "line breaks and control characters do not arrive as they were sent: \
                           use a plain text as the value";
            ctxt.error_on(&value.tokens, message);
        } else if !seen.insert(&value.text) {
            let message =
                format!("there is a choice `{}` already: give this one its own value", value.text);
            ctxt.error_on(&value.tokens, message);
        }
    }
}
