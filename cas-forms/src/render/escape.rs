//! The one place that escapes text for HTML (section 13.1.2.3, attribute values in double quotes,
//! and 13.1.2.6, text): `&`, `<`, `>` and `"`.

use crate::canonical;
use crate::words::{self, below, equal, one_of_two};

/// Whether the text stands as it is, in HTML and in a JSON string: none of the four, no backslash,
/// no control character.
pub(crate) fn is_plain(text: &str) -> bool {
    !words::any(text.as_bytes(), specials)
}

/// Appends the text, escaped.
pub(crate) fn push(out: &mut String, text: &str) {
    push_with(out, text, |out, byte| match byte {
        b'"' => out.push_str("&quot;"),
        other => out.push(char::from(other)),
    });
}

/// Appends the text as a canonical JSON string, escaped.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push_str("&quot;");
    push_with(out, text, |out, byte| match byte {
        b'"' => out.push_str("\\&quot;"),
        other => canonical::put_escape(other, out),
    });
    out.push_str("&quot;");
}

/// Appends the text; what JSON escapes too is left to `put`.
fn push_with(out: &mut String, text: &str, put: impl Fn(&mut String, u8)) {
    let mut copied = 0;
    for at in words::positions(text.as_bytes(), specials) {
        out.push_str(&text[copied..at]);
        copied = at + 1;
        match text.as_bytes()[at] {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            byte => put(out, byte),
        }
    }
    out.push_str(&text[copied..]);
}

/// The four, and what JSON escapes.
fn specials(word: u64) -> u64 {
    below(word, 0x20)
        | one_of_two(word, b'"', b'&')
        | one_of_two(word, b'<', b'>')
        | equal(word, b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text);
        out
    }

    #[test]
    fn the_four_characters_are_escaped_wherever_they_stand() {
        assert_eq!(escaped("<a href=\"x\">&</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;");
        assert_eq!(escaped(&format!("{}<", "é".repeat(20))), format!("{}&lt;", "é".repeat(20)));
    }

    proptest! {
        #[test]
        fn any_text_is_escaped_as_character_by_character(text in any::<String>()) {
            let slow: String = text.chars().map(|c| match c {
                '&' => "&amp;".into(),
                '<' => "&lt;".into(),
                '>' => "&gt;".into(),
                '"' => "&quot;".into(),
                c => c.to_string(),
            }).collect();
            let json = serde_json::to_string(&text).unwrap();
            let mut in_one_go = String::new();
            push_json(&mut in_one_go, &text);
            prop_assert_eq!(in_one_go, escaped(&json));
            prop_assert_eq!(is_plain(&text), json == ["\"", &slow, "\""].concat());
            prop_assert_eq!(escaped(&text), slow);
        }
    }
}
