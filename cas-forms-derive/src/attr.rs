//! The grammar of the attributes. Every value keeps its tokens, so that whatever is wrong with it
//! later is reported right there.

mod field;
mod literal;
mod lock;
mod script;
mod seal;
mod structure;

pub(crate) use field::{Choice, Digest, FieldAttrs, Pattern, Version, Widget, WidgetKind};
pub(crate) use literal::{Literal, LiteralKind};
pub(crate) use lock::{Lasting, LockAttrs};
pub(crate) use seal::SealAttrs;
pub(crate) use structure::{OnStale, StructAttrs};

use crate::ctxt::Ctxt;
use crate::symbol;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::fmt::Display;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, ExprPath, LitStr, Meta, Token};

/// The value of an attribute, and where the attribute is named.
#[derive(Clone)]
pub(crate) struct Set<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// Keeps a value; a second one for the same attribute is an error.
pub(crate) fn set<T>(slot: &mut Option<Set<T>>, name: &Ident, value: T) -> syn::Result<()> {
    if slot.is_some() {
        let message = format_args!("`{name}` is given twice: keep one of them");
        return Err(syn::Error::new(name.span(), message));
    }
    *slot = Some(Set { value, span: name.span() });
    Ok(())
}

/// Reads and keeps `= value`.
pub(crate) fn parse<T: Parse>(
    slot: &mut Option<Set<T>>,
    name: &Ident,
    input: ParseStream<'_>,
) -> syn::Result<()> {
    set(slot, name, value(name, input, T::parse)?)
}

/// Reads `name ..., name ...` inside the parentheses. What is wrong with one item is reported,
/// and reading goes on after the next comma.
pub(crate) fn each_item(
    ctxt: &Ctxt,
    attr: &Attribute,
    example: &str,
    mut item: impl FnMut(&Ident, ParseStream<'_>) -> syn::Result<()>,
) {
    let Meta::List(list) = &attr.meta else {
        return ctxt.error_on(&attr.meta, format_args!("write it with parentheses: `{example}`"));
    };
    let parsed = list.parse_args_with(|input: ParseStream<'_>| {
        while !input.is_empty() {
            let result = name(input).and_then(|name| {
                item(&name, input)?;
                if input.is_empty() || input.peek(Token![,]) {
                    return Ok(());
                }
                Err(unexpected(input, &name))
            });
            if let Err(error) = result {
                ctxt.add(error);
                skip_item(input);
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    });
    ctxt.ok(parsed);
}

fn name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let place = input.span();
    Ident::parse_any(input).map_err(|_| syn::Error::new(place, "expected the name of an attribute"))
}

/// The error for what stands where an item should have ended.
fn unexpected(input: ParseStream<'_>, name: &Ident) -> syn::Error {
    let usage = symbol::usage(&name.to_string());
    let message = if usage.is_empty() {
        "expected a comma".to_owned()
    } else if name == usage {
        format!("`{name}` stands by itself: leave out what follows it")
    } else {
        format!("expected a comma; `{name}` is written `{usage}`")
    };
    input.error(message)
}

/// Passes over the rest of an item.
pub(crate) fn skip_item(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Reads `= value`; anything that is not one is answered with the attribute's usage.
pub(crate) fn value<T>(
    name: &Ident,
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let usage = || format!("`{name}` is written `{}`", symbol::usage(&name.to_string()));
    if !input.peek(Token![=]) {
        return Err(syn::Error::new(name.span(), usage()));
    }
    input.parse::<Token![=]>()?;
    let place = place(input, name.span());
    parse(input).map_err(|_| syn::Error::new(place, usage()))
}

/// Reads `= path::to::function`.
fn function(name: &Ident, input: ParseStream<'_>) -> syn::Result<ExprPath> {
    value(name, input, |input| {
        if !input.peek(Token![|]) {
            return input.parse();
        }
        // The commas between a closure's parameters end no item.
        input.parse::<Token![|]>()?;
        while !input.is_empty() && !input.peek(Token![|]) {
            input.parse::<TokenTree>()?;
        }
        Err(input.error("a closure has no name"))
    })
}

/// The next token, or `before` where there is none.
fn place(input: ParseStream<'_>, before: Span) -> Span {
    if input.is_empty() || input.peek(Token![,]) { before } else { input.span() }
}

/// Reads `= "text"` that says something.
pub(crate) fn text(ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text: LitStr = value(name, input, Parse::parse)?;
    not_blank(ctxt, &text, format_args!("`{name}` is empty: give it a text, or leave it out"));
    Ok(text)
}

fn not_blank(ctxt: &Ctxt, text: &LitStr, message: impl Display) {
    if text.value().trim().is_empty() {
        ctxt.error_at(text.span(), message);
    }
}

/// Reads `(...)` with everything in it, and hands it to `parse`. On an error the rest of the
/// contents is dropped, so that it is not reported a second time.
fn in_parentheses<T>(
    input: ParseStream<'_>,
    parse: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let content;
    syn::parenthesized!(content in input);
    let result = parse(&content);
    let rest: TokenStream = content.parse()?;
    match result {
        Ok(_) if !rest.is_empty() => {
            Err(syn::Error::new_spanned(rest, "nothing more belongs here"))
        }
        result => result,
    }
}

/// The error for a name that is none here: one that belongs elsewhere, or was misspelt.
pub(crate) fn unknown(
    name: &Ident,
    here: &[symbol::Symbol],
    elsewhere: (&[symbol::Symbol], &str),
) -> syn::Error {
    let text = name.to_string();
    let (others, place) = elsewhere;
    let names = || here.iter().map(|symbol| symbol.name);
    let message = if others.iter().any(|symbol| symbol.name == text) {
        format!("`{text}` belongs on {place}")
    } else if let Some(way) = symbol::another_way(&text) {
        format!("there is no attribute `{text}`: {way}")
    } else if let Some(meant) = symbol::did_you_mean(&text, names()) {
        format!("there is no attribute `{text}`; did you mean `{meant}`?")
    } else if let Some(meant) = symbol::did_you_mean(&text, others.iter().map(|symbol| symbol.name))
    {
        format!("there is no attribute `{text}`; `{meant}` belongs on {place}")
    } else {
        let known: Vec<_> = names().map(|name| format!("`{name}`")).collect();
        format!("there is no attribute `{text}`; here may stand {}", known.join(", "))
    };
    syn::Error::new(name.span(), message)
}
