//! Literals as attribute values: numbers, texts, true and false.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Lit, Token};

/// A literal, with a minus where it is a number.
#[derive(Clone)]
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    /// Its text: of numbers as the HTML standard spells them, without `_`.
    pub(crate) text: String,
    pub(crate) tokens: TokenStream,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    Integer,
    Float,
    Text,
    Bool,
}

impl Parse for Literal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let minus: Option<Token![-]> = input.parse()?;
        let literal: Lit = input.parse()?;
        let mut tokens = minus.to_token_stream();
        literal.to_tokens(&mut tokens);
        let sign = if minus.is_some() { "-" } else { "" };
        let (kind, text, suffix) = match &literal {
            Lit::Int(int) => (LiteralKind::Integer, int.base10_digits().to_owned(), int.suffix()),
            // Rust's `1.` has a point with nothing behind it, which HTML does not know.
            Lit::Float(float) => {
                let digits = float.base10_digits();
                (LiteralKind::Float, digits.trim_end_matches('.').to_owned(), float.suffix())
            }
            Lit::Str(text) if minus.is_none() => (LiteralKind::Text, text.value(), text.suffix()),
            Lit::Bool(bool) if minus.is_none() => (LiteralKind::Bool, bool.value.to_string(), ""),
            _ => return Err(syn::Error::new_spanned(tokens, "expected a number, text or bool")),
        };
        if !suffix.is_empty() {
            return Err(syn::Error::new_spanned(tokens, "expected a literal without a suffix"));
        }
        Ok(Literal { kind, text: format!("{sign}{text}"), tokens })
    }
}
