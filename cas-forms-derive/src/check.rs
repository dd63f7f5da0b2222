//! The rules that a form has to keep, one function each, with the reason above it. What only the
//! fields' types can tell is asked by the compiler while it makes the table
//! (`cas_forms::FieldSpec`).

mod autocomplete;
mod bounds;
mod choices;
mod control;
mod lock;
mod moment;
mod name;
mod seal;
mod stale;

pub(crate) use stale::members;

use crate::ast::{Field, Form};
use crate::ctxt::Ctxt;
use std::collections::HashSet;
use syn::Type;

pub(crate) fn check(ctxt: &Ctxt, form: &Form) {
    no_generics(ctxt, form);
    has_fields(ctxt, form);
    at_most_128_fields(ctxt, form);
    row_is_another_struct(ctxt, form);
    one_field_for_a_column(ctxt, form);
    stale::groups_join_fields(ctxt, form);
    stale::version_is_not_merged(ctxt, form);
    one_field_for_a_constraint(ctxt, form);
    lock::lasts(ctxt, form);
    lock::guard_has_a_table(ctxt, form);
    seal::lasts(ctxt, form);
    for field in &form.fields {
        name::is_free(ctxt, form, field);
        column_has_a_table(ctxt, form, field);
        control::takes_its_attributes(ctxt, field);
        control::readonly_has_no_rules(ctxt, field);
        control::pattern_says_something(ctxt, field);
        control::range_has_ends(ctxt, field);
        control::required_is_known(ctxt, field);
        control::secret_is_typed(ctxt, field);
        choices::are_given_once(ctxt, field);
        choices::are_distinct(ctxt, field);
        choices::zone_is_of_wall_time(ctxt, field);
        bounds::are_values(ctxt, field);
        bounds::step_counts_from_min(ctxt, field);
        bounds::lengths_leave_room(ctxt, field);
        autocomplete::is_known(ctxt, field);
        stale::version_is_not_shown(ctxt, field);
        seal::digest_is_sealed(ctxt, form, field);
    }
}

/// The table is one `static` for the form; a `static` cannot depend on parameters.
fn no_generics(ctxt: &Ctxt, form: &Form) {
    if !form.generics.params.is_empty() {
        let message = "a form has no parameters: write the types out, and own the data";
        ctxt.error_on(&form.generics, message);
    }
}

/// A form without fields is a button. Where the struct itself was refused, that was said already.
fn has_fields(ctxt: &Ctxt, form: &Form) {
    if form.has_named_members && form.fields.is_empty() {
        let message = if form.skipped.is_empty() {
            "a form has fields: give the struct at least one"
        } else {
            "all fields are skipped: leave `skip` out for at least one"
        };
        ctxt.error_on(&form.ident, message);
    }
}

/// Sets of fields are 128-bit masks at run time.
fn at_most_128_fields(ctxt: &Ctxt, form: &Form) {
    if let Some(field) = form.fields.get(128) {
        let message =
            "a form has at most 128 fields: nobody fills in more at once, make it two forms";
        ctxt.error_on(&field.ident, message);
    }
}

/// The form is compared with itself anyway; saying it twice would be two implementations.
fn row_is_another_struct(ctxt: &Ctxt, form: &Form) {
    if let Some(row @ Type::Path(path)) = &form.row
        && path.path.get_ident().is_some_and(|ident| *ident == form.ident || ident == "Self")
    {
        ctxt.error_on(row, "`row` is for a struct other than the form: leave it out");
    }
}

/// One UPDATE cannot set a column twice.
fn one_field_for_a_column(ctxt: &Ctxt, form: &Form) {
    let mut seen = HashSet::new();
    for Field { column, .. } in form.table.iter().flat_map(|_| &form.fields) {
        if !seen.insert(&column.ident) {
            let message = format!(
                "another field has the column `{}` already: name this one's, or `skip` it",
                column.ident
            );
            ctxt.error_on(&column.ident, message);
        }
    }
}

/// What the database refuses is said once.
fn one_field_for_a_constraint(ctxt: &Ctxt, form: &Form) {
    let mut seen = HashSet::new();
    for constraint in form.fields.iter().flat_map(|field| &field.constraints) {
        let name = constraint.value.value();
        if !seen.insert(name.clone()) {
            let message = format!(
                "`{name}` is named already: keep it on the field where people should read it"
            );
            ctxt.error_on(&constraint.value, message);
        }
    }
}

/// A column of nothing is a table forgotten.
fn column_has_a_table(ctxt: &Ctxt, form: &Form, field: &Field) {
    let constraint = field.constraints.first().map(|constraint| constraint.span);
    if let (Some(span), None) = (field.column.renamed.or(constraint), &form.table) {
        let message =
            "the form has no table: add `#[cas(table = ...)]` to the struct, or leave this out";
        ctxt.error_at(span, message);
    }
}
