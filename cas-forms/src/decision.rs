//! The decision: original, current and submitted in, what to do out. A pure function.
//!
//! | dirty | moved | strict | merge |
//! | --- | --- | --- | --- |
//! | no | no | keep | keep |
//! | yes | no | write | write |
//! | yes, submitted = current | yes | already applied | already applied |
//! | no | yes | stale | take current |
//! | yes | yes | stale | conflict |
//!
//! *Dirty*: what was submitted is not what the control showed. *Moved*: what the row holds is not
//! the original. When every dirty field (and there is one) is already applied, the submission is
//! done, whatever else moved; in merge a group is applied only as a whole.

use std::fmt;
use std::ops::{BitAnd, BitOr, BitOrAssign, Not};

/// A set of fields, by their index in the form.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Mask(u128);

impl Mask {
    /// The most fields a form can have.
    pub const MAX_FIELDS: usize = 128;
    /// No field.
    pub const EMPTY: Mask = Mask(0);

    /// The first `count` fields.
    pub const fn first(count: usize) -> Self {
        if count >= Self::MAX_FIELDS { Mask(u128::MAX) } else { Mask((1 << count) - 1) }
    }

    /// One field; none for an index beyond [`Mask::MAX_FIELDS`].
    pub const fn only(index: usize) -> Self {
        if index >= Self::MAX_FIELDS { Mask(0) } else { Mask(1 << index) }
    }

    /// These fields.
    pub const fn of(fields: &[usize]) -> Self {
        let (mut mask, mut next) = (Mask::EMPTY, 0);
        while next < fields.len() {
            mask.0 |= Mask::only(fields[next]).0;
            next += 1;
        }
        mask
    }

    /// Whether the field is in the set.
    pub const fn has(self, index: usize) -> bool {
        self.0 & Self::only(index).0 != 0
    }

    /// Adds the field.
    pub fn insert(&mut self, index: usize) {
        *self |= Self::only(index);
    }

    /// Takes the field out.
    pub fn remove(&mut self, index: usize) {
        self.0 &= !Self::only(index).0;
    }

    /// Whether no field is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many fields are in the set.
    pub const fn count(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The fields in rising order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut bits = self.0;
        std::iter::from_fn(move || {
            let index = bits.trailing_zeros() as usize;
            (bits != 0).then(|| {
                bits &= bits - 1;
                index
            })
        })
    }
}

impl BitOr for Mask {
    type Output = Mask;
    fn bitor(self, other: Mask) -> Mask {
        Mask(self.0 | other.0)
    }
}

impl BitOrAssign for Mask {
    fn bitor_assign(&mut self, other: Mask) {
        self.0 |= other.0;
    }
}

impl BitAnd for Mask {
    type Output = Mask;
    fn bitand(self, other: Mask) -> Mask {
        Mask(self.0 & other.0)
    }
}

impl Not for Mask {
    type Output = Mask;
    fn not(self) -> Mask {
        Mask(!self.0)
    }
}

impl fmt::Debug for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// What happens where somebody else changed a field that this page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnStale {
    /// Any field that moved refuses the submission.
    #[default]
    Strict,
    /// Only a field that both changed refuses it; what others changed is taken over.
    Merge,
}

/// What is known of the fields on the page once the row was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Submitted is not what was shown.
    pub dirty: Mask,
    /// Current is not the original.
    pub moved: Mask,
    /// Submitted is what the row already holds.
    pub arrived: Mask,
}

/// What to do with a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was changed here or elsewhere.
    Unchanged,
    /// Everything that was changed here is already in the row.
    AlreadyApplied {
        /// As in [`Verdict::Write`].
        taken: Mask,
    },
    /// Write these fields.
    Write {
        /// The fields to set.
        set: Mask,
        /// The fields whose current value is taken over from somebody else (merge only).
        taken: Mask,
    },
    /// Refuse: these fields stand against it.
    Stale(Mask),
}

/// Decides over all fields of a page. `groups` holds sets of fields that count as one value in
/// merge; strict ignores them.
pub fn decide(policy: OnStale, groups: &[Mask], facts: Facts) -> Verdict {
    let Facts { dirty, moved, arrived } = facts;
    // A group counts as one value: it is applied as a whole or not at all.
    let (conflicts, taken) = match policy {
        OnStale::Strict => (Mask::EMPTY, Mask::EMPTY),
        OnStale::Merge => {
            let groups = groups.iter().map(|&group| grouped(group, facts));
            (groups.fold(Mask::EMPTY, BitOr::bitor), moved & !dirty)
        }
    };
    if !dirty.is_empty() && (dirty & !arrived).is_empty() && conflicts.is_empty() {
        return Verdict::AlreadyApplied { taken };
    }
    let stale = match policy {
        OnStale::Strict => moved,
        OnStale::Merge => conflicts | (moved & dirty & !arrived),
    };
    if !stale.is_empty() {
        return Verdict::Stale(stale);
    }
    // A field that already holds what was submitted needs no write; in merge only, since strict
    // has refused whatever moved.
    let set = dirty & !(moved & arrived);
    if set.is_empty() && moved.is_empty() {
        Verdict::Unchanged
    } else {
        Verdict::Write { set, taken }
    }
}

/// The fields of a group that conflicts: it is dirty and moved, and not already applied whole.
fn grouped(group: Mask, Facts { dirty, moved, arrived }: Facts) -> Mask {
    let touched = !(group & dirty).is_empty() && !(group & moved).is_empty();
    let applied = ((group & dirty) & !arrived).is_empty() && (group & moved & !dirty).is_empty();
    if touched && !applied { group & (dirty | moved) } else { Mask::EMPTY }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: OnStale = OnStale::Strict;
    const MERGE: OnStale = OnStale::Merge;

    fn mask(fields: &[usize]) -> Mask {
        fields.iter().fold(Mask::EMPTY, |mask, &field| mask | Mask::only(field))
    }

    fn facts(dirty: &[usize], moved: &[usize], arrived: &[usize]) -> Facts {
        Facts { dirty: mask(dirty), moved: mask(moved), arrived: mask(arrived) }
    }

    fn write(set: &[usize], taken: &[usize]) -> Verdict {
        Verdict::Write { set: mask(set), taken: mask(taken) }
    }

    /// The table of the module's documentation, one row a test case.
    #[test]
    fn one_field_is_decided_as_the_table_says() {
        use Verdict::{Stale, Unchanged};
        let applied = Verdict::AlreadyApplied { taken: Mask::EMPTY };
        let stale = Stale(mask(&[0]));
        for (dirty, moved, arrived, strict, merge) in [
            (false, false, false, Unchanged, Unchanged),
            (true, false, false, write(&[0], &[]), write(&[0], &[])),
            (true, true, true, applied, applied),
            (false, true, false, stale, write(&[], &[0])),
            (true, true, false, stale, stale),
        ] {
            let of = |set: bool| if set { mask(&[0]) } else { Mask::EMPTY };
            let facts = Facts { dirty: of(dirty), moved: of(moved), arrived: of(arrived) };
            assert_eq!(decide(STRICT, &[], facts), strict, "strict, {facts:?}");
            assert_eq!(decide(MERGE, &[], facts), merge, "merge, {facts:?}");
        }
    }

    #[test]
    fn all_dirty_fields_applied_is_done_whatever_else_moved() {
        let facts = facts(&[0, 1], &[0, 1, 2], &[0, 1]);
        let applied = |taken: &[usize]| Verdict::AlreadyApplied { taken: mask(taken) };
        assert_eq!(decide(STRICT, &[], facts), applied(&[]));
        assert_eq!(decide(MERGE, &[], facts), applied(&[2]));
    }

    #[test]
    fn one_dirty_field_not_applied_is_stale_with_every_moved_field_named() {
        let facts = facts(&[0, 1], &[0, 2], &[0]);
        assert_eq!(decide(STRICT, &[], facts), Verdict::Stale(mask(&[0, 2])));
        assert_eq!(decide(MERGE, &[], facts), write(&[1], &[2]));
    }

    #[test]
    fn a_group_is_one_value_in_merge_and_nothing_in_strict() {
        let group = [mask(&[0, 1])];
        let split = facts(&[0], &[1], &[]);
        assert_eq!(decide(MERGE, &group, split), Verdict::Stale(mask(&[0, 1])));
        assert_eq!(decide(STRICT, &group, split), Verdict::Stale(mask(&[1])));
        assert_eq!(decide(MERGE, &[], split), write(&[0], &[1]));
    }

    #[test]
    fn a_group_is_applied_only_as_a_whole() {
        let group = [mask(&[0, 1])];
        let whole = facts(&[0, 1, 2], &[0, 1], &[0, 1]);
        assert_eq!(decide(MERGE, &group, whole), write(&[2], &[]));
        let half = facts(&[0, 1, 2], &[0, 1], &[0]);
        assert_eq!(decide(MERGE, &group, half), Verdict::Stale(mask(&[0, 1])));
        let one_of_two = facts(&[0], &[0, 1], &[0]);
        assert_eq!(decide(MERGE, &group, one_of_two), Verdict::Stale(mask(&[0, 1])));
    }

    /// By exhaustion over three fields: a write never covers a field whose current
    /// value the user has not seen.
    #[test]
    fn no_verdict_writes_over_an_unseen_value() {
        for bits in 0..512u32 {
            let of = |shift: u32| {
                (0..3)
                    .filter(|i| bits >> (shift + i) & 1 == 1)
                    .fold(Mask::EMPTY, |m, i| m | Mask::only(i as usize))
            };
            let facts = Facts { dirty: of(0), moved: of(3), arrived: of(6) & of(0) };
            for policy in [STRICT, MERGE] {
                if let Verdict::Write { set, taken } = decide(policy, &[], facts) {
                    assert!((set & facts.moved).is_empty(), "{policy:?} {facts:?}");
                    assert!(policy == MERGE || (facts.moved.is_empty() && taken.is_empty()));
                }
            }
        }
    }

    #[test]
    fn a_mask_lists_its_fields_in_order() {
        assert_eq!(mask(&[127, 0, 64]).iter().collect::<Vec<_>>(), [0, 64, 127]);
        assert_eq!(Mask::first(128).count(), 128);
        assert!(Mask::only(128).is_empty());
    }
}
