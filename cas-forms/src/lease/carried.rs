//! The lease that a page carries from the GET to the POST.

use super::{Lease, Leased, Locking, Secret};
use crate::at::Permits;
use crate::pairs;

/// What a submission says of its lease: the page's hidden input `cas-lease`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presented {
    proof: Proof,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Proof {
    /// Nothing, or nonsense.
    #[default]
    Missing,
    /// The page was opened while no lease could be had.
    Unfenced,
    Secret(Secret),
}

impl Presented {
    /// The name of its hidden input.
    pub const NAME: &'static str = "cas-lease";

    pub(super) const UNFENCED: &'static str = "unfenced";

    /// From the bytes of an `application/x-www-form-urlencoded` body. Whatever arrives, there is an
    /// answer: what is no lease is none.
    pub fn of_body(body: &(impl AsRef<[u8]> + ?Sized)) -> Self {
        pairs::only(body.as_ref(), Self::NAME)
            .map_or_else(Self::default, |text| Self::of_text(&text))
    }

    /// From decoded name/value pairs.
    pub fn of_pairs<N: AsRef<[u8]>, V: AsRef<[u8]>>(pairs: &[(N, V)]) -> Self {
        let mut found = pairs.iter().filter(|(name, _)| name.as_ref() == Self::NAME.as_bytes());
        match (found.next(), found.next()) {
            (Some((_, value)), None) => {
                str::from_utf8(value.as_ref()).map_or_else(|_| Self::default(), Self::of_text)
            }
            _ => Self::default(),
        }
    }

    /// From the text of the hidden input.
    pub fn of_text(text: &str) -> Self {
        let proof = match Secret::of_text(text) {
            Some(secret) => Proof::Secret(secret),
            None if text == Self::UNFENCED => Proof::Unfenced,
            None => Proof::Missing,
        };
        Presented { proof }
    }

    /// The secret, if one arrived.
    pub fn secret(&self) -> Option<&Secret> {
        match &self.proof {
            Proof::Secret(secret) => Some(secret),
            Proof::Missing | Proof::Unfenced => None,
        }
    }

    /// Whether the page was opened while no lease could be had.
    pub fn is_unfenced(&self) -> bool {
        self.proof == Proof::Unfenced
    }
}

impl From<&Lease> for Presented {
    fn from(lease: &Lease) -> Self {
        Presented { proof: Proof::Secret(lease.secret().clone()) }
    }
}

impl From<&Locking> for Presented {
    fn from(locking: &Locking) -> Self {
        match locking {
            Locking::Mine(lease) => lease.into(),
            Locking::Taken(_) => Presented::default(),
            Locking::Unfenced => Presented { proof: Proof::Unfenced },
        }
    }
}

/// A place whose saves present this lease; [`At::lease`](crate::At::lease) makes it.
#[derive(Clone, Debug)]
pub struct Under(pub(crate) Presented);

impl Permits<Leased> for Under {
    fn presented(&self) -> Option<&Presented> {
        Some(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Presented, Secret};

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn the_lease_is_found_in_a_body_and_in_pairs() {
        let body = format!("name=Ann&cas-lease={SECRET}&x=1");
        let of_pairs = Presented::of_pairs(&[("cas-lease", SECRET)]);
        for presented in [Presented::of_body(&body), of_pairs] {
            assert_eq!(presented.secret().map(Secret::reveal), Some(SECRET));
        }
        assert!(Presented::of_body("cas-lease=unfenced").is_unfenced());
    }

    #[test]
    fn what_is_no_lease_or_arrives_twice_is_none() {
        let twice = format!("cas-lease={SECRET}&cas-lease={SECRET}");
        for body in ["", "cas-lease=", "cas-lease=abc", "cas-lease=%FF", &twice] {
            assert_eq!(Presented::of_body(body), Presented::default(), "{body}");
        }
    }
}
