//! What a lease is for.

use super::LeaseError;
use crate::key::KeyText;
use std::fmt;

/// The name of what is leased: a resource, usually a table, and the parts of a key, as a JSON Pointer
/// (RFC 6901, section 3) has them: `customers/7`, `order_lines/7/3`. SQL can make it of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseKey(String);

impl LeaseKey {
    /// The most bytes that it may have: databases cannot index more.
    pub const MAX_BYTES: usize = 700;

    /// The key of a row of this resource.
    ///
    /// ```
    /// use cas_forms::LeaseKey;
    ///
    /// assert_eq!(LeaseKey::new("customers", &7)?.as_str(), "customers/7");
    /// let key = LeaseKey::new("prices", &("a/b~c".to_owned(), 3))?;
    /// assert_eq!(key.as_str(), "prices/a~1b~0c/3");
    /// # Ok::<(), cas_forms::LeaseError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`LeaseError::KeyTooLong`], beyond [`MAX_BYTES`](Self::MAX_BYTES).
    pub fn new<K: KeyText>(resource: &str, key: &K) -> Result<Self, LeaseError> {
        let mut parts = Vec::new();
        key.write_parts(&mut parts);
        let mut text = resource.to_owned();
        for part in &parts {
            text.push('/');
            // No part of a primary key is null.
            for letter in part.as_deref().unwrap_or_default().chars() {
                match letter {
                    '~' => text.push_str("~0"),
                    '/' => text.push_str("~1"),
                    letter => text.push(letter),
                }
            }
        }
        if text.len() > Self::MAX_BYTES {
            return Err(LeaseError::KeyTooLong);
        }
        Ok(LeaseKey(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LeaseKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::LeaseKey;
    use proptest::prelude::*;

    #[test]
    fn a_key_that_no_database_can_index_is_an_error() {
        assert!(LeaseKey::new("t", &"x".repeat(698)).is_ok());
        assert!(LeaseKey::new("t", &"x".repeat(699)).is_err());
    }

    proptest! {
        #[test]
        fn different_keys_have_different_names(a: (String, String), b: (String, String)) {
            let name = |key: &(String, String)| LeaseKey::new("t", key).map(|key| key.0);
            if let (Ok(one), Ok(other)) = (name(&a), name(&b)) {
                prop_assert_eq!(one == other, a == b);
            }
        }
    }
}
