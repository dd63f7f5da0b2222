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
mod question;

pub use bound::BoundField;
pub use html::Html;
pub(crate) use layout::{FieldLayout, Layout};

/// The digest as it stands in names and ids: twelve hexadecimal digits.
pub(crate) fn digest_text(original: &str) -> String {
    let digest = crate::canonical::digest(original).to_be_bytes();
    let mut text = String::with_capacity(12);
    for byte in &digest[..6] {
        text.push(HEX[usize::from(byte >> 4)]);
        text.push(HEX[usize::from(byte & 15)]);
    }
    text
}

const HEX: [char; 16] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
