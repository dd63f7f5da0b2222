//! Markup: static text made once for each form, with holes for what changes.
//!
//! A fresh form is a walk over ready pieces of text; only values are escaped at request time.
//! A form that a submission came back from is built from the same functions, field by field.

mod bound;
mod escape;
mod fill;
mod html;
mod layout;
mod markup;
mod pieces;

pub use bound::BoundField;
pub use html::Html;
pub(crate) use layout::{FieldLayout, Layout};

/// The digest as it stands in names and ids.
pub(crate) fn digest_text(original: &str) -> String {
    format!("{:012x}", crate::canonical::digest(original) >> 16)
}
