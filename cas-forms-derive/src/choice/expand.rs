//! The output for an enum of choices.

use super::{Choice, Choices};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// The value of a field and, where Diesel's derives name an SQL type, its way into columns.
pub(super) fn expand(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let idents: Vec<_> = choices.variants.iter().map(|choice| &choice.ident).collect();
    let values: Vec<_> = choices.variants.iter().map(|choice| &choice.value).collect();
    let table = choices
        .variants
        .iter()
        .map(|Choice { value, label, .. }| quote!(__p::Choice { value: #value, label: #label }));
    let columns = columns(choices);
    // A derive that is missing is missed at the enum's name.
    let place = Span::call_site().located_at(ident.span());
    let header = quote_spanned!(place=> impl __p::FieldValue for #ident);
    let body = quote! {
        fn __text(__v: &#ident) -> &'static str {
            match __v { #( #ident::#idents => #values, )* }
        }
        #header {
            const KIND: __p::Kind = __p::Kind::Choice;
            const CHOICES: &'static [__p::Choice] = &[#( #table, )*];
            fn write<'a>(&'a self, _: &'a mut __p::String) -> &'a str {
                __text(self)
            }
            fn read(__t: &str) -> __p::Option<Self> {
                match __t {
                    #( #values => __p::Option::Some(#ident::#idents), )*
                    _ => __p::Option::None,
                }
            }
            fn shows_all(&self) -> bool {
                true
            }
        }
        #columns
    };
    in_scope(choices, &body)
}

/// Beside errors: enough for the fields of this type to be fields.
pub(super) fn stub(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let (generics, arguments, clause) = choices.generics.split_for_impl();
    let clause = clause.map(|clause| clause.predicates.to_token_stream());
    let body = quote! {
        impl #generics __p::FieldValue for #ident #arguments
        where Self: __p::Clone + __p::Send + __p::Sync + 'static, #clause
        {
            const KIND: __p::Kind = __p::Kind::Choice;
            const CHOICES: &'static [__p::Choice] = &[__p::Choice { value: "", label: "" }];
            fn write<'a>(&'a self, _: &'a mut __p::String) -> &'a str {
                ""
            }
            fn read(_: &str) -> __p::Option<Self> {
                __p::Option::None
            }
        }
    };
    in_scope(choices, &body)
}

fn in_scope(choices: &Choices, body: &TokenStream) -> TokenStream {
    let core = &choices.core;
    quote! {
        const _: () = {
            use #core::__private as __p;
            #body
        };
    }
}

/// Written as the text that stands for the variant; another text is an error at load.
fn columns(choices: &Choices) -> Option<TokenStream> {
    let Choices { ident, diesel, sql_types, .. } = choices;
    if sql_types.is_empty() {
        return None;
    }
    Some(quote! {
        use #diesel::__private as __d;
        #(
            impl<__DB: __d::Backend> __d::ToSql<#sql_types, __DB> for #ident
            where str: __d::ToSql<#sql_types, __DB>
            {
                fn to_sql<'b>(&'b self, __out: &mut __d::Output<'b, '_, __DB>) -> __d::ToSqlResult {
                    <str as __d::ToSql<#sql_types, __DB>>::to_sql(__text(self), __out)
                }
            }
            impl<__DB: __d::Backend> __d::FromSql<#sql_types, __DB> for #ident
            where __p::String: __d::FromSql<#sql_types, __DB>
            {
                fn from_sql(__raw: __DB::RawValue<'_>) -> __d::FromSqlResult<Self> {
                    let __t = <__p::String as __d::FromSql<#sql_types, __DB>>::from_sql(__raw)?;
                    __d::choice(__t)
                }
            }
        )*
    })
}
