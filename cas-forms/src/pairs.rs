//! Name/value pairs: from the bytes of a body (application/x-www-form-urlencoded, URL standard
//! section 5.1) or from whatever a framework has decoded already.

use crate::words::{self, equal};
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
    /// The bytes as they were sent.
    #[cfg(feature = "seal")]
    pub(crate) fn sent(self) -> &'b [u8] {
        let (Raw::Encoded(bytes) | Raw::Plain(bytes)) = self;
        bytes
    }

    /// What was sent before and after this place.
    #[cfg(feature = "seal")]
    pub(crate) fn split_at(self, at: usize) -> Option<(Self, Self)> {
        match self {
            Raw::Encoded(bytes) => bytes
                .split_at_checked(at)
                .map(|(before, rest)| (Raw::Encoded(before), Raw::Encoded(rest))),
            Raw::Plain(bytes) => bytes
                .split_at_checked(at)
                .map(|(before, rest)| (Raw::Plain(before), Raw::Plain(rest))),
        }
    }

    /// The decoded bytes.
    pub(crate) fn bytes(self) -> Cow<'b, [u8]> {
        match self {
            Raw::Plain(bytes) => Cow::Borrowed(bytes),
            Raw::Encoded(bytes) if !words::any(bytes, encoded) => Cow::Borrowed(bytes),
            Raw::Encoded(bytes) => {
                let mut out = Vec::new();
                decode(bytes, &mut out);
                Cow::Owned(out)
            }
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

    /// The decoded text, as [`text`](Self::text), in the given room if it needs any.
    pub(crate) fn text_in<'r>(self, room: &'r mut Vec<u8>) -> Result<&'r str, String>
    where
        'b: 'r,
    {
        let bytes = match self {
            Raw::Plain(bytes) => bytes,
            Raw::Encoded(bytes) if !words::any(bytes, encoded) => bytes,
            Raw::Encoded(bytes) => {
                room.clear();
                decode(bytes, room);
                room
            }
        };
        str::from_utf8(bytes).map_err(|_| String::from_utf8_lossy(bytes).into_owned())
    }
}

/// What a hexadecimal digit stands for; more than 15 for what is none.
const HEX: [u8; 256] = {
    let mut table = [0xFF; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value as usize];
        table[digit as usize] = value;
        table[digit.to_ascii_uppercase() as usize] = value;
        value += 1;
    }
    table
};

/// What is not itself in an encoded text.
fn encoded(word: u64) -> u64 {
    equal(word, b'%') | equal(word, b'+')
}

/// Appends what `bytes` stand for: `+` is a blank, `%XX` a byte; a percent sign without two
/// hexadecimal digits stands for itself.
fn decode(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len());
    let mut rest = bytes;
    while let Some(word) = rest.first_chunk::<8>() {
        let word = u64::from_le_bytes(*word);
        let plus = equal(word, b'+') >> 7;
        let blanks = word ^ (plus * u64::from(b'+' ^ b' '));
        out.extend_from_slice(&blanks.to_le_bytes());
        let clean = equal(word, b'%').trailing_zeros() as usize / 8;
        out.truncate(out.len() - (8 - clean));
        rest = &rest[clean..];
        // Where there is one there are several: letters beyond ASCII take two to four.
        while let [b'%', ..] = rest {
            rest = decode_one(rest, out);
        }
    }
    while !rest.is_empty() {
        rest = decode_one(rest, out);
    }
}

/// Decodes what comes first and gives the rest.
fn decode_one<'b>(bytes: &'b [u8], out: &mut Vec<u8>) -> &'b [u8] {
    if let [b'%', high, low, rest @ ..] = bytes {
        let (high, low) = (HEX[usize::from(*high)], HEX[usize::from(*low)]);
        if high | low < 16 {
            out.push(high << 4 | low);
            return rest;
        }
    }
    out.push(if bytes[0] == b'+' { b' ' } else { bytes[0] });
    &bytes[1..]
}

/// The pairs of a body, in order. Empty pairs (`&&`) are none.
pub(crate) fn of_body(body: &[u8]) -> impl Iterator<Item = (Raw<'_>, Raw<'_>)> {
    let mut signs = words::positions(body, |word| equal(word, b'&'));
    let mut start = 0;
    let pairs = std::iter::from_fn(move || {
        let end = match signs.next() {
            Some(end) => end,
            None if start <= body.len() => body.len(),
            None => return None,
        };
        let pair = &body[start..end];
        start = end + 1;
        Some(pair)
    });
    pairs.filter(|pair| !pair.is_empty()).map(|pair| {
        match pair.iter().position(|&byte| byte == b'=') {
            Some(at) => (Raw::Encoded(&pair[..at]), Raw::Encoded(&pair[at + 1..])),
            None => (Raw::Encoded(pair), Raw::Encoded(b"")),
        }
    })
}

/// The text of this name; none if it did not arrive, or more than once, or is no text.
pub(crate) fn only<'b>(body: &'b [u8], name: &str) -> Option<Cow<'b, str>> {
    let mut found = of_body(body).filter(|(each, _)| *each.bytes() == *name.as_bytes());
    match (found.next(), found.next()) {
        (Some((_, value)), None) => value.text().ok(),
        _ => None,
    }
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
