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
    (
        PLACEHOLDER,
        &[W::Text, W::Textarea, W::Search, W::Tel, W::Url, W::Email, W::Password, W::Number],
    ),
    (PATTERN, &[W::Text, W::Search, W::Tel, W::Url, W::Email, W::Password]),
    (MIN_LENGTH, TEXTS),
    (MAX_LENGTH, TEXTS),
    (MIN, ORDERED),
    (MAX, ORDERED),
    (STEP, ORDERED),
    (CHOICES, &[W::Select, W::Radio, W::Checkboxes, W::SelectMultiple]),
    (
        AUTOCOMPLETE,
        &[
            W::Text,
            W::Textarea,
            W::Search,
            W::Tel,
            W::Url,
            W::Email,
            W::Password,
            W::Number,
            W::Date,
            W::Month,
            W::Week,
            W::Time,
            W::DateTimeLocal,
        ],
    ),
];

const TEXTS: &[W] = &[W::Text, W::Textarea, W::Search, W::Tel, W::Url, W::Email, W::Password];

const ORDERED: &[W] = &[W::Number, W::Range, W::Date, W::Month, W::Week, W::Time, W::DateTimeLocal];

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
        CHOICES => at(field.choices.as_ref()).or_else(|| at(field.listed.as_ref())),
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
    let (widget, said) = if let Some(Set { value: widget, .. }) = &field.widget {
        (widget.kind, format!("`widget = {}`", widget.kind.name()))
    } else if place_of(field, CHOICES).is_some() {
        (W::Select, "`choices`, which make a select".to_owned())
    } else if field.secret.is_some() {
        (W::Password, "`secret`, which makes a password".to_owned())
    } else {
        // The type's own control: judged where the type is known.
        return;
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
    for name in
        [REQUIRED, MIN, MAX, STEP, MIN_LENGTH, MAX_LENGTH, PATTERN, AUTOCOMPLETE, CHECK, SCRIPT]
    {
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

/// Browsers show a slider without ends from 0 to 100, and turn every value beyond into one of these.
pub(super) fn range_has_ends(ctxt: &Ctxt, field: &Field) {
    if let Some(Set { value: widget, span }) = &field.widget
        && widget.kind == W::Range
        && (field.min.is_none() || field.max.is_none())
    {
        ctxt.error_at(*span, "a slider has two ends: add `min = ...` and `max = ...`");
    }
}

/// HTML has no way to require one checkbox of a group, and some controls are never empty.
pub(super) fn required_is_known(ctxt: &Ctxt, field: &Field) {
    let (Some(span), Some(widget)) = (place_of(field, REQUIRED), &field.widget) else { return };
    match widget.value.kind {
        W::Checkboxes => ctxt.error_at(
            span,
            "browsers cannot require one of several checkboxes: use `widget = select_multiple`, which they can",
        ),
        kind @ (W::Range | W::Color) => {
            let message =
                format!("`{}` always holds a value: leave `{REQUIRED}` out", kind.name());
            ctxt.error_at(span, message);
        }
        _ => {}
    }
}

/// What is never sent to the page is neither shown nor chosen there.
pub(super) fn secret_is_typed(ctxt: &Ctxt, field: &Field) {
    let kind = field.widget.as_ref().map(|widget| widget.value.kind);
    let Some(Set { span, .. }) = field.secret else {
        if let (Some(W::Password), Some(widget)) = (kind, &field.widget) {
            ctxt.error_at(
                widget.span,
                "a password is never sent back to the page: write `secret` instead, which makes a password control \
                 whose value is neither shown nor compared",
            );
        }
        return;
    };
    if let (Some(kind), Some(widget)) = (kind, &field.widget)
        && !TEXTS.contains(&kind)
    {
        let message = format!(
            "a secret is typed, which `{}` is not made for: leave `widget` out",
            kind.name()
        );
        ctxt.error_at(widget.span, message);
    }
    if place_of(field, CHOICES).is_some() {
        ctxt.error_at(
            span,
            "choices are shown to everybody, a secret to nobody: leave one of them out",
        );
    }
    if field.readonly.is_some() {
        ctxt.error_at(span, "a readonly secret would neither be shown nor changed: use `skip`");
    }
}
