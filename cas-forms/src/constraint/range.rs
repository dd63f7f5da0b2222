//! `min`, `max` and `step` (HTML sections 4.10.5.3.7 and 4.10.5.3.8).
//!
//! Numbers are compared as decimals, dates and times as whole numbers: of days, months, weeks or
//! milliseconds. An attribute that is no valid number, date or time by the strict grammar counts
//! as absent, as in all browsers; the standard's lenient parser would read `5abc` as 5.

use super::decimal::{self, Decimal};
use super::{ControlType, Flaw, Validity, temporal};
use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// What an attribute says.
pub(super) type Attribute<'a> = &'a dyn Fn(&str) -> Option<&'a str>;

/// The rules on a control's number.
#[derive(Debug)]
pub(super) enum Range {
    Numbers(Numbers),
    Moments(Moments),
}

impl Range {
    /// `None` if there is no rule.
    pub(super) fn new(kind: ControlType, attribute: Attribute<'_>) -> Option<Self> {
        match kind {
            ControlType::Number | ControlType::Range => {
                Numbers::new(kind, attribute).map(Range::Numbers)
            }
            _ if kind.is_moment() => Moments::new(kind, attribute).map(Range::Moments),
            _ => None,
        }
    }

    /// The flaws of a sanitized value that is not empty.
    pub(super) fn judge(&self, value: &str) -> Validity {
        match self {
            Range::Numbers(numbers) => numbers.judge(value),
            Range::Moments(moments) => moments.judge(value),
        }
    }
}

/// What `step` says.
enum Step<S> {
    Any,
    Of(S),
}

impl<S> Step<S> {
    fn new(text: Option<&str>, default: S, size: impl Fn(Decimal) -> S) -> Self {
        match text {
            Some(text) if text.eq_ignore_ascii_case("any") => Step::Any,
            // What is no number, or not greater than zero, counts as absent.
            _ => Step::Of(text.and_then(Decimal::parse_positive).map_or(default, size)),
        }
    }

    fn size(self) -> Option<S> {
        match self {
            Step::Any => None,
            Step::Of(size) => Some(size),
        }
    }
}

/// Of `number` and `range` controls.
#[derive(Debug)]
pub(super) struct Numbers {
    /// The same in thousandths, as most numbers are.
    thousandths: Option<Thousandths>,
    min: Option<Decimal>,
    max: Option<Decimal>,
    base: Decimal,
    step: Option<Decimal>,
}

impl Numbers {
    fn new(kind: ControlType, attribute: Attribute<'_>) -> Option<Self> {
        let integer = |int| Decimal::new(false, int, 0);
        let number = |name| attribute(name).and_then(Decimal::parse_finite);
        // A rendered value counts as base too (4.10.5.3.8, "step base").
        let base = number("min").or_else(|| number("value")).unwrap_or(integer(0));
        let (mut min, mut max) = (number("min"), number("max"));
        if kind == ControlType::Range {
            // Section 4.10.5.1.13; a maximum below the minimum counts as the minimum.
            let least = min.unwrap_or(integer(0));
            let most = max.unwrap_or(integer(100));
            min = Some(least);
            max = Some(if most.compare(&least) == Ordering::Less { least } else { most });
        }
        let step = Step::new(attribute("step"), integer(1), |size| size).size();
        if min.is_none() && max.is_none() && step.is_none() {
            return None;
        }
        let thousandths = Thousandths::new(min, max, base, step);
        Some(Numbers { thousandths, min, max, base, step })
    }

    /// Whether the text is a number that breaks no rule; false where that takes longer to find.
    pub(super) fn are_surely_kept_by(&self, value: &str) -> bool {
        self.thousandths.as_ref().is_some_and(|rules| rules.are_kept_by(value))
    }

    fn judge(&self, value: &str) -> Validity {
        if self.are_surely_kept_by(value) {
            return Validity::VALID;
        }
        let Some(value) = Decimal::parse(value) else {
            return Validity::VALID.with(Flaw::BadInput, true);
        };
        let is = |bound: &Option<Decimal>, order| {
            bound.as_ref().is_some_and(|bound| value.compare(bound) == order)
        };
        let is_between_steps = |step| !value.matches_step(self.base, step);
        Validity::VALID
            .with(Flaw::RangeUnderflow, is(&self.min, Ordering::Less))
            .with(Flaw::RangeOverflow, is(&self.max, Ordering::Greater))
            .with(Flaw::StepMismatch, self.step.is_some_and(is_between_steps))
    }

    /// The value nearest to this that a `range` control can hold (section 4.10.5.1.13).
    pub(super) fn clamp(&self, value: Option<Decimal>) -> Option<Decimal> {
        let (min, max) = (self.min?, self.max?);
        let is_less = |a: &Decimal, b: &Decimal| a.compare(b) == Ordering::Less;
        let inside = match value {
            None => min.middle(max).unwrap_or(min),
            Some(value) if is_less(&value, &min) => min,
            Some(value) if is_less(&max, &value) => max,
            Some(value) => value,
        };
        let stepped = self.step.and_then(|step| {
            let at = |more| inside.nearest_step(self.base, step, more);
            let fits = |number: &Decimal| !is_less(number, &min) && !is_less(&max, number);
            [0, -1, 1].into_iter().filter_map(at).find(fits)
        });
        // Where no step fits, the value stays between two.
        Some(stepped.unwrap_or(inside))
    }
}

/// The quick way to find that a number breaks no rule.
#[derive(Debug)]
struct Thousandths {
    range: RangeInclusive<i64>,
    base: i64,
    /// One where there are no steps.
    step: i64,
}

impl Thousandths {
    /// `None` if there are finer ones.
    fn new(
        min: Option<Decimal>,
        max: Option<Decimal>,
        base: Decimal,
        step: Option<Decimal>,
    ) -> Option<Self> {
        let or = |number: Option<Decimal>, none| number.map_or(Some(none), |n| n.thousandths());
        let range = or(min, i64::MIN)?..=or(max, i64::MAX)?;
        // Beyond this, numbers can be compared but not counted.
        let base = base.thousandths().filter(|base| base.unsigned_abs() < 1 << 62)?;
        Some(Thousandths { range, base, step: or(step, 1)? })
    }

    fn are_kept_by(&self, value: &str) -> bool {
        decimal::thousandths(value).is_some_and(|value| {
            let distance = value.checked_sub(self.base);
            self.range.contains(&value)
                && (self.step == 1 || distance.is_some_and(|distance| distance % self.step == 0))
        })
    }
}

/// Of the date and time controls.
#[derive(Debug)]
pub(super) struct Moments {
    kind: ControlType,
    min: Option<i64>,
    max: Option<i64>,
    base: i64,
    step: Option<i64>,
}

impl Moments {
    fn new(kind: ControlType, attribute: Attribute<'_>) -> Option<Self> {
        let moment = |name| attribute(name).and_then(|text| moment(kind, text));
        // The default step is a minute where there are minutes, else one; it is given in seconds
        // there. Browsers round it to what the control can hold, and so do we.
        let (default, power) = match kind {
            ControlType::Time | ControlType::DateTimeLocal => (60_000, 3),
            _ => (1, 0),
        };
        let (min, max) = (moment("min"), moment("max"));
        let size = |size: Decimal| size.rounded(power).max(1);
        let step = Step::new(attribute("step"), default, size).size();
        if min.is_none() && max.is_none() && step.is_none_or(|step| step == 1) {
            return None;
        }
        let base = min.or_else(|| moment("value")).unwrap_or(0);
        Some(Moments { kind, min, max, base, step })
    }

    fn judge(&self, value: &str) -> Validity {
        let Some(value) = moment(self.kind, value) else {
            return Validity::VALID.with(Flaw::BadInput, true);
        };
        let mut under = self.min.is_some_and(|min| value < min);
        let mut over = self.max.is_some_and(|max| value > max);
        // Times go round: a span may include midnight ("reversed range", 4.10.5.3.7).
        if self.kind == ControlType::Time && self.min.zip(self.max).is_some_and(|(a, b)| a > b) {
            (under, over) = (under && over, under && over);
        }
        let off = self.step.is_some_and(|step| (value - self.base) % step != 0);
        Validity::VALID
            .with(Flaw::RangeUnderflow, under)
            .with(Flaw::RangeOverflow, over)
            .with(Flaw::StepMismatch, off)
    }
}

/// The number that a date or time stands for, in the unit that its steps are counted in.
pub(super) fn moment(kind: ControlType, text: &str) -> Option<i64> {
    match kind {
        ControlType::Date => temporal::date(text).map(temporal::days),
        ControlType::Month => temporal::month(text),
        ControlType::Week => temporal::week(text),
        ControlType::Time => temporal::time(text).map(temporal::millis),
        ControlType::DateTimeLocal => temporal::date_time(text).map(temporal::local_millis),
        _ => None,
    }
}
