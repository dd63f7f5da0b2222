//! The key ring.

use super::digest::BYTES;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The keys that pages are sealed with: the first one signs, each of them is accepted.
///
/// Make it once, when the program starts; a copy costs nothing. A key is 32 random bytes or more, known
/// to the servers and to nobody else.
///
/// ```
/// use cas_forms::SealKeys;
///
/// # let (new, old) = ([1; 32], [2; 32]);
/// let keys = SealKeys::new("2026-11", new)?.accepting("2026-05", old)?;
/// assert_eq!(format!("{keys:?}"), r#"SealKeys(["2026-11", "2026-05"])"#);
/// # Ok::<(), cas_forms::SealKeyError>(())
/// ```
#[derive(Clone)]
pub struct SealKeys {
    ring: Arc<[Key]>,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

#[derive(Clone)]
struct Key {
    id: String,
    mac: Hmac<Sha256>,
}

impl SealKeys {
    /// The fewest bytes of a key: as many as SHA-256 gives (RFC 2104 section 3).
    pub const LEAST_BYTES: usize = 32;

    /// The most characters of a key's id.
    pub const LONGEST_ID: usize = 32;

    /// A ring of one key, which signs. Its id stands in every page, in clear.
    ///
    /// # Errors
    ///
    /// A key that is too short, an id that is none.
    pub fn new(id: impl Into<String>, key: impl AsRef<[u8]>) -> Result<Self, SealKeyError> {
        let key = Key::new(id.into(), key.as_ref())?;
        Ok(SealKeys { ring: Arc::new([key]), clock: Arc::new(SystemTime::now) })
    }

    /// With one more key that pages are accepted under: the next one, before it signs, or the last one,
    /// as long as there are pages under it.
    ///
    /// # Errors
    ///
    /// Those of [`new`](Self::new), and an id that the ring has already.
    pub fn accepting(
        self,
        id: impl Into<String>,
        key: impl AsRef<[u8]>,
    ) -> Result<Self, SealKeyError> {
        let key = Key::new(id.into(), key.as_ref())?;
        if self.ring.iter().any(|known| known.id == key.id) {
            return Err(SealKeyError::Twice(key.id));
        }
        let ring = self.ring.iter().cloned().chain([key]).collect();
        Ok(SealKeys { ring, ..self })
    }

    /// By another clock than that of the system, for tests.
    pub fn with_clock(self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        SealKeys { clock: Arc::new(clock), ..self }
    }

    /// Seconds since 1970.
    pub(super) fn now(&self) -> u64 {
        (self.clock)().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
    }

    /// The id of the key that signs, and its code of these parts.
    pub(super) fn sign(&self, parts: &[&[u8]]) -> (&str, [u8; 32]) {
        // A ring is made of one key, and none is ever taken out.
        let Key { id, mac } = &self.ring[0];
        (id, authenticate(mac, parts).finalize().into_bytes().into())
    }

    /// Whether the key of this id made this code of these parts. It takes as long whatever is wrong with
    /// the code.
    pub(super) fn verify(&self, id: &str, parts: &[&[u8]], code: &[u8; 32]) -> bool {
        let key = self.ring.iter().find(|key| key.id == id);
        key.is_some_and(|key| authenticate(&key.mac, parts).verify_slice(code).is_ok())
    }
}

impl SealKeys {
    /// The same of the beginning of a code.
    pub(super) fn verify_digest(&self, id: &str, parts: &[&[u8]], code: &[u8; BYTES]) -> bool {
        let key = self.ring.iter().find(|key| key.id == id);
        key.is_some_and(|key| authenticate(&key.mac, parts).verify_truncated_left(code).is_ok())
    }
}

/// Each part goes in behind its length, so that no two lists of parts are one text.
fn authenticate(mac: &Hmac<Sha256>, parts: &[&[u8]]) -> Hmac<Sha256> {
    parts.iter().fold(mac.clone(), |mac, part| {
        mac.chain_update((part.len() as u64).to_be_bytes()).chain_update(part)
    })
}

impl Key {
    fn new(id: String, key: &[u8]) -> Result<Self, SealKeyError> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if id.is_empty() || id.len() > SealKeys::LONGEST_ID || !id.bytes().all(is_plain) {
            return Err(SealKeyError::Id(id));
        }
        match Hmac::new_from_slice(key) {
            Ok(mac) if key.len() >= SealKeys::LEAST_BYTES => Ok(Key { id, mac }),
            _ => Err(SealKeyError::Short { id, bytes: key.len() }),
        }
    }
}

impl fmt::Debug for SealKeys {
    /// The ids: who knows a key can forge pages, so keys stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self.ring.iter().map(|key| &key.id).collect();
        f.debug_tuple("SealKeys").field(&ids).finish()
    }
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SealKeyError {
    /// Fewer than [`SealKeys::LEAST_BYTES`].
    Short {
        /// Of this key.
        id: String,
        /// So many bytes.
        bytes: usize,
    },
    /// Not an id: letters and digits of ASCII, `-` and `_`, at most [`SealKeys::LONGEST_ID`] of them.
    Id(String),
    /// Two keys have this id.
    Twice(String),
}

impl fmt::Display for SealKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SealKeyError::Short { id, bytes } => {
                let least = SealKeys::LEAST_BYTES;
                write!(f, "the key {id:?} has {bytes} bytes: a seal needs {least} random ones")
            }
            SealKeyError::Id(id) => write!(
                f,
                "{id:?} is no id of a key: use 1 to {} of A-Z, a-z, 0-9, - and _",
                SealKeys::LONGEST_ID
            ),
            SealKeyError::Twice(id) => write!(f, "two keys have the id {id:?}"),
        }
    }
}

impl Error for SealKeyError {}
