//! The one place that escapes text for HTML (section 13.1.2.3, attribute values in double quotes,
//! and 13.1.2.6, text): `&`, `<`, `>` and `"`.

use crate::canonical;
use crate::words::{self, below, equal, one_of_two};

/// Whether the text stands as it is, in HTML and in a JSON string: none of the four, no backslash,
/// no control character.
pub(crate) fn is_plain(text: &str) -> bool {
    words::position(text.as_bytes(), specials).is_none()
}

/// Appends the text, escaped.
pub(crate) fn push(out: &mut String, text: &str) {
    push_with(out, text, |special, out| out.push_str(if special == "\"" { "&quot;" } else { special }));
}

/// Appends the text as a canonical JSON string, escaped.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push_str("&quot;");
    push_with(out, text, |special, out| match special {
        "\"" => out.push_str("\\&quot;"),
        special => canonical::put_escape(special.as_bytes()[0], out),
    });
    out.push_str("&quot;");
}

/// Appends the text; what JSON escapes is left to `put`.
fn push_with(out: &mut String, text: &str, put: impl Fn(&str, &mut String)) {
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
            special => put(special, out),
        }
    }
    out.push_str(rest);
}

/// The four, and what JSON escapes.
fn specials(word: u64) -> u64 {
    below(word, 0x20) | one_of_two(word, b'"', b'&') | one_of_two(word, b'<', b'>') | equal(word, b'\\')
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
