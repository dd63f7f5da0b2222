//! What stands beside errors: enough for the rest of the user's program to compile, so that
//! nothing but the errors is reported.

use crate::ast::Form;
use crate::expand;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The form without its values: nothing here asks anything of the fields' types.
pub(crate) fn stub(form: &Form) -> TokenStream {
    let items = if form.generics.params.is_empty() { whole(form) } else { generic(form) };
    expand::in_scope(form, &items)
}

/// Everything that a form has; of columns it has none.
fn whole(form: &Form) -> TokenStream {
    let Form { ident, vis, .. } = form;
    let fields = expand::fields(form);
    let body = body(form);
    let row = form.table.as_ref().map(|table| expand::row_impls(form, table, &[]));
    quote! {
        #fields
        #[derive(::core::default::Default, ::core::fmt::Debug)]
        #vis struct __Values;
        impl __p::Values for __Values {
            type Form = #ident;
            fn visit(&self, __f: &mut __p::See<'_>) {
                __f(&[]);
            }
            fn visit_mut(&mut self, __f: &mut __p::SeeMut<'_>) {
                __f(&mut []);
            }
            fn build(self) -> __p::Option<#ident> {
                __p::Option::None
            }
        }
        impl __p::CasForm for #ident {
            type Values = __Values;
            #body
        }
        #row
    }
}

/// A struct with parameters can have neither the constant nor a table of its own.
fn generic(form: &Form) -> TokenStream {
    let ident = &form.ident;
    let (generics, arguments, clause) = form.generics.split_for_impl();
    let clause = clause.map(|clause| clause.predicates.to_token_stream());
    let body = body(form);
    quote! {
        impl #generics __p::CasForm for #ident #arguments
        where Self: __p::Send + __p::Sync + 'static, #clause
        {
            type Values = __p::Stub<Self>;
            #body
        }
    }
}

fn body(form: &Form) -> TokenStream {
    let types = expand::types(form);
    quote! {
        #types
        fn spec() -> &'static __p::FormSpec {
            __p::Stub::<Self>::SPEC
        }
        fn visit(&self, __f: &mut __p::See<'_>) {
            __f(&[]);
        }
    }
}
