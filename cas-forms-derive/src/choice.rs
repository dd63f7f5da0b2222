//! `#[derive(CasChoice)]`: an enum whose variants are the choices of a field.
//!
//! The same stages as for a form, in the small: the attributes become a tree, the tree is checked
//! on the way, [`expand`] cannot fail.

mod expand;

use crate::ast::humanised;
use crate::attr::{Set, each_item, parse, set, skip_item, text, unknown, value};
use crate::ctxt::Ctxt;
use crate::symbol::{self, ON_ENUM, ON_VARIANT};
use proc_macro2::{Ident, TokenStream};
use std::collections::HashMap;
use syn::ext::IdentExt;
use syn::{
    Attribute, Data, DeriveInput, Fields, Generics, LitStr, Path, Type, Variant, parse_quote,
};

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let choices = Choices::new(&ctxt, &input);
    match ctxt.finish() {
        Ok(()) => expand::expand(&choices),
        Err(mut errors) => {
            errors.extend(expand::stub(&choices));
            errors
        }
    }
}

/// The enum.
struct Choices {
    ident: Ident,
    /// Empty in whatever passes the checks; the stub beside errors needs them.
    generics: Generics,
    core: Path,
    diesel: Path,
    /// The SQL types that Diesel's derives name.
    sql_types: Vec<Type>,
    variants: Vec<Choice>,
}

/// A variant.
struct Choice {
    ident: Ident,
    value: String,
    label: String,
}

#[derive(Default)]
struct EnumAttrs {
    krate: Option<Set<Path>>,
    diesel_crate: Option<Set<Path>>,
    sql_types: Vec<Type>,
}

impl EnumAttrs {
    fn new(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut all = EnumAttrs::default();
        for attr in attrs {
            if attr.path().is_ident(symbol::CAS) {
                each_item(ctxt, attr, "#[cas(crate = my::cas_forms)]", |name, input| {
                    match name.to_string().as_str() {
                        symbol::CRATE => parse(&mut all.krate, name, input),
                        symbol::DIESEL_CRATE => parse(&mut all.diesel_crate, name, input),
                        _ => Err(unknown(name, ON_ENUM, (ON_VARIANT, "a variant"))),
                    }
                });
            } else if attr.path().is_ident(symbol::DIESEL) {
                all.diesel(attr);
            }
        }
        all
    }

    /// Reads what Diesel's derives need as well. Whatever else stands there, mistakes included, is
    /// for them to judge.
    fn diesel(&mut self, attr: &Attribute) {
        let silent = Ctxt::new();
        each_item(&silent, attr, "", |name, input| {
            if name == symbol::SQL_TYPE {
                self.sql_types.push(value(name, input, syn::parse::Parse::parse)?);
            } else {
                skip_item(input);
            }
            Ok(())
        });
        drop(silent.finish());
    }
}

impl Choices {
    fn new(ctxt: &Ctxt, input: &DeriveInput) -> Self {
        let attrs = EnumAttrs::new(ctxt, &input.attrs);
        if !input.generics.params.is_empty() {
            let message = "an enum of choices has no parameters: each variant is a text, no more";
            ctxt.error_on(&input.generics, message);
        }
        let variants = variants(ctxt, input);
        values_are_distinct(ctxt, &variants);
        Choices {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            core: attrs.krate.map_or_else(|| parse_quote!(::cas_forms), |path| path.value),
            diesel: attrs
                .diesel_crate
                .map_or_else(|| parse_quote!(::cas_forms_diesel), |path| path.value),
            sql_types: attrs.sql_types,
            variants: variants.into_iter().map(|(choice, _)| choice).collect(),
        }
    }
}

/// The variants, each with the literal of its value, if there is one.
fn variants(ctxt: &Ctxt, input: &DeriveInput) -> Vec<(Choice, Option<LitStr>)> {
    let data = match &input.data {
        Data::Enum(data) => data,
        Data::Struct(data) => {
            let message =
                "the choices are the variants of an enum: write `enum Size { Small, Large }`";
            ctxt.error_on(data.struct_token, message);
            return Vec::new();
        }
        Data::Union(data) => {
            let message = "the choices are the variants of an enum: which member a union holds, nobody can tell";
            ctxt.error_on(data.union_token, message);
            return Vec::new();
        }
    };
    if data.variants.is_empty() {
        ctxt.error_on(&input.ident, "there is nothing to choose: give the enum a variant");
    }
    data.variants.iter().map(|variant| choice(ctxt, variant)).collect()
}

fn choice(ctxt: &Ctxt, variant: &Variant) -> (Choice, Option<LitStr>) {
    if !matches!(variant.fields, Fields::Unit) {
        let message = "a choice is one text, so the variant holds nothing: leave its fields out";
        ctxt.error_on(&variant.fields, message);
    }
    let (mut given, mut label) = (None, None);
    for attr in variant.attrs.iter().filter(|attr| attr.path().is_ident(symbol::CAS)) {
        each_item(ctxt, attr, "#[cas(value = \"s\", label = \"Small\")]", |name, input| match name
            .to_string()
            .as_str()
        {
            symbol::VALUE => set(&mut given, name, value(name, input, syn::parse::Parse::parse)?),
            symbol::LABEL => set(&mut label, name, text(ctxt, name, input)?),
            _ => Err(unknown(name, ON_VARIANT, (ON_ENUM, "the enum"))),
        });
    }
    let given: Option<LitStr> = given.map(|given| given.value);
    let name = snake(&variant.ident.unraw().to_string());
    if let Some(literal) = &given {
        let text = literal.value();
        if text.is_empty() {
            let message =
                "an empty text stands for no choice: give the variant a value, or leave this out";
            ctxt.error_on(literal, message);
        } else if text.contains(char::is_control) {
            // Browsers turn line breaks into others on the way.
            let message = "line breaks and control characters do not arrive as they were sent: \
                           use a plain text as the value";
            ctxt.error_on(literal, message);
        }
    }
    let choice = Choice {
        ident: variant.ident.clone(),
        label: label.map_or_else(|| humanised(&name), |label| label.value.value()),
        value: given.as_ref().map_or(name, LitStr::value),
    };
    (choice, given)
}

/// A stored text is one variant, no more.
fn values_are_distinct(ctxt: &Ctxt, variants: &[(Choice, Option<LitStr>)]) {
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for (choice, literal) in variants {
        if let Some(other) = seen.insert(&choice.value, &choice.ident) {
            let message = format!(
                "`{other}` has the value `{}` already: give this variant its own, `#[cas(value = \"...\")]`",
                choice.value
            );
            match literal {
                Some(literal) => ctxt.error_on(literal, message),
                None => ctxt.error_on(&choice.ident, message),
            }
        }
    }
}

/// `InProgress` as `in_progress`, `HTTPError` as `http_error`.
fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let follows_word =
            index > 0 && !letters[index - 1].is_uppercase() && letters[index - 1] != '_';
        let starts_word =
            index > 0 && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (follows_word || starts_word && letters[index - 1] != '_') {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn names_of_variants_become_words_in_lower_case() {
        for (name, text) in [
            ("Small", "small"),
            ("InProgress", "in_progress"),
            ("HTTPError", "http_error"),
            ("X", "x"),
            ("Level2High", "level2_high"),
            ("Already_Snake", "already_snake"),
            ("Élan", "élan"),
        ] {
            assert_eq!(snake(name), text);
        }
    }
}
