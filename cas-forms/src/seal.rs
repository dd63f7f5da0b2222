#![doc = include_str!("../docs/seal.md")]

#[cfg(feature = "seal")]
mod digest;
#[cfg(feature = "seal")]
mod fields;
#[cfg(feature = "seal")]
mod keys;
#[cfg(not(feature = "seal"))]
mod none;
#[cfg(feature = "seal")]
mod page;
#[cfg(feature = "seal")]
mod stamp;

#[cfg(feature = "seal")]
pub use keys::{SealKeyError, SealKeys};

#[cfg(not(feature = "seal"))]
pub(crate) use none::PageSeal;
#[cfg(feature = "seal")]
pub(crate) use page::PageSeal;

use crate::at::Protects;
use crate::spec::FieldSpec;
use crate::value::Kind;
use std::time::Duration;

/// What a form with `#[cas(seal)]` has as its [`Seal`](crate::CasForm::Seal): it is neither shown nor
/// read without keys.
#[derive(Clone, Copy, Debug)]
pub struct Sealed;

/// A place whose pages are sealed; [`At::seal`](crate::At::seal) makes it.
#[derive(Clone, Copy, Debug)]
pub struct SealedWith(());

impl Protects<Sealed> for SealedWith {}

impl SealedWith {
    #[cfg(feature = "seal")]
    pub(crate) const KEYS: Self = SealedWith(());
}

/// What a digest in place of an original is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Digested {
    /// The value.
    Original,
    /// What its control shows.
    Shown,
}

/// What digests in place of an original begin with: no original does.
pub(crate) const DIGESTS: &str = "#";

/// What `#[cas(seal)]` says. Written by the derive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealSpec {
    module: &'static str,
    max_age: u64,
}

impl SealSpec {
    /// The pages of a form of this module count for so many seconds.
    pub const fn new(module: &'static str, max_age: u64) -> Self {
        SealSpec { module, max_age }
    }

    /// Where the form stands: two modules may have forms of one name.
    pub fn module(&self) -> &'static str {
        self.module
    }

    /// How long a page counts.
    pub fn max_age(&self) -> Duration {
        Duration::from_secs(self.max_age)
    }
}

impl FieldSpec {
    /// The page carries two digests in place of the original, so that a large text is not on it twice.
    ///
    /// # Panics
    ///
    /// At compile time, if the field is no text that is typed.
    #[track_caller]
    pub const fn with_digest(mut self) -> Self {
        assert!(
            matches!(self.kind, Kind::Text | Kind::Json) && !self.widget.has_choices(),
            "only a text that is typed may be large: leave `original = digest` out"
        );
        self.digested = true;
        self
    }
}
