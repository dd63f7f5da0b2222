//! E-mail addresses (HTML section 4.10.5.1.5).

#[cfg(feature = "url")]
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use std::borrow::Cow;

/// What stands before the `@` of an address (1), and in the labels behind it (2).
const CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let others = b".!#$%&'*+/=?^_`{|}~-";
    let mut index = 0;
    while index < others.len() {
        table[others[index] as usize] = 1;
        index += 1;
    }
    let mut byte = 0u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            table[byte as usize] = 3;
        }
        byte += 1;
    }
    table
};

/// A valid e-mail address: the standard's expression, by hand.
pub(crate) fn is_email(text: &str) -> bool {
    let stands = |byte: u8, class| CLASS[usize::from(byte)] & class != 0;
    let Some(at) = text.bytes().position(|byte| !stands(byte, 1)) else { return false };
    let [b'@', domain @ ..] = &text.as_bytes()[at..] else { return false };
    at > 0
        && domain.split(|&byte| byte == b'.').all(|label| {
            let (Some(first), Some(last)) = (label.first(), label.last()) else { return false };
            label.len() <= 63
                && *first != b'-'
                && *last != b'-'
                && label.iter().all(|&byte| stands(byte, 2))
        })
}

/// The addresses of a control with `multiple`: between commas, without blanks around them.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim_ascii)
}

/// The address with its domain in the letters of the domain name system, if that makes it a valid
/// one: what the user typed, or the page holds, as Chromium submits it.
///
/// Browsers still map as before 2010 ("transitional processing"), where `ß` is `ss`.
#[cfg(feature = "url")]
pub(super) fn to_ascii(text: &str) -> Cow<'_, str> {
    // The longest name that there can be.
    const MAX: usize = 255;
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let Some((local, domain)) = text.split_once('@') else { return Cow::Borrowed(text) };
    let mapped = domain.chars().fold(String::new(), |mut mapped, c| {
        match c {
            'ß' | 'ẞ' => mapped.push_str("ss"),
            'ς' => mapped.push('σ'),
            '\u{200C}' | '\u{200D}' => {}
            c => mapped.push(c),
        }
        mapped
    });
    let ascii = Uts46::new().to_ascii(
        mapped.as_bytes(),
        AsciiDenyList::EMPTY,
        Hyphens::Check,
        DnsLength::Ignore,
    );
    let address =
        ascii.ok().filter(|domain| domain.len() <= MAX).map(|domain| format!("{local}@{domain}"));
    address.filter(|address| is_email(address)).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Without the feature `url` there are no tables for it.
#[cfg(not(feature = "url"))]
pub(super) fn to_ascii(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[cfg(feature = "url")]
    #[test]
    fn domains_are_carried_over_only_where_that_makes_an_address() {
        assert_eq!(to_ascii("user@faß.de"), "user@fass.de");
        assert_eq!(to_ascii("user@お.com"), "user@xn--t8j.com");
        for unchanged in
            ["a@b", "üser@example.com", "user@ex_é.com", "é", "@", "é@", "@é", "a@é-.b"]
        {
            assert_eq!(to_ascii(unchanged), unchanged);
        }
    }
}
