//! Name/value pairs: from the bytes of a body (application/x-www-form-urlencoded, URL standard
//! section 5.1) or from whatever a framework has decoded already.

use std::borrow::Cow;

/// What a submission may cost. The defaults suit a page of a few hundred fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most name/value pairs (1,000).
    pub pairs: usize,
    /// The most bytes of a body, or of all names and values together (2 MiB).
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { pairs: 1_000, bytes: 2 << 20 }
    }
}

/// A name or value as it arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Raw<'b> {
    /// Percent-encoded.
    Encoded(&'b [u8]),
    /// As it is.
    Plain(&'b [u8]),
}

impl<'b> Raw<'b> {
    /// The decoded bytes.
    pub(crate) fn bytes(self) -> Cow<'b, [u8]> {
        match self {
            Raw::Plain(bytes) => Cow::Borrowed(bytes),
            Raw::Encoded(bytes) => decode(bytes),
        }
    }

    /// The decoded text.
    ///
    /// # Errors
    ///
    /// Bytes that are not UTF-8, with every wrong part replaced by U+FFFD.
    pub(crate) fn text(self) -> Result<Cow<'b, str>, String> {
        match self.bytes() {
            Cow::Borrowed(bytes) => str::from_utf8(bytes)
                .map(Cow::Borrowed)
                .map_err(|_| String::from_utf8_lossy(bytes).into_owned()),
            Cow::Owned(bytes) => String::from_utf8(bytes)
                .map(Cow::Owned)
                .map_err(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Decodes `+` and `%XX`; a percent sign without two hex digits stands for itself.
fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    let special = |bytes: &[u8]| bytes.iter().position(|&byte| byte == b'%' || byte == b'+');
    let Some(mut at) = special(bytes) else { return Cow::Borrowed(bytes) };
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let (byte, used) = match *rest {
            [b'%', high, low, ..] => match (hex(high), hex(low)) {
                (Some(high), Some(low)) => (high << 4 | low, 3),
                _ => (b'%', 1),
            },
            [b'+', ..] => (b' ', 1),
            _ => (b'%', 1),
        };
        out.push(byte);
        rest = &rest[used..];
        let Some(next) = special(rest) else {
            out.extend_from_slice(rest);
            return Cow::Owned(out);
        };
        at = next;
    }
}

/// The pairs of a body, in order. Empty pairs (`&&`) are none.
pub(crate) fn of_body(body: &[u8]) -> impl Iterator<Item = (Raw<'_>, Raw<'_>)> {
    body.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        match pair.iter().position(|&byte| byte == b'=') {
            Some(at) => (Raw::Encoded(&pair[..at]), Raw::Encoded(&pair[at + 1..])),
            None => (Raw::Encoded(pair), Raw::Encoded(b"")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ours(body: &[u8]) -> Vec<(String, String)> {
        let text = |raw: Raw<'_>| raw.text().map_or_else(|lossy| lossy, Cow::into_owned);
        of_body(body).map(|(name, value)| (text(name), text(value))).collect()
    }

    fn theirs(body: &[u8]) -> Vec<(String, String)> {
        form_urlencoded::parse(body).into_owned().collect()
    }

    #[test]
    fn a_stray_percent_sign_stands_for_itself() {
        assert_eq!(ours(b"a=100%&b=%zz&c=%4&d=%41"), theirs(b"a=100%&b=%zz&c=%4&d=%41"));
    }

    #[test]
    fn text_that_is_not_utf8_is_told_and_kept() {
        assert_eq!(Raw::Encoded(b"a%FFb").text(), Err("a\u{FFFD}b".to_owned()));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_as_the_url_standard_has_it(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(ours(&body), theirs(&body));
        }

        #[test]
        fn crowded_bodies_decode_as_the_url_standard_has_it(body in "[&=%+a0-9A-F]{0,60}") {
            prop_assert_eq!(ours(body.as_bytes()), theirs(body.as_bytes()));
        }
    }
}
