//! The flags of `ValidityState` (HTML section 4.10.21.3).

use std::fmt;

/// One way in which a value breaks the constraints of its control.
///
/// The order is the one in which the library reports them: only the first of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// `valueMissing`: nothing where `required` asks for something.
    ValueMissing,
    /// `badInput`: text that the control cannot hold. A browser then submits an empty value.
    BadInput,
    /// `tooLong`: more UTF-16 units than `maxlength`.
    TooLong,
    /// `tooShort`: something, but fewer UTF-16 units than `minlength`.
    TooShort,
    /// `typeMismatch`: no e-mail address, no absolute URL.
    TypeMismatch,
    /// `patternMismatch`
    PatternMismatch,
    /// `rangeUnderflow`: less than `min`.
    RangeUnderflow,
    /// `rangeOverflow`: greater than `max`.
    RangeOverflow,
    /// `stepMismatch`: no whole number of steps from the step base.
    StepMismatch,
}

impl Flaw {
    /// All there are.
    pub const ALL: [Flaw; 9] = [
        Flaw::ValueMissing,
        Flaw::BadInput,
        Flaw::TooLong,
        Flaw::TooShort,
        Flaw::TypeMismatch,
        Flaw::PatternMismatch,
        Flaw::RangeUnderflow,
        Flaw::RangeOverflow,
        Flaw::StepMismatch,
    ];

    /// The name of the flag in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Flaw::ValueMissing => "valueMissing",
            Flaw::BadInput => "badInput",
            Flaw::TooLong => "tooLong",
            Flaw::TooShort => "tooShort",
            Flaw::TypeMismatch => "typeMismatch",
            Flaw::PatternMismatch => "patternMismatch",
            Flaw::RangeUnderflow => "rangeUnderflow",
            Flaw::RangeOverflow => "rangeOverflow",
            Flaw::StepMismatch => "stepMismatch",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The set of [`Flaw`]s of a value: `ValidityState`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Validity(u16);

impl Validity {
    /// No flaw.
    pub const VALID: Validity = Validity(0);

    /// Whether there is no flaw.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.0 == 0
    }

    /// Whether the value has this flaw.
    #[must_use]
    pub const fn has(self, flaw: Flaw) -> bool {
        self.0 & flaw.bit() != 0
    }

    /// The first flaw, in the order of [`Flaw`].
    #[must_use]
    pub fn first(self) -> Option<Flaw> {
        if self.is_valid() { None } else { self.flaws().next() }
    }

    /// The flaws, in the order of [`Flaw`].
    pub fn flaws(self) -> impl Iterator<Item = Flaw> {
        Flaw::ALL.into_iter().filter(move |&flaw| self.has(flaw))
    }

    /// The same set with `flaw` in it if it is one.
    #[must_use]
    pub(super) const fn with(self, flaw: Flaw, is_one: bool) -> Self {
        if is_one { Validity(self.0 | flaw.bit()) } else { self }
    }
}

impl fmt::Debug for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.flaws()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_added_is_there_and_no_other() {
        for (index, flaw) in Flaw::ALL.into_iter().enumerate() {
            assert_eq!(flaw as usize, index);
            let validity = Validity::VALID.with(flaw, true).with(Flaw::ALL[(index + 1) % 9], false);
            assert_eq!(validity.flaws().collect::<Vec<_>>(), [flaw]);
            assert!(!validity.is_valid());
        }
    }
}
