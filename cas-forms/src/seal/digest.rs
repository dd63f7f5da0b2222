//! Digests in place of a large original: `#ORIGINAL.SHOWN`.

use super::page::{PageSeal, Subject};
use super::stamp::BASE64;
use super::{DIGESTS, Digested};
use crate::submission::Arrived;
use base64::Engine as _;

/// Half of what SHA-256 gives, as RFC 2104 section 5 allows: nobody else can compute any.
pub(super) const BYTES: usize = 16;

impl PageSeal {
    /// What stands in place of an original.
    pub(crate) fn digests(&self, field: &str, original: &str, shown: &str) -> String {
        let mut out = DIGESTS.to_owned();
        for (which, text) in [(Digested::Original, original), (Digested::Shown, shown)] {
            let code = self.with_parts(Subject::Digest(which, field), text, 0, |parts| {
                self.keys().sign(parts).1
            });
            if out.len() > DIGESTS.len() {
                out.push('.');
            }
            BASE64.encode_string(&code[..BYTES], &mut out);
        }
        out
    }

    /// Whether what arrived in place of an original is of this text.
    pub(crate) fn is_digested(
        &self,
        which: Digested,
        field: &str,
        arrived: &Arrived<'_>,
        text: &str,
    ) -> bool {
        let code = || -> Option<[u8; BYTES]> {
            let sent = arrived.original?.text().ok()?;
            let (original, shown) = sent.strip_prefix(DIGESTS)?.split_once('.')?;
            let code = if which == Digested::Original { original } else { shown };
            BASE64.decode(code).ok()?.try_into().ok()
        };
        // Of the key that the original is sealed under.
        let (Some(key), Some(code)) = (arrived.seal.text().split('.').nth(1), code()) else {
            return false;
        };
        self.with_parts(Subject::Digest(which, field), text, 0, |parts| {
            self.keys().verify_digest(key, parts, &code)
        })
    }
}
