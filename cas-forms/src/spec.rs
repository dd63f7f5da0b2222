//! The static table that the derive writes: what a form and its fields are.

mod field;
mod fit;
mod offer;
mod version;
mod widget;

pub use field::FieldSpec;
pub use offer::Listed;
pub(crate) use offer::{Lists, Offer};
pub use version::Version;
pub use widget::Widget;

use crate::decision::{Facts, Mask, OnStale, Verdict, decide};
use crate::lease::LockSpec;
use crate::render::Layout;
use crate::seal::SealSpec;
use std::sync::OnceLock;

/// One of the values that a control offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The submitted text.
    pub value: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// A JavaScript regular expression with its translation for the server.
///
/// The derive writes it; the expressions in `all` and `none` are of the `regex` crate.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// The expression as the browser gets it.
    pub source: &'static str,
    /// The sentence shown where it does not match.
    pub message: &'static str,
    /// Expressions that all have to match.
    pub all: &'static [&'static str],
    /// Expressions of which none may match.
    pub none: &'static [&'static str],
}

/// The fields of each kind, found once. Not while the program is compiled: a mistake in a field would be
/// reported a second time, by whatever reads the field.
#[derive(Clone, Copy, Debug)]
struct Masks {
    secrets: Mask,
    readonly: Mask,
    versions: Mask,
    counted: Mask,
}

impl Masks {
    fn new(fields: &[FieldSpec]) -> Self {
        let that = |is: fn(&FieldSpec) -> bool| {
            let fields = fields.iter().enumerate().filter(|(_, field)| is(field));
            fields.fold(Mask::EMPTY, |mask, (index, _)| mask | Mask::only(index))
        };
        Masks {
            secrets: that(|field| field.secret),
            readonly: that(|field| field.readonly),
            versions: that(|field| field.version.is_some()),
            counted: that(|field| field.version == Some(Version::Counted)),
        }
    }
}

/// A form: its name and fields in declaration order, and what is computed from them once.
#[derive(Debug)]
pub struct FormSpec {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [FieldSpec],
    pub(crate) script: Option<&'static str>,
    on_stale: OnStale,
    groups: &'static [Mask],
    lock: Option<LockSpec>,
    seal: Option<SealSpec>,
    masks: OnceLock<Masks>,
    layout: OnceLock<Layout>,
}

impl FormSpec {
    /// A form of at most [`Mask::MAX_FIELDS`] fields.
    ///
    /// # Panics
    ///
    /// At compile time, if there are more.
    pub const fn new(name: &'static str, fields: &'static [FieldSpec]) -> Self {
        assert!(fields.len() <= Mask::MAX_FIELDS, "a form has at most 128 fields");
        FormSpec {
            name,
            fields,
            script: None,
            on_stale: OnStale::Strict,
            groups: &[],
            lock: None,
            seal: None,
            masks: OnceLock::new(),
            layout: OnceLock::new(),
        }
    }

    /// What others changed is taken over, unless the same field was edited here; each of these groups
    /// counts as one field. See [`OnStale::Merge`].
    pub const fn with_merge(mut self, groups: &'static [Mask]) -> Self {
        self.on_stale = OnStale::Merge;
        self.groups = groups;
        self
    }

    /// JavaScript that judges the whole form in the browser: what stands behind the arrow of
    /// `form => ...`. See [`assets`](crate::assets).
    pub const fn with_script(mut self, script: &'static str) -> Self {
        self.script = Some(script);
        self
    }

    /// It is saved under a lease.
    pub const fn with_lock(mut self, lock: LockSpec) -> Self {
        self.lock = Some(lock);
        self
    }

    /// Its originals are sealed.
    pub const fn with_seal(mut self, seal: SealSpec) -> Self {
        self.seal = Some(seal);
        self
    }

    /// How its originals are sealed, if they are.
    pub fn seal(&self) -> Option<&SealSpec> {
        self.seal.as_ref()
    }

    /// How it is locked, if it is.
    pub fn lock(&self) -> Option<&LockSpec> {
        self.lock.as_ref()
    }

    /// The name of the form struct.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The fields in declaration order.
    pub fn fields(&self) -> &'static [FieldSpec] {
        self.fields
    }

    /// What happens where somebody else changed a field.
    pub fn on_stale(&self) -> OnStale {
        self.on_stale
    }

    /// What the form's policy says to a submission.
    pub fn decide(&self, facts: Facts) -> Verdict {
        decide(self.on_stale, self.groups, facts)
    }

    /// The fields that take no part in any comparison.
    pub fn secrets(&self) -> Mask {
        self.masks().secrets
    }

    /// The fields that are compared: all others.
    pub fn compared(&self) -> Mask {
        Mask::first(self.fields.len()) & !self.masks().secrets
    }

    /// The fields that a page may change.
    pub fn settable(&self) -> Mask {
        Mask::first(self.fields.len()) & !self.masks().readonly
    }

    /// The fields that say which version of the row this is.
    pub fn versions(&self) -> Mask {
        self.masks().versions
    }

    /// Those of them that every save adds one to.
    pub fn counted(&self) -> Mask {
        self.masks().counted
    }

    fn masks(&self) -> &Masks {
        self.masks.get_or_init(|| Masks::new(self.fields))
    }

    /// Static markup and compiled patterns, made at the first use.
    pub(crate) fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| Layout::new(self.fields))
    }
}
