//! Looking for bytes eight at a time, without a branch for each.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;

/// A high bit for each byte that is this one.
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    below(word ^ (ONES * byte as u64), 1)
}

/// A high bit for each byte that is one of these two, which differ in one bit.
pub(crate) const fn one_of_two(word: u64, one: u8, other: u8) -> u64 {
    equal(word | (ONES * (one ^ other) as u64), one | other)
}

/// A high bit for each byte that is less than this one, which is at most 128.
pub(crate) const fn below(word: u64, byte: u8) -> u64 {
    // No sum is carried into the next byte.
    let not_below = (word & !HIGH) + ONES * (128 - byte) as u64;
    !(not_below | word) & HIGH
}

/// Where bytes stand for which `hits` ([`equal`] and the like, or-ed) sets the high bit. A blank
/// must be no hit.
pub(crate) fn positions<H: Fn(u64) -> u64>(bytes: &[u8], hits: H) -> Positions<'_, H> {
    Positions { bytes, end: 0, left: 0, hits }
}

pub(crate) struct Positions<'b, H> {
    bytes: &'b [u8],
    /// What lies before was looked at,
    end: usize,
    /// and gave these hits in the last word.
    left: u64,
    hits: H,
}

impl<H: Fn(u64) -> u64> Iterator for Positions<'_, H> {
    type Item = usize;

    // Called once for each hit, the loop would start anew each time.
    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            let rest = self.bytes.get(self.end..).filter(|rest| !rest.is_empty())?;
            let word = match rest.first_chunk() {
                Some(word) => u64::from_le_bytes(*word),
                None => padded(rest),
            };
            self.left = (self.hits)(word);
            self.end += 8;
        }
        let first = self.left.trailing_zeros() as usize / 8;
        self.left &= self.left - 1;
        Some(self.end - 8 + first)
    }
}

/// Whether there is any such byte.
pub(crate) fn any(bytes: &[u8], hits: impl Fn(u64) -> u64) -> bool {
    let Some(last) = bytes.last_chunk::<8>() else { return hits(padded(bytes)) != 0 };
    let hits = |word: &[u8; 8]| hits(u64::from_le_bytes(*word));
    let (words, _) = bytes.as_chunks::<8>();
    // The last eight may be looked at twice.
    words.iter().fold(hits(last), |all, word| all | hits(word)) != 0
}

/// The bits that `class` sets for any of the bytes. It has no branch, so
/// that sixteen bytes are looked at in one go, and sets none for a blank.
pub(crate) fn union(bytes: &[u8], class: impl Fn(u8) -> u8) -> u8 {
    let mut all = last(bytes).map(&class);
    // What is in the last chunk too is looked at twice.
    for chunk in bytes.as_chunks::<16>().0 {
        for (all, byte) in all.iter_mut().zip(chunk) {
            *all |= class(*byte);
        }
    }
    all.iter().fold(0, |all, lane| all | lane)
}

/// The last sixteen bytes, or all of them with blanks behind.
fn last(bytes: &[u8]) -> [u8; 16] {
    bytes.last_chunk().copied().unwrap_or_else(|| {
        let mut padded = [b' '; 16];
        padded[..bytes.len()].copy_from_slice(bytes);
        padded
    })
}

/// A word of less than eight bytes, with blanks behind them.
fn padded(bytes: &[u8]) -> u64 {
    let blanks = ONES * u64::from(b' ');
    bytes.iter().rev().fold(blanks, |word, &byte| word << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::{TestCaseError, prop_assert_eq, proptest};

    fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
        let slow = |&b: &u8| b < 0x20 || b == 0xFF || b == b'"' || b == b'&';
        let fast = |word| below(word, 0x20) | equal(word, 0xFF) | one_of_two(word, b'"', b'&');
        let expected: Vec<usize> = (0..bytes.len()).filter(|&at| slow(&bytes[at])).collect();
        prop_assert_eq!(positions(bytes, fast).collect::<Vec<_>>(), expected);
        prop_assert_eq!(any(bytes, fast), bytes.iter().any(slow));
        let class = |byte: u8| byte ^ b' ';
        let all = bytes.iter().fold(0, |all, byte| all | class(*byte));
        prop_assert_eq!(union(bytes, class), all);
        Ok(())
    }

    proptest! {
        #[test]
        fn all_hits_are_found(bytes in vec(0_u8..=255, 0..40)) {
            check(&bytes)?;
        }

        #[test]
        fn neighbours_are_told_apart(bytes in vec(0x1E_u8..0x28, 0..40)) {
            check(&bytes)?;
        }
    }
}
