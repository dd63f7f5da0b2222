//! What stands beside errors: enough for the rest of the user's program to compile, so that
//! nothing but the errors is reported.

use crate::ast::Form;
use crate::expand;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The form without its values: nothing here asks anything of the fields' types.
pub(crate) fn stub(form: &Form) -> TokenStream {
    let ident = &form.ident;
    let (generics, arguments, clause) = form.generics.split_for_impl();
    // On a type without parameters these bounds would be judged at once.
    let bounds = (!form.generics.params.is_empty()).then(|| {
        let clause = clause.map(|clause| clause.predicates.to_token_stream());
        quote!(where Self: __p::Send + __p::Sync + 'static, #clause)
    });
    let fields = form.generics.params.is_empty().then(|| expand::fields(form));
    let types = expand::types(form);
    let row = form.table.as_ref().filter(|_| bounds.is_none()).map(|table| expand::cas_row(form, table));
    let items = quote! {
        #fields
        impl #generics __p::CasForm for #ident #arguments #bounds {
            #types
            type Values = __p::Stub<Self>;
            fn spec() -> &'static __p::FormSpec {
                __p::Stub::<Self>::SPEC
            }
            fn visit(&self, __f: &mut __p::See<'_>) {
                __f(&[]);
            }
        }
        #row
    };
    expand::in_scope(form, &items)
}
