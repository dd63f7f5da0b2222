//! The output: one table of data and the few lines that only a macro can write.
//!
//! Nothing here can fail. Whatever the compiler might have to say about the user's types is said
//! at the user's tokens; everything else carries the derive's own span, so that lints of the
//! user's crate do not judge it.

mod form;
mod row;
mod spec;

pub(crate) use form::{fields, types};
pub(crate) use row::row_impls;

use crate::ast::{Field, Form};
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;

pub(crate) fn expand(form: &Form) -> TokenStream {
    let fields = fields(form);
    let table = form::table(form);
    let values = form::values(form);
    let form_impl = form::form_impl(form);
    let current = form::current_impl(form);
    let row = form.table.as_ref().map(|table| row_impls(form, table, &form.fields));
    in_scope(form, &quote! { #table #fields #values #form_impl #current #row })
}

/// Puts items where they name nothing of the user's: `__p` is cas-forms, `__d` cas-forms-diesel.
pub(crate) fn in_scope(form: &Form, items: &TokenStream) -> TokenStream {
    let core = &form.core;
    let diesel = form.table.as_ref().map(|_| {
        let diesel = &form.diesel;
        quote!(use #diesel::__private as __d;)
    });
    quote! {
        const _: () = {
            use #core::__private as __p;
            #diesel
            #items
        };
    }
}

/// The derive's own span at another place: errors point there, lints do not.
fn at(place: Span) -> Span {
    Span::call_site().located_at(place)
}

/// The name of a member as if the derive had thought of it, so that lints about names and dead
/// code leave it alone.
fn quiet(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(at(ident.span()));
    ident
}

/// The same tokens at another place.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = |mut tree: TokenTree| {
        tree.set_span(span);
        tree
    };
    tokens.into_iter().map(respanned).collect()
}

/// The places of the fields in the table.
fn indices(fields: &[Field]) -> Vec<Literal> {
    (0..fields.len()).map(Literal::usize_unsuffixed).collect()
}
