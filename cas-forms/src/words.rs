//! Looking for bytes eight at a time, without a branch for each.

const ONES: u64 = u64::MAX / 255;
const HIGH: u64 = ONES << 7;
const BLANKS: u64 = ONES * b' ' as u64;

/// A high bit for each byte that is this one. Above the first, bits may be set by mistake.
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    let other = word ^ (ONES * byte as u64);
    other.wrapping_sub(ONES) & !other & HIGH
}

/// A high bit for each byte that is one of these two, which differ in one bit. Above the first, bits
/// may be set by mistake.
pub(crate) const fn one_of_two(word: u64, one: u8, other: u8) -> u64 {
    equal(word | (ONES * (one ^ other) as u64), one | other)
}

/// A high bit for each byte that is less than this one, which is at most 128. Above the first, bits
/// may be set by mistake.
pub(crate) const fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * byte as u64) & !word & HIGH
}

/// Where the first byte stands for which `hits` ([`equal`] and the like, or-ed) sets its high bit. A blank must be no hit.
pub(crate) fn position(bytes: &[u8], hits: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    let first = |hits: u64| hits.trailing_zeros() as usize / 8;
    for (index, word) in words.iter().enumerate() {
        let hits = hits(u64::from_le_bytes(*word));
        if hits != 0 {
            return Some(index * 8 + first(hits));
        }
    }
    let word = match bytes.last_chunk::<8>() {
        // The last eight bytes, without those that were looked at.
        Some(last) if !rest.is_empty() => {
            (u64::from_le_bytes(*last) >> (64 - 8 * rest.len())) | (BLANKS << (8 * rest.len()))
        }
        _ => rest.iter().rev().fold(BLANKS, |word, &byte| word << 8 | u64::from(byte)),
    };
    let hits = hits(word);
    (hits != 0).then(|| words.len() * 8 + first(hits))
}

/// Whether there is any hit; see [`position`].
pub(crate) fn any(bytes: &[u8], hits: impl Fn(u64) -> u64) -> bool {
    let hits = |word: &[u8; 8]| hits(u64::from_le_bytes(*word));
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        // The last eight may be looked at twice.
        (Some(_), Some(last)) => {
            let (words, _) = bytes.as_chunks::<8>();
            hits(last) | words.iter().fold(0, |all, word| all | hits(word)) != 0
        }
        _ => {
            let mut word = [b' '; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            hits(&word) != 0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn the_first_hit_is_found(bytes in proptest::collection::vec(0_u8..=255, 0..40)) {
            let slow = bytes.iter().position(|&b| b < 0x20 || b == b'"' || b == 0xFF);
            let hits = |word| below(word, 0x20) | equal(word, b'"') | equal(word, 0xFF);
            prop_assert_eq!(position(&bytes, hits), slow);
            prop_assert_eq!(any(&bytes, hits), slow.is_some());
        }

        #[test]
        fn neighbours_are_told_apart(bytes in proptest::collection::vec(0x1E_u8..0x28, 0..40)) {
            let slow = bytes.iter().position(|&b| b < 0x20 || b == b'"' || b == b'&');
            let hits = |word| below(word, 0x20) | one_of_two(word, b'"', b'&');
            prop_assert_eq!(position(&bytes, hits), slow);
            prop_assert_eq!(any(&bytes, hits), slow.is_some());
        }
    }
}
