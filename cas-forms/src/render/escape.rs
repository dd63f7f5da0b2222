//! The one place that escapes text for HTML (section 13.1.2.3, attribute values in double quotes,
//! and 13.1.2.6, text): `&`, `<`, `>` and `"`.

/// Appends the text, escaped. True if its JSON string needs no escapes of its own (no `"`, no
/// backslash, no control character): the escaped text then serves for the original as well.
pub(crate) fn push(out: &mut String, text: &str) -> bool {
    let mut plain = true;
    let mut from = 0;
    for (start, run) in (0..).step_by(RUN).zip(text.as_bytes().chunks(RUN)) {
        // Most runs hold nothing.
        if !holds(run, is_special) {
            continue;
        }
        for (at, &byte) in (start..).zip(run) {
            let entity = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => {
                    plain &= byte >= 0x20 && byte != b'\\';
                    continue;
                }
            };
            plain &= byte != b'"';
            out.push_str(&text[from..at]);
            out.push_str(entity);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
    plain
}

/// Whether a byte needs a look. Not `||`: that would branch.
fn is_special(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == b'"')
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'\\')
}

/// So many bytes are compared at once.
const RUN: usize = 16;

/// Whether any byte is such a one, without a branch for each byte.
pub(crate) fn holds(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    let holds = |run: &[u8]| run.iter().fold(false, |any, &byte| any | is(byte));
    let (runs, rest) = bytes.as_chunks::<RUN>();
    runs.iter().any(|run| holds(run)) || holds(rest)
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
            prop_assert_eq!(out, slow);
            prop_assert!(!plain || json == ["\"", &text, "\""].concat());
        }
    }
}
