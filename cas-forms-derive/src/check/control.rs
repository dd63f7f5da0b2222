//! What goes with which control.

use crate::ast::Field;
use crate::attr::{Set, WidgetKind as W};
use crate::ctxt::Ctxt;
use crate::symbol::{
    AUTOCOMPLETE, CHECK, CHOICES, MAX, MAX_LENGTH, MIN, MIN_LENGTH, PATTERN, PLACEHOLDER, REQUIRED,
    SCRIPT, STEP,
};
use proc_macro2::Span;
use syn::spanned::Spanned;

/// The attributes that some controls do not know (HTML section 4.10.5.1: "The following content
/// attributes must not be specified and do not apply").
const APPLIES_TO: &[(&str, &[W])] = &[
    (PLACEHOLDER, &[W::Text, W::Textarea, W::Email, W::Number]),
    (PATTERN, &[W::Text, W::Email]),
    (MIN_LENGTH, &[W::Text, W::Textarea, W::Email]),
    (MAX_LENGTH, &[W::Text, W::Textarea, W::Email]),
    (MIN, &[W::Number, W::Date, W::Time, W::DateTimeLocal]),
    (MAX, &[W::Number, W::Date, W::Time, W::DateTimeLocal]),
    (STEP, &[W::Number, W::Date, W::Time, W::DateTimeLocal]),
    (CHOICES, &[W::Select, W::Radio]),
    (
        AUTOCOMPLETE,
        &[W::Text, W::Textarea, W::Email, W::Number, W::Date, W::Time, W::DateTimeLocal],
    ),
];

/// Where the field says it, if it does.
fn place_of(field: &Field, name: &str) -> Option<Span> {
    fn at<T>(attr: Option<&Set<T>>) -> Option<Span> {
        attr.map(|attr| attr.span)
    }
    match name {
        PLACEHOLDER => at(field.placeholder.as_ref()),
        PATTERN => at(field.pattern.as_ref()),
        MIN_LENGTH => at(field.min_length.as_ref()),
        MAX_LENGTH => at(field.max_length.as_ref()),
        MIN => at(field.min.as_ref()),
        MAX => at(field.max.as_ref()),
        STEP => at(field.step.as_ref()),
        CHOICES => at(field.choices.as_ref()),
        AUTOCOMPLETE => at(field.autocomplete.as_ref()),
        CHECK => field.checks.first().map(Spanned::span),
        SCRIPT => at(field.script.as_ref()),
        REQUIRED => field.required.as_ref().filter(|required| required.value).map(|r| r.span),
        _ => None,
    }
}

/// A browser ignores what its control does not know. A rule that only the server knows refuses
/// what the page let pass.
pub(super) fn takes_its_attributes(ctxt: &Ctxt, field: &Field) {
    let (widget, said) = match (&field.widget, &field.choices) {
        (Some(widget), _) => {
            (widget.value.kind, format!("`widget = {}`", widget.value.kind.name()))
        }
        (None, Some(_)) => (W::Select, "`choices`, which make a select".to_owned()),
        // The type's own control: judged where the type is known.
        (None, None) => return,
    };
    for (name, widgets) in APPLIES_TO {
        if let (Some(span), false) = (place_of(field, name), widgets.contains(&widget)) {
            let known: Vec<_> =
                widgets.iter().map(|widget| format!("`{}`", widget.name())).collect();
            let message = format!(
                "browsers ignore `{name}` beside {said}: it is known to {} only. Leave one of the two out",
                known.join(", ")
            );
            ctxt.error_at(span, message);
        }
    }
}

/// What is never written needs no rule, and browsers do not judge it (HTML section 4.10.18.5, "If
/// the readonly attribute is specified on an input element, the element is barred from constraint
/// validation"): a rule here is a misunderstanding.
pub(super) fn readonly_has_no_rules(ctxt: &Ctxt, field: &Field) {
    if field.readonly.is_none() {
        return;
    }
    for name in [
        REQUIRED,
        MIN,
        MAX,
        STEP,
        MIN_LENGTH,
        MAX_LENGTH,
        PATTERN,
        AUTOCOMPLETE,
        CHECK,
        SCRIPT,
    ] {
        if let Some(span) = place_of(field, name) {
            let message = format!(
                "a readonly field is never filled in, so `{name}` has nothing to do: \
                 leave it out, or `readonly`"
            );
            ctxt.error_at(span, message);
        }
    }
}

/// An empty pattern allows the empty text only, and browsers differ on whether it counts at all.
pub(super) fn pattern_says_something(ctxt: &Ctxt, field: &Field) {
    if let Some(Set { value: pattern, .. }) = &field.pattern
        && pattern.source.value().is_empty()
    {
        ctxt.error_on(&pattern.source, "the pattern is empty: leave it out");
    }
}
