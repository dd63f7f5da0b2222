//! What stands in `#[lockable(...)]`.

use super::{Set, each_item, set, text, unknown, value};
use crate::ctxt::Ctxt;
use crate::symbol::{self, ON_LOCK, ON_STRUCT};
use proc_macro2::Ident;
use std::time::Duration;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitStr, Meta};

/// The lock, as written.
#[derive(Default)]
pub(crate) struct LockAttrs {
    pub(crate) ttl: Option<Set<Lasting>>,
    pub(crate) idle: Option<Set<Lasting>>,
    pub(crate) resource: Option<Set<LitStr>>,
    pub(crate) fallback: Option<Set<Fallback>>,
    pub(crate) guard: Option<Set<()>>,
}

/// A span of time, written as a number and its unit: `"500ms"`, `"90s"`, `"3m"`, `"1h"`.
pub(crate) struct Lasting {
    pub(crate) literal: LitStr,
    pub(crate) duration: Duration,
}

impl Lasting {
    pub(super) fn read(name: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        let literal: LitStr = value(name, input, Parse::parse)?;
        let Some(duration) = duration(&literal.value()) else {
            let message =
                "a span of time is a whole number and `ms`, `s`, `m` or `h`, such as `180s`";
            return Err(syn::Error::new(literal.span(), message));
        };
        Ok(Lasting { literal, duration })
    }
}

fn duration(text: &str) -> Option<Duration> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let number: u64 = digits.parse().ok()?;
    let unit = match &text[digits.len()..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    Some(Duration::from_millis(number.checked_mul(unit)?))
}

/// `fallback = cas`
pub(crate) struct Fallback;

impl Parse for Fallback {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        if word == "cas" { Ok(Fallback) } else { Err(syn::Error::new(word.span(), "`cas`")) }
    }
}

impl LockAttrs {
    pub(super) fn new(ctxt: &Ctxt, attr: &Attribute) -> Self {
        let mut all = LockAttrs::default();
        // By itself it means what is usual.
        if !matches!(attr.meta, Meta::Path(_)) {
            each_item(ctxt, attr, "#[lockable(ttl = \"180s\")]", |name, input| {
                all.item(ctxt, name, input)
            });
        }
        all
    }

    fn item(&mut self, ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match name.to_string().as_str() {
            symbol::TTL => set(&mut self.ttl, name, Lasting::read(name, input)?),
            symbol::IDLE => set(&mut self.idle, name, Lasting::read(name, input)?),
            symbol::RESOURCE => set(&mut self.resource, name, text(ctxt, name, input)?),
            symbol::FALLBACK => set(&mut self.fallback, name, value(name, input, Parse::parse)?),
            symbol::GUARD => set(&mut self.guard, name, ()),
            _ => Err(unknown(name, ON_LOCK, (ON_STRUCT, "the struct in `#[cas(...)]`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::duration;
    use std::time::Duration;

    #[test]
    fn a_span_of_time_is_a_number_and_its_unit() {
        assert_eq!(duration("180s"), Some(Duration::from_mins(3)));
        assert_eq!(duration("3m"), Some(Duration::from_mins(3)));
        assert_eq!(duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(duration("1h"), Some(Duration::from_hours(1)));
        for text in ["", "s", "3", "3 s", "3d", "-3s", "1.5m", "18446744073709551615h"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
