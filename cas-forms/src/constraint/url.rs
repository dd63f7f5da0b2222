//! Absolute URLs (HTML section 4.10.5.1.4, the URL standard).

/// Whether the text is a valid absolute URL, as the URL parser has it.
#[cfg(feature = "url")]
pub(super) fn is_url(text: &str) -> bool {
    url::Url::parse(text).is_ok()
}

/// Whether the text begins with a scheme, as every absolute URL does: no more can be told without
/// the feature `url`, and nothing is refused that a browser accepts.
#[cfg(not(feature = "url"))]
pub(super) fn is_url(text: &str) -> bool {
    // The parser drops these (URL section 4.4).
    let text = text.trim_start_matches(|c| c <= ' ').replace(['\t', '\n', '\r'], "");
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absolute_url_begins_with_a_scheme() {
        for good in ["https://example.com/a?b#c", "mailto:a@b", "javascript:", "view-source:x"] {
            assert!(is_url(good), "{good}");
        }
        for bad in ["", ":", "a", "/a", "//a", "?a", "1a:b", "é:b", "\u{A0}http://a"] {
            assert!(!is_url(bad), "{bad}");
        }
    }
}
