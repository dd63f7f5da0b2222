//! What a form does where the row changed: merging, groups, versions.

use crate::ast::{Field, Form};
use crate::ctxt::Ctxt;
use crate::symbol::{GROUP, VERSION};
use proc_macro2::Span;
use syn::spanned::Spanned;

/// A group joins what is merged; one of a single field, or in a form that merges nothing, is a
/// misunderstanding.
pub(super) fn groups_join_fields(ctxt: &Ctxt, form: &Form) {
    for field in &form.fields {
        let Some(group) = &field.group else { continue };
        let name = group.value.value();
        if !form.merges {
            let message = format!(
                "`{GROUP}` says what is merged as one, and this form merges nothing: add \
                 `#[cas(on_stale = merge)]` to the struct, or leave this out"
            );
            ctxt.error_at(group.span, message);
        } else if field.secret.is_some() {
            let message = "a secret takes no part in any comparison: leave the group out";
            ctxt.error_at(group.span, message);
        } else if members(form, &name).count() < 2 {
            let message =
                format!("no other field is in the group \"{name}\": add one, or leave it out");
            ctxt.error_on(&group.value, message);
        }
    }
}

/// The fields of a group.
pub(crate) fn members<'f>(form: &'f Form, group: &'f str) -> impl Iterator<Item = usize> + 'f {
    let fields = form.fields.iter().enumerate();
    fields
        .filter(move |(_, field)| {
            field.group.as_ref().is_some_and(|set| set.value.value() == group)
        })
        .map(|(index, _)| index)
}

/// A version is what tells that anything was saved. Merging takes over what others saved.
pub(super) fn version_is_not_merged(ctxt: &Ctxt, form: &Form) {
    let versions = || form.fields.iter().filter_map(|field| field.version.as_ref());
    for version in versions() {
        if form.merges {
            let message = "a version refuses whatever was saved meanwhile, and `on_stale = merge` takes it \
                           over: leave one of them out";
            ctxt.error_at(version.span, message);
        } else if form.table.is_none() {
            let message = format!(
                "only a row has a version: add `#[cas(table = ...)]` to the struct, or leave `{VERSION}` out"
            );
            ctxt.error_at(version.span, message);
        }
    }
    for second in versions().skip(1) {
        ctxt.error_at(second.span, "a row has one version: leave the others out");
    }
}

/// A version is neither shown nor typed: nothing that says how it looks means anything.
pub(super) fn version_is_not_shown(ctxt: &Ctxt, field: &Field) {
    if field.version.is_none() {
        return;
    }
    let spans: [Option<Span>; 18] = [
        field.help.as_ref().map(|set| set.span),
        field.placeholder.as_ref().map(|set| set.span),
        field.autocomplete.as_ref().map(|set| set.span),
        field.widget.as_ref().map(|set| set.span),
        field.choices.as_ref().map(|set| set.span),
        field.listed.as_ref().map(|set| set.span),
        field.zone.as_ref().map(|set| set.span),
        field.min.as_ref().map(|set| set.span),
        field.max.as_ref().map(|set| set.span),
        field.step.as_ref().map(|set| set.span),
        field.min_length.as_ref().map(|set| set.span),
        field.max_length.as_ref().map(|set| set.span),
        field.required.as_ref().map(|set| set.span),
        field.readonly.as_ref().map(|set| set.span),
        field.secret.as_ref().map(|set| set.span),
        field.pattern.as_ref().map(|set| set.span),
        field.script.as_ref().map(|set| set.span),
        field.checks.first().map(Spanned::span),
    ];
    for span in spans.into_iter().flatten() {
        let message = "a version is compared, and neither shown nor typed: leave this out";
        ctxt.error_at(span, message);
    }
}
