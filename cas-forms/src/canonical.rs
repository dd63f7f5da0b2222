//! Canonical JSON text of a value: what stands in a hidden original.
//!
//! One token: `null`, `true`, a number, an array (of a set), or a string in which no raw control character (so no raw
//! line break) occurs. NaN and the infinities are strings, null and "" differ, `-0` and integers
//! beyond 2^53 survive, since nothing here goes through a double.

use crate::value::Kind;
use crate::words::{self, below, equal};
use std::borrow::Cow;

/// What stands in place of a secret's original: that there is one.
pub(crate) const SECRET: &str = "\"unchanged\"";

/// Whether the lossless text stands bare in JSON, without quotes.
pub(crate) fn is_bare(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Bool | Kind::Integer | Kind::Set => true,
        // Finite: "NaN", "Infinity" and "-Infinity" end otherwise.
        Kind::Float | Kind::Decimal => {
            text.ends_with(|c: char| c.is_ascii_digit()) && !text.starts_with('N')
        }
        _ => false,
    }
}

/// Appends the canonical JSON text of a lossless text (`None` is null).
pub(crate) fn encode(kind: Kind, text: Option<&str>, out: &mut String) {
    match text {
        None => out.push_str("null"),
        Some(text) if is_bare(kind, text) => out.push_str(text),
        Some(text) => {
            out.push('"');
            let mut copied = 0;
            for at in words::positions(text.as_bytes(), escapes) {
                out.push_str(&text[copied..at]);
                copied = at + 1;
                put_escape(text.as_bytes()[at], out);
            }
            out.push_str(&text[copied..]);
            out.push('"');
        }
    }
}

/// Appends what stands in a JSON string for a byte that cannot.
pub(crate) fn put_escape(byte: u8, out: &mut String) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        _ => {
            out.push_str("\\u00");
            out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
    }
}

/// What no JSON string holds as it is.
fn escapes(word: u64) -> u64 {
    below(word, 0x20) | equal(word, b'"') | equal(word, b'\\')
}

/// The lossless text inside a canonical JSON text: `Some(None)` is null, `None` is malformed.
#[expect(clippy::option_option, reason = "malformed, null and a text are three things")]
pub(crate) fn decode(kind: Kind, json: &str) -> Option<Option<Cow<'_, str>>> {
    if let Some(inner) = json.strip_prefix('"') {
        let inner = inner.strip_suffix('"')?;
        let plain = !words::any(inner.as_bytes(), escapes);
        let text =
            if plain { Cow::Borrowed(inner) } else { Cow::Owned(serde_json::from_str(json).ok()?) };
        return (!is_bare(kind, &text)).then_some(Some(text));
    }
    match json {
        "null" => Some(None),
        _ => is_bare(kind, json).then_some(Some(Cow::Borrowed(json))),
    }
}

/// A digest of a canonical text in 48 bits. It tells originals apart for the browser's memory of
/// form state; it protects nothing.
pub(crate) fn digest(text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    // Eight bytes at a time, by a step that can be undone: no word is forgotten.
    let hash = words.iter().chain([&last]).fold(text.len() as u64, |hash, word| {
        let hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 32)
    });
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round(kind: Kind, text: Option<&str>) -> String {
        let mut json = String::new();
        encode(kind, text, &mut json);
        assert_eq!(decode(kind, &json).expect(&json).as_deref(), text);
        json
    }

    #[test]
    fn null_empty_and_the_word_null_differ() {
        assert_eq!(round(Kind::Text, None), "null");
        assert_eq!(round(Kind::Text, Some("")), r#""""#);
        assert_eq!(round(Kind::Text, Some("null")), r#""null""#);
    }

    #[test]
    fn numbers_stand_bare_and_what_json_has_no_number_for_is_a_string() {
        assert_eq!(round(Kind::Float, Some("-0")), "-0");
        assert_eq!(round(Kind::Float, Some("1e300")), "1e300");
        for text in ["NaN", "NaN:7ff8000000000001", "Infinity", "-Infinity"] {
            assert_eq!(round(Kind::Float, Some(text)), format!("\"{text}\""));
        }
    }

    #[test]
    fn a_string_is_no_number_and_a_number_no_string() {
        assert_eq!(decode(Kind::Integer, "\"5\""), None);
        assert_eq!(decode(Kind::Text, "5"), None);
        assert_eq!(decode(Kind::Text, "\"a\"b\""), None);
        assert_eq!(decode(Kind::Text, "\"a"), None);
        assert_eq!(decode(Kind::Text, "\""), None);
        assert_eq!(decode(Kind::Text, "\"\\ud800\""), None);
        assert_eq!(decode(Kind::Text, ""), None);
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_is_json_without_control_characters(text in any::<String>()) {
            let json = round(Kind::Text, Some(&text));
            prop_assert!(json.chars().all(|c| c >= ' '));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
