//! What stands in `seal(...)`.

use super::{Lasting, in_parentheses};
use crate::symbol;
use proc_macro2::Ident;
use std::time::Duration;
use syn::parse::ParseStream;
use syn::token::Paren;

/// The seal, as written.
#[derive(Default)]
pub(crate) struct SealAttrs {
    pub(crate) max_age: Option<Lasting>,
}

impl SealAttrs {
    /// How long a page counts: over night, unless the form says otherwise.
    pub(crate) fn max_age(&self) -> Duration {
        self.max_age.as_ref().map_or(Duration::from_hours(24), |age| age.duration)
    }

    /// Reads what follows the word; it may stand by itself.
    pub(super) fn new(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Paren) {
            return Ok(SealAttrs::default());
        }
        let usage = || format!("`{name}` is written `{}`", symbol::usage(symbol::SEAL));
        in_parentheses(input, |content| {
            let place = content.span();
            let max_age = content.parse::<Ident>().ok().filter(|word| word == symbol::MAX_AGE);
            let Some(word) = max_age else { return Err(syn::Error::new(place, usage())) };
            let max_age = Some(Lasting::read(&word, content)?);
            Ok(SealAttrs { max_age })
        })
    }
}
