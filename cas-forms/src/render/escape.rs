//! The one place that escapes text for HTML (section 13.1.2.3, attribute values in double quotes,
//! and 13.1.2.6, text): `&`, `<`, `>` and `"`.

use crate::canonical;
use crate::words::{self, below, equal, one_of_two};

/// What of a text does not stand as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Specials(u8);

impl Specials {
    pub(crate) const NONE: Self = Specials(0);
    const ANGLES: u8 = 1;
    const QUOTES: u8 = 2;
    const CONTROLS: u8 = 4;

    pub(crate) fn of(text: &str) -> Self {
        Specials(words::union(text.as_bytes(), |byte| {
            let is = |other| u8::from(byte == other);
            let angles = is(b'&') | is(b'<') | is(b'>');
            let quotes = is(b'"') | is(b'\\');
            let controls = u8::from(byte < 0x20);
            (angles * Self::ANGLES) | (quotes * Self::QUOTES) | (controls * Self::CONTROLS)
        }))
    }

    /// Whether the text stands as it is in HTML and in a JSON string.
    pub(crate) fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// Whether the text is the same in a JSON string, up to the quotes around it.
    pub(crate) fn is_json(self) -> bool {
        self.0 & !Self::ANGLES == 0
    }

    pub(crate) fn has_controls(self) -> bool {
        self.0 & Self::CONTROLS != 0
    }
}

/// Whether the text stands as it is, in HTML and in a JSON string.
pub(crate) fn is_plain(text: &str) -> bool {
    Specials::of(text).is_plain()
}

/// Appends the text, escaped.
pub(crate) fn push(out: &mut String, text: &str) {
    push_with(out, text, |out, byte| match byte {
        b'"' => out.push_str("&quot;"),
        other => out.push(char::from(other)),
    });
}

/// Appends the inside of the text's canonical JSON string, escaped.
pub(crate) fn push_json(out: &mut String, text: &str) {
    push_with(out, text, |out, byte| match byte {
        b'"' => out.push_str("\\&quot;"),
        other => canonical::put_escape(other, out),
    });
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
            prop_assert_eq!(format!("&quot;{in_one_go}&quot;"), escaped(&json));
            prop_assert_eq!(is_plain(&text), json == ["\"", &slow, "\""].concat());
            prop_assert_eq!(escaped(&text), slow);
        }
    }
}
