//! What tells one page that creates something from every other.

use crate::submission::Pair;
use std::fmt;

/// 128 random bits in a page for something new. Whoever sends them again sends the same page
/// again, so they make one row, however often they arrive.
#[derive(Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// The name of its hidden input.
    pub(crate) const NAME: &'static str = "cas-nonce";

    /// One that there was never before; none where the system has no random numbers.
    #[cfg(feature = "create")]
    pub(crate) fn fresh() -> Option<Self> {
        let mut bits = [0; 16];
        getrandom::fill(&mut bits).ok()?;
        Some(Nonce(format!("{:032x}", u128::from_le_bytes(bits))))
    }

    /// Without the feature `create` no form is for something new.
    #[cfg(not(feature = "create"))]
    pub(crate) fn fresh() -> Option<Self> {
        None
    }

    /// The one that arrived, if it is one and all that arrived are the same.
    pub(crate) fn read(arrived: &[Pair<'_>]) -> Option<Self> {
        let is_ours = |(name, _): &&Pair<'_>| *name.bytes() == *Self::NAME.as_bytes();
        let mut arrived = arrived.iter().filter(is_ours).map(|(_, value)| value.bytes());
        let text = arrived.next()?;
        let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_one = text.len() == 32 && text.iter().all(is_digit);
        let is_same = arrived.all(|other| other == text);
        (is_one && is_same).then(|| Nonce(String::from_utf8_lossy(&text).into_owned()))
    }

    /// Its 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Nonce {
    /// Who knows it can learn what was made with it: it stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(..)")
    }
}
