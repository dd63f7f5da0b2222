//! How a form is locked.

use super::Table;
use crate::attr::{self, LockAttrs};
use proc_macro2::{Ident, Span};
use std::time::Duration;
use syn::ext::IdentExt as _;

/// How the form is locked.
pub(crate) struct Lock {
    pub(crate) resource: String,
    pub(crate) ttl: Option<attr::Lasting>,
    pub(crate) idle: Option<attr::Lasting>,
    pub(crate) fallback: bool,
    pub(crate) guard: Option<Span>,
}

impl Lock {
    /// All forms of one table lock the same rows.
    pub(super) fn new(form: &Ident, table: Option<&Table>, attrs: LockAttrs) -> Self {
        let named = || {
            let table = table.and_then(|table| table.path.segments.last());
            table.map_or(form, |segment| &segment.ident).unraw().to_string()
        };
        Lock {
            resource: attrs.resource.map_or_else(named, |resource| resource.value.value()),
            ttl: attrs.ttl.map(|ttl| ttl.value),
            idle: attrs.idle.map(|idle| idle.value),
            fallback: attrs.fallback.is_some(),
            guard: attrs.guard.map(|guard| guard.span),
        }
    }

    /// How long a lease lasts: as long as a browser may keep a hidden page from renewing it, three times
    /// over, unless the form says otherwise.
    pub(crate) fn ttl(&self) -> Duration {
        self.ttl.as_ref().map_or(Duration::from_mins(3), |ttl| ttl.duration)
    }
}
