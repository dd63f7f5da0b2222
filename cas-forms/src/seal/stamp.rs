//! The text of a seal: `1.KEY.TIME.CODE.`, in front of what it seals.

use base64::Engine as _;
pub(super) use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use std::fmt::Write as _;

/// The version of the format.
pub(super) const VERSION: &str = "1";

/// What stands in front of a sealed text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stamp<'t> {
    /// The id of the key.
    pub(super) key: &'t str,
    /// Seconds since 1970.
    pub(super) time: u64,
    pub(super) code: [u8; 32],
}

impl<'t> Stamp<'t> {
    /// Appends its text.
    pub(super) fn write(&self, out: &mut String) {
        let _ = write!(out, "{VERSION}.{}.{}.", self.key, self.time);
        BASE64.encode_string(self.code, out);
        out.push('.');
    }

    /// How long the text of a seal is that stands here; none if none does. It ends with its fourth dot
    /// and holds nothing that a browser would encode.
    pub(super) fn length(bytes: &[u8]) -> Option<usize> {
        let is_ours = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        let mut dots = bytes.iter().enumerate().take_while(|(_, byte)| is_ours(**byte));
        let (last, _) = dots.by_ref().filter(|(_, byte)| **byte == b'.').nth(3)?;
        Some(last + 1)
    }

    /// The inverse of [`write`](Self::write): any other spelling is none.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        let mut parts = text.split('.');
        let (version, key) = (parts.next()?, parts.next()?);
        let (time, code) = (parts.next()?, parts.next()?);
        let code = BASE64.decode(code).ok()?.try_into().ok()?;
        let stamp = Stamp { key, time: time.parse().ok()?, code };
        let mut again = String::with_capacity(text.len());
        stamp.write(&mut again);
        (version == VERSION && again == text).then_some(stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    const STAMP: Stamp<'_> = Stamp { key: "2026-11", time: 1_700_000_000, code: [0xFB; 32] };

    fn text() -> String {
        let mut text = String::new();
        STAMP.write(&mut text);
        text
    }

    #[test]
    fn a_stamp_comes_back_from_its_text_in_front_of_anything() {
        let text = text();
        assert_eq!(text, "1.2026-11.1700000000.-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s.");
        assert_eq!(Stamp::read(&text), Some(STAMP));
        for behind in ["", "\"a.b\"", "1.2", "%22", "\u{FFFD}"] {
            assert_eq!(Stamp::length(format!("{text}{behind}").as_bytes()), Some(text.len()));
        }
    }

    #[test]
    fn a_stamp_has_one_spelling() {
        let good = text();
        for (from, to) in [
            ("1.2026", "2.2026"),
            ("1.2026", "01.2026"),
            (".17", ".017"),
            (".17", ".+17"),
            (".17", ".-17"),
            ("-_s.", "-_s=."),
            // The same bytes but for bits that say nothing.
            ("-_s.", "-_t."),
            ("-_v7", "+/v7"),
            ("-_s.", "-_s"),
            ("-_s.", "-_s.."),
            ("-_v7", "-_v"),
            ("-_v7", "-_v7-_v7"),
            ("1700000000", "99999999999999999999"),
            ("1700000000", ""),
        ] {
            let bad = good.replacen(from, to, 1);
            assert_ne!(bad, good, "{from} is there");
            assert_eq!(Stamp::read(&bad), None, "{bad}");
        }
        assert_eq!(Stamp::length(b"1.2.3"), None);
        assert_eq!(Stamp::length("1.2.%33.4.".as_bytes()), None);
    }
}
