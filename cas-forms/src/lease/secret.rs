//! What proves a lease.

use std::fmt;

/// 128 random bits that only the page which holds a lease knows. Stores keep its
/// [digest](Self::digest), so that who reads them can present no lease.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// One that there was never before; none where the system has no random numbers.
    #[cfg(feature = "lease")]
    pub fn fresh() -> Option<Self> {
        random(16).map(Secret)
    }

    /// The one that a page carries, if it is one.
    pub fn of_text(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (text.len() == 32 && text.bytes().all(is_digit)).then(|| Secret(text.to_owned()))
    }

    /// Its 32 hexadecimal digits, for the page.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The SHA-256 (FIPS 180-4) of its digits, in 64 hexadecimal digits: what stores keep.
    #[cfg(feature = "lease")]
    pub fn digest(&self) -> String {
        use sha2::{Digest as _, Sha256};
        hexadecimal(&Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    /// Who knows it can save and release in the holder's name: it stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// So many random bytes in hexadecimal digits.
#[cfg(feature = "lease")]
pub(super) fn random(bytes: usize) -> Option<String> {
    let mut bits = vec![0; bytes];
    getrandom::fill(&mut bits).ok()?;
    Some(hexadecimal(&bits))
}

#[cfg(feature = "lease")]
fn hexadecimal(bytes: &[u8]) -> String {
    // Every question to a store computes a digest: formatting each byte would take as long as the rest.
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(all(test, feature = "lease"))]
mod tests {
    use super::Secret;

    #[test]
    fn no_output_for_logs_shows_a_secret() {
        let secret = Secret::fresh().unwrap();
        assert!(!format!("{secret:?}").contains(secret.reveal()));
    }

    #[test]
    fn a_secret_comes_back_from_its_text_and_nothing_else_does() {
        let secret = Secret::fresh().unwrap();
        assert_eq!(Secret::of_text(secret.reveal()), Some(secret));
        for text in ["", "0", &"G".repeat(32), &"A".repeat(32), &"0".repeat(33)] {
            assert_eq!(Secret::of_text(text), None, "{text}");
        }
    }

    #[test]
    fn stores_keep_the_digest_that_databases_compute_as_well() {
        let secret = Secret::of_text(&"0".repeat(32)).unwrap();
        assert_eq!(
            secret.digest(),
            "84e0c0eafaa95a34c293f278ac52e45ce537bab5e752a00e6959a13ae103b65a"
        );
    }
}
