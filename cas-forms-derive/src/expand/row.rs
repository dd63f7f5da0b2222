//! What cas-forms-diesel needs: table, key, and columns to write and to load.

use super::{at, indices, respan};
use crate::ast::{Field, Form, Table};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// The implementations for the columns of these fields: of all, or of none beside errors.
pub(crate) fn row_impls(form: &Form, table: &Table, fields: &[Field]) -> TokenStream {
    let row = cas_row(form, table);
    let path = &table.path;
    let columns = fields.iter().map(|Field { column, .. }| {
        let column = &column.ident;
        quote!(#path::#column)
    });
    let columns: Vec<TokenStream> = columns.collect();
    let types = fields.iter().map(|field| &field.ty);
    // What is no value of a column on any backend is said at the field.
    let loaded = fields.iter().map(|field| quote_spanned!(at(field.ty.span())=> _));
    let indices = indices(fields);
    quote! {
        #row
        impl<__D: __d::CasBackend> __d::Columns<__D> for __Values
        where #( #columns: __d::ColumnOf<#types, __D>, )*
        {
            fn write<'b>(
                &'b self,
                __i: usize,
                __out: &mut __d::Writer<'_, 'b, __D>,
            ) -> __d::QueryResult<()> {
                match __i {
                    #( #indices => __out.column::<#columns, _>(&self.#indices), )*
                    _ => __out.unknown(__i),
                }
            }
            fn load<'r>(&mut self, __i: usize, __row: &impl __d::Row<'r, __D>) -> __d::Load {
                match __i {
                    #( #indices => __d::load::<#columns, #loaded, __D>(&mut self.#indices, __row), )*
                    _ => __d::unknown(__i),
                }
            }
        }
    }
}

/// Which rows the form edits.
fn cas_row(form: &Form, table: &Table) -> TokenStream {
    let ident = &form.ident;
    let Table { path, primary_key } = table;
    // A table that is none is missed where it is named.
    let table = quote_spanned!(at(path.span())=> #path::table);
    let key = match primary_key.as_slice() {
        [] => quote!(<#table as __d::Table>::PrimaryKey),
        [column] => quote!(#path::#column),
        columns => quote!((#( #path::#columns ),*)),
    };
    // A key that does not fit is one that was given: its type, or else its columns.
    let given = form.key.as_ref().map(Spanned::span);
    let key = match given.or_else(|| primary_key.first().map(Ident::span)) {
        Some(span) => respan(key, at(span)),
        None => key,
    };
    quote! {
        impl __d::CasRow for #ident {
            type Table = #table;
            type KeyColumns = #key;
        }
    }
}
