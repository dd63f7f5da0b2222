//! The one place that escapes text for HTML (section 13.1.2.3, attribute values in double quotes,
//! and 13.1.2.6, text): `&`, `<`, `>` and `"`.

use crate::canonical;
use crate::words::{self, below, equal};

/// Appends the text, escaped. True if its JSON string needs no escapes of its own (no `"`, no
/// backslash, no control character): the escaped text then serves for the original as well.
pub(crate) fn push(out: &mut String, text: &str) -> bool {
    let mut plain = true;
    let mut rest = text;
    while let Some(at) = words::position(rest.as_bytes(), specials) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let special;
        (special, rest) = from.split_at(1);
        out.push_str(match special {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            _ => {
                plain = false;
                if special == "\"" { "&quot;" } else { special }
            }
        });
    }
    out.push_str(rest);
    plain
}

/// Appends the text as a canonical JSON string, escaped.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push_str("&quot;");
    let mut rest = text;
    while let Some(at) = words::position(rest.as_bytes(), specials) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let special;
        (special, rest) = from.split_at(1);
        match special {
            "&" => out.push_str("&amp;"),
            "<" => out.push_str("&lt;"),
            ">" => out.push_str("&gt;"),
            "\"" => out.push_str("\\&quot;"),
            _ => canonical::put_escape(special.as_bytes()[0], out),
        }
    }
    out.push_str(rest);
    out.push_str("&quot;");
}

/// The four, and what JSON escapes.
fn specials(word: u64) -> u64 {
    let html = equal(word, b'&') | equal(word, b'<') | equal(word, b'>');
    html | below(word, 0x20) | equal(word, b'"') | equal(word, b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &str) -> (String, bool) {
        let mut out = String::new();
        let plain = push(&mut out, text);
        (out, plain)
    }

    #[test]
    fn the_four_characters_are_escaped_wherever_they_stand() {
        assert_eq!(escaped("<a href=\"x\">&</a>").0, "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;");
        assert_eq!(escaped(&format!("{}<", "é".repeat(20))).0, format!("{}&lt;", "é".repeat(20)));
    }

    #[test]
    fn text_that_json_would_escape_is_not_plain() {
        for (text, plain) in
            [("a<b", true), ("a\"b", false), ("a\\b", false), ("a\nb", false), ("ä", true)]
        {
            assert_eq!(escaped(text).1, plain, "{text:?}");
        }
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
            let (out, plain) = escaped(&text);
            let mut in_one_go = String::new();
            push_json(&mut in_one_go, &text);
            prop_assert_eq!(in_one_go, escaped(&json).0);
            prop_assert_eq!(out, slow);
            prop_assert!(!plain || json == ["\"", &text, "\""].concat());
        }
    }
}
