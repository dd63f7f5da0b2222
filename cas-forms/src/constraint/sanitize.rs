//! The value sanitization algorithms (HTML section 4.10.5.1), and what the HTML parser does to text
//! before them.

use super::{ControlType, Source, color, decimal, email, temporal};
use crate::words::{self, equal};
use std::borrow::Cow;

/// What a control makes of a text, with every line break as one `\n` (section 4.10.22.4 turns them
/// into CRLF on the wire). What only a control's attributes decide is [`Control`](super::Control)'s.
pub(crate) fn sanitize(kind: ControlType, text: &str, source: Source) -> Cow<'_, str> {
    match kind {
        ControlType::Text | ControlType::Search | ControlType::Tel | ControlType::Password => {
            one_line(text, source)
        }
        ControlType::Email | ControlType::Url => {
            then(one_line(text, source), |text| refine(kind, text, source))
        }
        ControlType::Textarea => fold(text, source),
        _ if kind.is_strict() => refine(kind, text, source),
        _ if source == Source::Rendered => fold(text, source),
        _ => Cow::Borrowed(text),
    }
}

/// [`sanitize`], for a text without control characters.
pub(crate) fn refine(kind: ControlType, text: &str, source: Source) -> Cow<'_, str> {
    let keep_if = |valid| Cow::Borrowed(if valid { text } else { "" });
    match kind {
        ControlType::Email if source.converts() => email::to_ascii(text.trim_ascii()),
        ControlType::Email | ControlType::Url => Cow::Borrowed(text.trim_ascii()),
        ControlType::Number => keep_if(decimal::is_number(text)),
        ControlType::Date => keep_if(temporal::date(text).is_some()),
        ControlType::Month => keep_if(temporal::month(text).is_some()),
        ControlType::Week => keep_if(temporal::week(text).is_some()),
        ControlType::Time => keep_if(temporal::time(text).is_some()),
        ControlType::DateTimeLocal => match temporal::date_time(text) {
            Some((_, time)) => {
                temporal::normalized(text, time).map_or(Cow::Borrowed(text), Cow::Owned)
            }
            None => Cow::Borrowed(""),
        },
        ControlType::Color => color::sanitize(text),
        _ => Cow::Borrowed(text),
    }
}

/// Goes on with a text that may have been changed before.
pub(super) fn then(text: Cow<'_, str>, next: impl Fn(&str) -> Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => next(text),
        Cow::Owned(text) => match next(&text) {
            Cow::Borrowed(next) if next.len() == text.len() => Cow::Owned(text),
            next => Cow::Owned(next.into_owned()),
        },
    }
}

/// A character as the HTML parser has it (section 13.2.5).
fn parsed(c: char, source: Source) -> char {
    if c == '\0' && source == Source::Rendered { '\u{FFFD}' } else { c }
}

/// No line breaks.
pub(super) fn one_line(text: &str, source: Source) -> Cow<'_, str> {
    let is_touched = |word| equal(word, b'\r') | equal(word, b'\n') | equal(word, 0);
    if !words::any(text.as_bytes(), is_touched) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|c| !matches!(c, '\r' | '\n'));
    Cow::Owned(kept.map(|c| parsed(c, source)).collect())
}

/// Every line break one `\n`.
fn fold(text: &str, source: Source) -> Cow<'_, str> {
    let is_touched = |word| equal(word, b'\r') | equal(word, 0);
    if !words::any(text.as_bytes(), is_touched) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for at in words::positions(text.as_bytes(), is_touched) {
        out.push_str(&text[copied..at]);
        copied = at + 1;
        match text.as_bytes()[at..] {
            [0, ..] => out.push(parsed('\0', source)),
            // The line feed behind it stays.
            [b'\r', b'\n', ..] => {}
            _ => out.push('\n'),
        }
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(kind: ControlType, text: &str) -> Cow<'_, str> {
        sanitize(kind, text, Source::Rendered)
    }

    #[test]
    fn text_controls_lose_line_breaks_and_textareas_fold_them() {
        assert_eq!(rendered(ControlType::Text, "a\r\nb\nc\rd"), "abcd");
        assert_eq!(rendered(ControlType::Textarea, "a\r\nb\nc\rd\r"), "a\nb\nc\nd\n");
        assert_eq!(rendered(ControlType::Hidden, "a\r\nb"), "a\nb");
        assert_eq!(sanitize(ControlType::Hidden, "a\r\nb", Source::Script), "a\r\nb");
    }

    #[test]
    fn only_the_parser_replaces_nul() {
        assert_eq!(rendered(ControlType::Text, " a\0 "), " a\u{FFFD} ");
        assert_eq!(sanitize(ControlType::Text, " a\0 ", Source::Script), " a\0 ");
    }

    #[test]
    fn email_and_url_controls_trim_ascii_whitespace_only() {
        assert_eq!(rendered(ControlType::Email, "\t a@b\u{A0}\x0C\n"), "a@b\u{A0}");
        assert_eq!(rendered(ControlType::Url, " http://a\n b "), "http://a b");
    }

    #[test]
    fn what_a_control_cannot_hold_leaves_it_empty() {
        for (kind, text) in [
            (ControlType::Number, "1."),
            (ControlType::Date, "2023-02-29"),
            (ControlType::Month, "2023-13"),
            (ControlType::Week, "2024-W53"),
            (ControlType::Time, "24:00"),
            (ControlType::DateTimeLocal, "2024-02-29T10:00Z"),
        ] {
            assert_eq!(rendered(kind, text), "");
        }
    }
}
