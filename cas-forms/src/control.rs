//! What a browser's control makes of a value: the sanitization algorithms of HTML section
//! 4.10.5.1, and what the parser and the form submission do to text on its way.

use crate::decimal;
use crate::spec::Widget;
use crate::temporal;
use crate::words::{self, equal};
use std::borrow::Cow;

/// The text that a control submits when it is given `text` and left alone, with every line break
/// as one `\n` (section 4.10.22.4 turns them into CRLF on the wire).
///
/// Applied to what is submitted as well, it makes the two comparable.
pub(crate) fn sanitize(widget: Widget, text: &str) -> Cow<'_, str> {
    match widget {
        Widget::Text => strip_newlines(text),
        Widget::Email => match strip_newlines(text) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii()),
            Cow::Owned(text) => Cow::Owned(text.trim_ascii().to_owned()),
        },
        Widget::Textarea { .. } | Widget::Radio | Widget::Select | Widget::Checkbox => fold(text),
        Widget::Number => keep_if(text, decimal::is_number(text)),
        Widget::Date => keep_if(text, temporal::date(text).is_some()),
        Widget::Time => keep_if(text, temporal::time(text).is_some()),
        Widget::DateTimeLocal => keep_if(text, temporal::date_time(text).is_some()),
    }
}

/// [`sanitize`], for a text without control characters.
pub(crate) fn sanitize_plain(widget: Widget, text: &str) -> Cow<'_, str> {
    match widget {
        Widget::Email => Cow::Borrowed(text.trim_ascii()),
        Widget::Number | Widget::Date | Widget::Time | Widget::DateTimeLocal => {
            sanitize(widget, text)
        }
        _ => Cow::Borrowed(text),
    }
}

fn keep_if(text: &str, valid: bool) -> Cow<'_, str> {
    Cow::Borrowed(if valid { text } else { "" })
}

/// No line breaks; NUL becomes U+FFFD, as the HTML parser has it.
fn strip_newlines(text: &str) -> Cow<'_, str> {
    let removed = |word| equal(word, b'\r') | equal(word, b'\n') | equal(word, 0);
    if words::position(text.as_bytes(), removed).is_none() {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| !matches!(c, '\r' | '\n'));
    Cow::Owned(kept.map(|c| if c == '\0' { '\u{FFFD}' } else { c }).collect())
}

/// Every line break one `\n`; NUL becomes U+FFFD.
fn fold(text: &str) -> Cow<'_, str> {
    let folded = |word| equal(word, b'\r') | equal(word, 0);
    if words::position(text.as_bytes(), folded).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\0' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What stands before the `@` of an address.
const ATEXT: [bool; 256] = {
    let mut table = [false; 256];
    let others = b".!#$%&'*+/=?^_`{|}~-";
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut index = 0;
    while index < others.len() {
        table[others[index] as usize] = true;
        index += 1;
    }
    table
};

/// A valid e-mail address (HTML section 4.10.5.1.5): the standard's expression, by hand.
pub(crate) fn is_email(text: &str) -> bool {
    let Some(at) = text.bytes().position(|b| !ATEXT[usize::from(b)]) else { return false };
    let [b'@', domain @ ..] = &text.as_bytes()[at..] else { return false };
    let label = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-')
            && label[0] != b'-'
            && label[label.len() - 1] != b'-'
    };
    at > 0 && domain.split(|&b| b == b'.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_controls_lose_line_breaks_and_textareas_fold_them() {
        assert_eq!(sanitize(Widget::Text, "a\r\nb\nc\rd"), "abcd");
        assert_eq!(sanitize(Widget::Textarea { rows: 2 }, "a\r\nb\nc\rd\r"), "a\nb\nc\nd\n");
        assert_eq!(sanitize(Widget::Text, " a\0 "), " a\u{FFFD} ");
    }

    #[test]
    fn email_controls_trim_ascii_whitespace_only() {
        assert_eq!(sanitize(Widget::Email, "\t a@b\u{A0}\x0C\n"), "a@b\u{A0}");
    }

    #[test]
    fn what_a_control_cannot_hold_leaves_it_empty() {
        assert_eq!(sanitize(Widget::Number, "1."), "");
        assert_eq!(sanitize(Widget::Date, "2023-02-29"), "");
        assert_eq!(sanitize(Widget::Time, "24:00"), "");
        assert_eq!(sanitize(Widget::DateTimeLocal, "2024-02-29T10:00Z"), "");
    }

    #[test]
    fn addresses_are_those_of_the_standard() {
        for good in ["a@b", "a.b+c@d-e.example", ".@x", "o'neil@x.org"] {
            assert!(is_email(good), "{good}");
        }
        let long = format!("a@{}", "b".repeat(64));
        for bad in [
            "",
            "@b",
            "a@",
            "a@b.",
            "a@-b",
            "a@b-",
            "a@b_c",
            "a@b@c",
            "a@bücher.de",
            "a b@c",
            &long,
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
