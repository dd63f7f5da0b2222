//! What stands on the struct.

use super::lock::LockAttrs;
use super::script::script;
use super::seal::SealAttrs;
use super::{Set, each_item, function, in_parentheses, parse, set, skip_item, unknown};
use crate::ctxt::Ctxt;
use crate::symbol::{self, ON_FIELD, ON_STRUCT};
use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, ExprPath, LitStr, Path, Token, Type};

/// The attributes of the struct, as written.
#[derive(Default)]
pub(crate) struct StructAttrs {
    pub(crate) table: Option<Set<Path>>,
    pub(crate) row: Option<Set<Type>>,
    pub(crate) key: Option<Set<Type>>,
    pub(crate) context: Option<Set<Type>>,
    pub(crate) on_stale: Option<Set<OnStale>>,
    pub(crate) seal: Option<Set<SealAttrs>>,
    pub(crate) checks: Vec<ExprPath>,
    pub(crate) script: Option<Set<LitStr>>,
    pub(crate) constant: Option<Set<Ident>>,
    /// Of `#[lockable(...)]`.
    pub(crate) lock: Option<Set<LockAttrs>>,
    pub(crate) krate: Option<Set<Path>>,
    pub(crate) diesel_crate: Option<Set<Path>>,
    /// Of `#[diesel(...)]`.
    pub(crate) table_name: Option<Set<Path>>,
    /// Of `#[diesel(...)]`.
    pub(crate) primary_key: Option<Set<Vec<Ident>>>,
}

/// `on_stale = merge`
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnStale {
    Strict,
    Merge,
}

impl Parse for OnStale {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word: Ident = input.parse()?;
        match word.to_string().as_str() {
            "strict" => Ok(OnStale::Strict),
            "merge" => Ok(OnStale::Merge),
            _ => Err(syn::Error::new(word.span(), "`strict` or `merge`")),
        }
    }
}

impl StructAttrs {
    pub(crate) fn new(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut all = StructAttrs::default();
        for attr in attrs {
            if attr.path().is_ident(symbol::CAS) {
                each_item(ctxt, attr, "#[cas(table = customers)]", |name, input| {
                    all.cas(ctxt, name, input)
                });
            } else if attr.path().is_ident(symbol::DIESEL) {
                all.diesel(attr);
            } else if attr.path().is_ident(symbol::LOCKABLE) {
                let lock = LockAttrs::new(ctxt, attr);
                ctxt.ok(attr
                    .path()
                    .require_ident()
                    .and_then(|name| set(&mut all.lock, name, lock)));
            } else if attr.path().is_ident(symbol::PATTERN) {
                ctxt.error_on(attr.path(), "`pattern` belongs on a field");
            }
        }
        all
    }

    fn cas(&mut self, ctxt: &Ctxt, name: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match name.to_string().as_str() {
            symbol::TABLE => parse(&mut self.table, name, input),
            symbol::ROW => parse(&mut self.row, name, input),
            symbol::KEY => parse(&mut self.key, name, input),
            symbol::CONTEXT => parse(&mut self.context, name, input),
            symbol::ON_STALE => parse(&mut self.on_stale, name, input),
            symbol::SEAL => set(&mut self.seal, name, SealAttrs::new(name, input)?),
            symbol::CHECK => {
                self.checks.push(function(name, input)?);
                Ok(())
            }
            symbol::SCRIPT => set(&mut self.script, name, script(ctxt, name, input)?),
            symbol::CONSTANT => parse(&mut self.constant, name, input),
            symbol::CRATE => parse(&mut self.krate, name, input),
            symbol::DIESEL_CRATE => parse(&mut self.diesel_crate, name, input),
            _ => Err(unknown(name, ON_STRUCT, (ON_FIELD, "a field"))),
        }
    }

    /// Reads what both derives need. Whatever else stands there, mistakes included, is for
    /// Diesel's own derives to judge.
    fn diesel(&mut self, attr: &Attribute) {
        let silent = Ctxt::new();
        each_item(&silent, attr, "", |name, input| match name.to_string().as_str() {
            symbol::TABLE_NAME => parse(&mut self.table_name, name, input),
            symbol::PRIMARY_KEY => {
                let idents =
                    in_parentheses(input, Punctuated::<Ident, Token![,]>::parse_terminated)?;
                set(&mut self.primary_key, name, idents.into_iter().collect())
            }
            _ => {
                skip_item(input);
                Ok(())
            }
        });
        // Diesel reports the same mistakes better.
        drop(silent.finish());
    }
}
