#![doc = include_str!("../docs/seal.md")]

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
