//! `#[derive(CasForm)]`. What it takes and what it gives is documented where it is re-exported,
//! at `cas_forms::CasForm`; this crate is of no use by itself.
//!
//! It works in stages: `attr` reads the attributes, `ast` makes a typed tree of them,
//! `check` judges the tree rule by rule, `expand` writes the output and cannot fail. All
//! mistakes are reported at once; beside them stands what `fallback` writes.

mod ast;
mod attr;
mod check;
mod choice;
mod ctxt;
mod expand;
mod fallback;
mod pattern;
mod symbol;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use syn::DeriveInput;

/// Makes a struct a form. See `cas_forms::CasForm` for the attributes.
#[proc_macro_derive(CasForm, attributes(cas, diesel, lockable, pattern))]
pub fn derive_cas_form(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(input.into()).into()
}

/// Makes the variants of an enum the choices of a field. See `cas_forms::CasChoice`.
#[proc_macro_derive(CasChoice, attributes(cas, diesel))]
pub fn derive_cas_choice(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    choice::derive(input.into()).into()
}

fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = ctxt::Ctxt::new();
    let form = ast::Form::new(&ctxt, &input);
    check::check(&ctxt, &form);
    match ctxt.finish() {
        Ok(()) => expand::expand(&form),
        Err(mut errors) => {
            errors.extend(fallback::stub(&form));
            errors
        }
    }
}
