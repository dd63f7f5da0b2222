//! Exact decimals: what `min`, `max` and `step` are compared with, so that 0.3 is three steps of 0.1.

use std::cmp::Ordering;

/// `digits` × 10^`exponent`, negated or not. Digits carry no zero at their end; zero is `0 × 10^0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: u128,
    exponent: i32,
}

impl Decimal {
    /// A valid floating-point number of the HTML standard (2.3.4.3): no plus sign, no point
    /// without a digit behind it, an exponent if you like. `None` for any other text and for
    /// more digits than 38.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) =
            text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        if let Some((digits, exponent)) = short(unsigned) {
            return Some(Self::new(negative, digits, exponent));
        }
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None if mantissa.is_empty() => return None,
            None => (mantissa, ""),
        };
        let mut digits: u128 = 0;
        let mut zeros: i32 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            match byte {
                // Zeros wait until a digit follows, so that those at the end never count.
                b'0' if digits == 0 => {}
                b'0' => zeros += 1,
                b'1'..=b'9' => {
                    let shift = 10u128.checked_pow(u32::try_from(zeros).ok()? + 1)?;
                    digits = digits.checked_mul(shift)?.checked_add(u128::from(byte - b'0'))?;
                    zeros = 0;
                }
                _ => return None,
            }
        }
        if digits == 0 {
            return Some(Decimal { negative, digits: 0, exponent: 0 });
        }
        let fraction = i32::try_from(fraction.len()).ok()?;
        let exponent = exponent.checked_sub(fraction)?.checked_add(zeros)?;
        Some(Decimal { negative, digits, exponent })
    }

    fn new(negative: bool, mut digits: u64, mut exponent: i32) -> Self {
        if digits == 0 {
            exponent = 0;
        }
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        Decimal { negative, digits: digits.into(), exponent }
    }

    pub(crate) fn from_i64(int: i64) -> Self {
        Self::new(int < 0, int.unsigned_abs(), 0)
    }

    pub(crate) fn times_ten_to(self, power: i32) -> Self {
        let exponent = if self.digits == 0 { 0 } else { self.exponent.saturating_add(power) };
        Decimal { exponent, ..self }
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.negative && self.digits != 0
    }

    pub(crate) fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    /// The value, if it is whole and fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        let scale = 10u128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        let magnitude = self.digits.checked_mul(scale)?;
        if self.is_negative() {
            0i128.checked_sub_unsigned(magnitude)
        } else {
            magnitude.try_into().ok()
        }
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
        let place = |d: &Self| i64::from(d.exponent) + i64::from(d.digits.ilog10());
        place(self).cmp(&place(other)).then_with(|| {
            // Digits of one place compare as text of one length.
            let text = |d: &Self| format!("{:0<39}", d.digits);
            text(self).cmp(&text(other))
        })
    }

    /// Whether this is `base` plus a whole number of `step`s. A number too fine to be told is
    /// no match, as in a browser that counts it a mismatch.
    pub(crate) fn matches_step(self, base: Self, step: Self) -> bool {
        let least = self.exponent.min(base.exponent).min(step.exponent);
        let scaled = |d: Self| -> Option<i128> {
            let shift = u32::try_from(i64::from(d.exponent) - i64::from(least)).ok()?;
            let magnitude =
                if d.digits == 0 { 0 } else { d.digits.checked_mul(10u128.checked_pow(shift)?)? };
            let magnitude = i128::try_from(magnitude).ok()?;
            Some(if d.negative { -magnitude } else { magnitude })
        };
        if let (Some(value), Some(base), Some(step)) = (scaled(self), scaled(base), scaled(step)) {
            return match value.checked_sub(base) {
                Some(distance) => step != 0 && distance % step == 0,
                None => false,
            };
        }
        // A huge number over a small step: only the remainder of the power of ten matters.
        base.digits == 0 && self.is_multiple_of(step)
    }

    fn is_multiple_of(self, step: Self) -> bool {
        if self.digits == 0 {
            return true;
        }
        let (Ok(modulus), true) = (u64::try_from(step.digits), self.exponent >= step.exponent)
        else {
            return false;
        };
        let modulus = u128::from(modulus);
        if modulus == 0 {
            return false;
        }
        let mut remainder = self.digits % modulus;
        for _ in step.exponent..self.exponent {
            remainder = remainder * 10 % modulus;
            if remainder == 0 {
                break;
            }
        }
        remainder == 0
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
    if short(unsigned).is_some() {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let grammar = match mantissa.split_once('.') {
        Some((whole, fraction)) => digits(whole) && !fraction.is_empty() && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    grammar
        && exponent.is_none_or(|text| parse_exponent(text).is_some())
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> Decimal {
        Decimal::parse(text).expect(text)
    }

    #[test]
    fn spellings_of_one_number_are_one_decimal() {
        for (a, b) in
            [("1e3", "1000"), ("5.0", "5"), (".5", "0.5"), ("1200e-2", "12"), ("007", "7")]
        {
            assert_eq!(d(a), d(b), "{a} {b}");
        }
        assert_eq!(d("-0").compare(&d("0")), Ordering::Equal);
    }

    #[test]
    fn only_the_standard_grammar_is_a_number() {
        for text in [
            "", "+1", "1.", ".", "e5", "1e", "1e+", "0x10", "1,5", " 1", "1 ", "-", "--1", "∞",
            "NaN",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
            assert!(!is_number(text), "{text}");
        }
        assert!(is_number("1e308") && !is_number("1e309") && is_number("-.5e-3"));
    }

    #[test]
    fn numbers_compare_across_all_sizes() {
        let rising = [
            "-1e300", "-2", "-1.5", "-1e-300", "0", "1e-300", "0.1", "0.11", "1", "2", "10",
            "1e300",
        ];
        for pair in rising.windows(2) {
            assert_eq!(d(pair[0]).compare(&d(pair[1])), Ordering::Less, "{pair:?}");
            assert_eq!(d(pair[1]).compare(&d(pair[0])), Ordering::Greater, "{pair:?}");
        }
        let big = "340282366920938463463374607431768211455";
        assert_eq!(d(big).compare(&d("340282366920938463463374607431768211454")), Ordering::Greater);
        assert_eq!(d(big).compare(&d("4e38")), Ordering::Less);
    }

    #[test]
    fn steps_are_counted_without_rounding() {
        assert!(d("0.3").matches_step(d("0"), d("0.1")));
        assert!(d("0.7").matches_step(d("0.1"), d("0.2")));
        assert!(!d("0.35").matches_step(d("0"), d("0.1")));
        assert!(d("-6").matches_step(d("3"), d("3")));
        assert!(d("1e300").matches_step(d("0"), d("5")));
        assert!(!d("1e-300").matches_step(d("0"), d("5")));
        assert!(!d("1e300").matches_step(d("0"), d("7")));
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_way(text in "-?[0-9.]{0,20}") {
            // An exponent is read the long way.
            let long = format!("{text}e0");
            prop_assert_eq!(Decimal::parse(&text), Decimal::parse(&long));
            prop_assert_eq!(is_number(&text), is_number(&long));
        }

        #[test]
        fn decimals_compare_as_whole_numbers_do(a in -3000_i64..3000, b in -3000_i64..3000) {
            let thousandths = |int: i64| d(&format!("{int}e-3"));
            prop_assert_eq!(thousandths(a).compare(&thousandths(b)), a.cmp(&b));
        }
    }
}
