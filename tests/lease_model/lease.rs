//! One lease, as a database or another store has it.

/// How long a lease lasts.
pub(crate) const TTL: u8 = 1;

/// A row of `cas_leases`, or what another store remembers of it: nothing is all zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Lease {
    /// Whose secret it is.
    pub(crate) page: Option<u8>,
    pub(crate) fence: u8,
    pub(crate) ends: u8,
}

impl Lease {
    pub(crate) fn is_of(&self, page: u8) -> bool {
        self.page == Some(page)
    }

    /// `acquire` in `cas-forms-diesel/src/lease/sql.rs` (`cas_lease_acquire` on MariaDB) with the
    /// floor of `ask_above` in `database.rs`; `ACQUIRE` in `cas-forms/src/lease/redis/script.rs` and
    /// `Leases::acquire` in `memory.rs` with the clock as the floor.
    pub(crate) fn acquire(&mut self, page: u8, now: u8, floor: u8) -> bool {
        if !self.is_of(page) {
            if self.ends > now {
                return false;
            }
            self.fence = (self.fence + 1).max(floor);
        }
        self.page = Some(page);
        self.ends = now + TTL;
        true
    }

    /// `take_over` in the same places.
    pub(crate) fn take_over(&mut self, page: u8, now: u8, seen: u8) -> bool {
        let is_same = self.fence == seen;
        if is_same {
            *self = Lease { page: Some(page), fence: self.fence + 1, ends: now + TTL };
        }
        is_same
    }

    /// `renew` in the same places: no matter whether it has ended.
    pub(crate) fn renew(&mut self, page: u8, now: u8) -> bool {
        if self.is_of(page) {
            self.ends = now + TTL;
        }
        self.is_of(page)
    }

    /// `release` in the same places: the fencing token stays.
    pub(crate) fn release(&mut self, page: u8) -> bool {
        let is_own = self.is_of(page);
        if is_own {
            *self = Lease { fence: self.fence, ..Lease::default() };
        }
        is_own
    }
}
