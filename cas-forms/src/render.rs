//! Markup: static text made once for each form, with holes for what changes.
//!
//! A fresh form is a walk over ready pieces of text; only values are escaped at request time.
//! A form that a submission came back from is built from the same functions, field by field.

mod bound;
mod carried;
mod choices;
mod diff;
mod escape;
mod fill;
mod filler;
mod fold;
mod fresh;
mod html;
mod layout;
mod lease;
mod markup;
mod pieces;
mod question;
pub(crate) mod rules;
mod sealed;

pub use bound::BoundField;
pub(crate) use fill::FieldView;
pub use html::Html;
pub(crate) use layout::{FieldLayout, Layout};
pub(crate) use lease::{For, lease_sentence};

/// The digest as it stands in names and ids: twelve hexadecimal digits.
pub(crate) fn digest_text(original: &str) -> String {
    let mut text = String::with_capacity(12);
    push_digest(&mut text, original);
    text
}

fn push_digest(out: &mut String, original: &str) {
    let [_, _, digest @ ..] = crate::canonical::digest(original).to_be_bytes();
    let mut text = [0; 12];
    for (digits, byte) in text.as_chunks_mut().0.iter_mut().zip(digest) {
        *digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
    }
    out.push_str(str::from_utf8(&text).unwrap_or_default());
}

const HEX: &[u8; 16] = b"0123456789abcdef";
