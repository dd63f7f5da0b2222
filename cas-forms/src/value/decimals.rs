//! Decimal numbers of the crates `rust_decimal` and `bigdecimal`.
//!
//! Originals keep the scale, but `1.0` and `1.00` are the same value, as both crates' `==` has it:
//! a column with a scale of its own, or a trigger, may spell a number otherwise than it was
//! written, which is no change that anybody made (no false conflict), and nobody was shown another
//! number (no lost update).

use super::Kind;
use crate::ErrorCode;
use crate::constraint::is_number;

/// A number as HTML spells it, without an exponent and with a digit before the point.
///
/// # Errors
///
/// No number, or one of more digits than this.
fn plain(text: &str, most_digits: u16) -> Result<String, ErrorCode> {
    if !is_number(text) {
        return Err(Kind::Decimal.error());
    }
    let (sign, unsigned) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.bytes().all(|digit| digit == b'0') && exponent != "0" {
        return Ok("0".to_owned());
    }
    let exponent = exponent.parse::<i32>().map_err(|_| ErrorCode::Digits)?;
    let point = i64::from(exponent) + i64::try_from(whole.len()).unwrap_or(i64::MAX);
    let most = usize::from(most_digits);
    let zeros = |count: i64| usize::try_from(count).ok().filter(|count| *count <= most);
    if digits.len() > most {
        return Err(ErrorCode::Digits);
    }
    let number = match usize::try_from(point) {
        Ok(point) if point <= digits.len() => [&digits[..point], ".", &digits[point..]].concat(),
        Ok(_) => {
            let missing =
                zeros(point - i64::try_from(digits.len()).unwrap_or(0)).ok_or(ErrorCode::Digits)?;
            [&digits, "0".repeat(missing).as_str()].concat()
        }
        Err(_) => {
            let missing = zeros(point.saturating_neg()).ok_or(ErrorCode::Digits)?;
            [".", "0".repeat(missing).as_str(), &digits].concat()
        }
    };
    let number = number.strip_suffix('.').unwrap_or(&number);
    let zero = if number.starts_with('.') { "0" } else { "" };
    Ok([sign, zero, number].concat())
}

#[cfg(feature = "rust_decimal")]
mod rust_decimal {
    use super::{Kind, plain};
    use crate::{ErrorCode, FieldValue};
    use rust_decimal::Decimal;
    use std::fmt::Write as _;

    impl FieldValue for Decimal {
        const KIND: Kind = Kind::Decimal;
        const MIN: Option<&'static str> = Some("-79228162514264337593543950335");
        const MAX: Option<&'static str> = Some("79228162514264337593543950335");

        fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
            let _ = write!(scratch, "{self}");
            scratch
        }
        fn read(text: &str) -> Option<Self> {
            Decimal::from_str_exact(text).ok()
        }
        fn shows_all(&self) -> bool {
            true
        }
        fn parse(text: &str) -> Result<Self, ErrorCode> {
            let text = plain(text, 1_000)?;
            // Zeros at the end may be more than there is room for, and say nothing.
            let short = if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.')
            } else {
                &text
            };
            [text.as_str(), short]
                .into_iter()
                .find_map(|text| Decimal::from_str_exact(text).ok())
                .ok_or(ErrorCode::Digits)
        }
        fn same(&self, other: &Self) -> bool {
            self == other
        }
    }
}

#[cfg(feature = "bigdecimal")]
mod bigdecimal {
    use super::{Kind, plain};
    use crate::{ErrorCode, FieldValue};
    use bigdecimal::BigDecimal;
    use bigdecimal::num_bigint::BigInt;
    use std::fmt::Write as _;

    /// Beyond what any database holds; a forged original beyond it would cost time.
    const MOST_DIGITS: usize = 150_000;
    const MOST_SCALE: i64 = 1_000_000;

    impl FieldValue for BigDecimal {
        const KIND: Kind = Kind::Decimal;

        /// Digits and exponent as they are, `100e-2` for 1.00: short for a huge exponent too.
        fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
            let (digits, scale) = self.as_bigint_and_exponent();
            let _ = write!(scratch, "{digits}e{}", -i128::from(scale));
            scratch
        }
        fn read(text: &str) -> Option<Self> {
            let (digits, exponent) = text.split_once('e')?;
            let exponent: i64 = exponent.parse().ok()?;
            let fits =
                digits.len() <= MOST_DIGITS && (-MOST_SCALE..=MOST_SCALE).contains(&exponent);
            let digits: BigInt = digits.parse().ok().filter(|_| fits)?;
            Some(BigDecimal::new(digits, -exponent))
        }
        fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
            match self.fractional_digit_count() {
                -400..=20_000 => *scratch = self.to_plain_string(),
                _ => _ = self.write(scratch),
            }
            scratch
        }
        fn parse(text: &str) -> Result<Self, ErrorCode> {
            plain(text, 20_000)?.parse().map_err(|_| Kind::Decimal.error())
        }
        fn same(&self, other: &Self) -> bool {
            self == other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_without_its_exponent() {
        for (text, number) in [
            ("1.50", "1.50"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("007", "007"),
            ("1e3", "1000"),
            ("1.25E+1", "12.5"),
            ("125e-1", "12.5"),
            ("-5e-3", "-0.005"),
            ("0e99", "0"),
            ("12e0", "12"),
        ] {
            assert_eq!(plain(text, 100).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_or_takes_too_much_room_is_refused() {
        for text in ["", "x", "1,5", "+1", "1.", "1e", "NaN", "1e400"] {
            assert_eq!(plain(text, 1000), Err(ErrorCode::Number), "{text}");
        }
        for text in ["1e-2000000000", "1e101", "1e-102", &"1".repeat(101)] {
            assert_eq!(plain(text, 100), Err(ErrorCode::Digits), "{text}");
        }
    }
}
