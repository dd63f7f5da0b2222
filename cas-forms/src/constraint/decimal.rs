//! Exact decimals: what `min`, `max` and `step` are compared with, so that 0.3 is three steps of 0.1.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;

/// `digits` × 10^`exponent`, negated or not. Digits carry no zero at their end; zero is `0 × 10^0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: u128,
    exponent: i32,
    /// Whether there were more digits than fit (38 do). The first of them are right.
    cut: bool,
}

impl Decimal {
    /// A valid floating-point number of the HTML standard (2.3.4.3): no plus sign, no point
    /// without a digit behind it, an exponent if you like. `None` for any other text.
    ///
    /// `5.e1` counts as one, because Chromium submits it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) =
            text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        if let Some((digits, exponent)) = short(unsigned) {
            return Some(Self::new(negative, digits, exponent));
        }
        let (whole, fraction, exponent) = parts(unsigned)?;
        // How many digits stand behind those that count: zeros at the end, or all that do not fit.
        let (mut digits, mut behind, mut cut) = (0u128, 0u32, false);
        for byte in whole.bytes().chain(fraction.bytes()) {
            let digit = u128::from(byte - b'0');
            behind = if digits == 0 { 1 } else { behind.saturating_add(1) };
            if digit != 0 && !cut {
                let room = 10u128.checked_pow(behind).and_then(|shift| digits.checked_mul(shift));
                match room.and_then(|shifted| shifted.checked_add(digit)) {
                    Some(more) => (digits, behind) = (more, 0),
                    None => cut = true,
                }
            }
        }
        if digits == 0 {
            return Some(Decimal { negative, digits: 0, exponent: 0, cut });
        }
        let places =
            i64::from(exponent) + i64::from(behind) - i64::try_from(fraction.len()).ok()?;
        Some(Decimal { negative, digits, exponent: i32::try_from(places).ok()?, cut })
    }

    /// A valid floating-point number that a double can hold: what `min` and `max` are read as.
    pub(super) fn parse_finite(text: &str) -> Option<Self> {
        is_number(text).then(|| Self::parse(text)).flatten()
    }

    /// A number that a double tells from zero, and greater: what `step` is read as.
    pub(super) fn parse_positive(text: &str) -> Option<Self> {
        Self::parse_finite(text).filter(|_| text.parse::<f64>().is_ok_and(|number| number > 0.0))
    }

    pub(super) fn new(negative: bool, mut digits: u64, mut exponent: i32) -> Self {
        if digits == 0 {
            exponent = 0;
        }
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        Decimal { negative, digits: digits.into(), exponent, cut: false }
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.negative && self.digits != 0
    }

    pub(crate) fn is_integer(&self) -> bool {
        self.exponent >= 0 && !self.cut
    }

    /// The value, if it is whole and fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        let scale = 10u128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        let magnitude = self.digits.checked_mul(scale).filter(|_| !self.cut)?;
        if self.is_negative() {
            0i128.checked_sub_unsigned(magnitude)
        } else {
            magnitude.try_into().ok()
        }
    }

    /// The number in thousandths, if it is a whole number of them. One beyond all that
    /// [`thousandths`] gives is cut to one that is still so.
    pub(crate) fn thousandths(&self) -> Option<i64> {
        let scale = 10u128.saturating_pow(u32::try_from(self.exponent.checked_add(3)?).ok()?);
        let magnitude = i64::try_from(self.digits.saturating_mul(scale)).unwrap_or(i64::MAX);
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// The magnitude times 10^`power`, rounded to a whole number, the largest if it is larger.
    pub(super) fn rounded(&self, power: i32) -> i64 {
        let exponent = self.exponent.saturating_add(power);
        let scale = 10u128.checked_pow(exponent.unsigned_abs());
        let whole = match (scale, exponent >= 0) {
            (Some(scale), true) => self.digits.saturating_mul(scale),
            (None, true) => u128::MAX,
            (Some(scale), false) => self.digits.saturating_add(scale / 2) / scale,
            (None, false) => 0,
        };
        i64::try_from(whole).unwrap_or(i64::MAX)
    }

    /// Compares as numbers; both zeros are equal.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self.is_negative(), other.is_negative()) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_magnitude(other),
            (true, true) => other.compare_magnitude(self),
        }
    }

    fn compare_magnitude(&self, other: &Self) -> Ordering {
        // The place of the first digit decides; only numbers of one size are scaled.
        match (self.digits == 0, other.digits == 0) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        // Most are near enough to be brought to one exponent.
        let scaled = |d: &Self| {
            let shift = d.exponent.abs_diff(self.exponent.min(other.exponent));
            u128::from(10u64.checked_pow(shift)?).checked_mul(d.digits)
        };
        if let (Some(own), Some(other)) = (scaled(self), scaled(other)) {
            return own.cmp(&other);
        }
        self.place().cmp(&other.place()).then_with(|| {
            // Digits of one place compare as text of one length.
            let text = |d: &Self| format!("{:0<39}", d.digits);
            text(self).cmp(&text(other))
        })
    }

    /// The power of ten of the first digit.
    fn place(&self) -> i64 {
        i64::from(self.exponent) + i64::from(self.digits.checked_ilog10().unwrap_or(0))
    }

    /// The number in units of 10^`unit`, without what is smaller; `None` if there are too many.
    fn units(&self, unit: i64) -> Option<i128> {
        let shift = i64::from(self.exponent) - unit;
        let scale = u32::try_from(shift.abs()).ok().and_then(|shift| 10u128.checked_pow(shift));
        let magnitude = match (scale, shift >= 0) {
            _ if self.digits == 0 => 0,
            (Some(scale), true) => self.digits.checked_mul(scale)?,
            (None, true) => return None,
            (Some(scale), false) => self.digits / scale,
            (None, false) => 0,
        };
        let magnitude = i128::try_from(magnitude).ok()?;
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// The three in units of the least of them, with whatever tells them apart from a step. `None`
    /// if they are too far apart for that.
    fn in_units(self, base: Self, step: Self) -> Option<([i128; 3], i64)> {
        // A step is then at least 10^20 units.
        let unit = step.place() - 20;
        Some(([self.units(unit)?, base.units(unit)?, step.units(unit)?], unit))
    }

    /// Whether this is `base` plus a whole number of `step`s (HTML section 4.10.5.3.8).
    ///
    /// What Chromium takes for one is one, for it submits it: a number that is off by less than
    /// 2^-24 steps, and one that is more than 2^53 steps away.
    pub(super) fn matches_step(self, base: Self, step: Self) -> bool {
        let Some(([value, base, step], _)) = self.in_units(base, step) else { return true };
        let Some(distance) = value.checked_sub(base).map(i128::unsigned_abs) else { return true };
        let (step, slack) = (step.unsigned_abs(), step.unsigned_abs() >> 24);
        if step == 0 || distance / step > 1 << 53 {
            return true;
        }
        let remainder = distance % step;
        remainder <= slack || step - remainder <= slack
    }

    /// The number nearest to this that is `base` plus a whole number of `step`s, the greater of two.
    /// `more` steps are added to it.
    pub(super) fn nearest_step(self, base: Self, step: Self, more: i128) -> Option<Self> {
        let ([value, base, step], unit) = self.in_units(base, step)?;
        let twice = value.checked_sub(base)?.checked_mul(2)?.checked_add(step)?;
        let steps = twice.checked_div_euclid(step.checked_mul(2)?)?.checked_add(more)?;
        Self::from_units(steps.checked_mul(step)?.checked_add(base)?, unit)
    }

    /// What lies in the middle between this and `other`.
    pub(super) fn middle(self, other: Self) -> Option<Self> {
        let unit = i64::from(self.exponent.min(other.exponent)) - 1;
        let sum = self.units(unit)?.checked_add(other.units(unit)?)?;
        Self::from_units(sum / 2, unit)
    }

    fn from_units(units: i128, unit: i64) -> Option<Self> {
        let (mut digits, mut exponent) = (units.unsigned_abs(), i32::try_from(unit).ok()?);
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            exponent = exponent.checked_add(1)?;
        }
        let exponent = if digits == 0 { 0 } else { exponent };
        Some(Decimal { negative: units < 0, digits, exponent, cut: false })
    }
}

/// As JavaScript writes numbers, which is the best representation of one as a floating-point
/// number that HTML section 2.3.4.3 asks for.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits.to_string();
        let place = self.place();
        if self.is_negative() {
            f.write_str("-")?;
        }
        match (usize::try_from(self.exponent), usize::try_from(place)) {
            (Ok(zeros), _) if place < 21 => write!(f, "{digits}{:0<zeros$}", ""),
            (Err(_), Ok(place)) => {
                let (whole, fraction) = digits.split_at((place + 1).min(digits.len()));
                write!(f, "{whole}.{fraction}")
            }
            (Err(_), Err(_)) if place > -7 => {
                let zeros = usize::try_from(-1 - place).unwrap_or(0);
                write!(f, "0.{:0<zeros$}{digits}", "")
            }
            _ => {
                let (first, rest) = digits.split_at(1);
                let point = if rest.is_empty() { "" } else { "." };
                write!(f, "{first}{point}{rest}e{place:+}")
            }
        }
    }
}

/// The digits and the exponent of a number as most are: at most 18 bytes, no sign, no exponent.
fn short(text: &str) -> Option<(u64, i32)> {
    let (mut digits, mut decimals) = (0, None);
    if text.len() > 18 {
        return None;
    }
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                digits = digits * 10 + u64::from(byte - b'0');
                decimals = decimals.map(|count| count + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    let is_number = !text.is_empty() && decimals != Some(0);
    is_number.then_some((digits, -decimals.unwrap_or(0)))
}

/// A number in thousandths, if it is written without an exponent, is a whole number of them and fits.
pub(crate) fn thousandths(text: &str) -> Option<i64> {
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (digits, exponent) = short(unsigned)?;
    let scale = [1000, 100, 10, 1].get(exponent.unsigned_abs() as usize)?;
    let magnitude = i64::try_from(digits).ok()?.checked_mul(*scale)?;
    (magnitude < i64::MAX).then_some(if negative { -magnitude } else { magnitude })
}

/// The digits before and behind the point, and the exponent, of a number without a sign.
fn parts(text: &str) -> Option<(&str, &str, i32)> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(parse_exponent(exponent)?)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, "")) if whole.is_empty() || exponent.is_none() => return None,
        Some(parts) => parts,
        None if mantissa.is_empty() => return None,
        None => (mantissa, ""),
    };
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (is_digits(whole) && is_digits(fraction)).then_some((whole, fraction, exponent.unwrap_or(0)))
}

/// An exponent: an optional sign, then digits. One beyond all sense is cut to one that is merely huge.
fn parse_exponent(text: &str) -> Option<i32> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse::<i32>().unwrap_or(100_000).min(100_000);
    Some(if negative { -magnitude } else { magnitude })
}

/// Whether the text is a valid floating-point number of the HTML standard (2.3.4.3), however long,
/// whose value a double can hold.
pub(crate) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    short(unsigned).is_some()
        || (parts(unsigned).is_some() && text.parse::<f64>().is_ok_and(f64::is_finite))
}
