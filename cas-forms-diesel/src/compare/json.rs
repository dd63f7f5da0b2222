//! JSON: compared as stored. What is spelled otherwise (blanks, the order of keys, 1.0 and 1.00)
//! loads as the same document, which is decided in Rust.

use cas_forms::{ErrorCode, FieldValue as _};

/// Whether a document loads as it is: with no key twice in an object, and no number of more digits
/// than are kept.
pub(super) fn is_lossless(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| {
        // Only a typed one may not have the character NUL.
        matches!(serde_json::Value::parse(text), Ok(_) | Err(ErrorCode::Nul))
    })
}
