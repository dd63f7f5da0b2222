//! Integers and floating point numbers.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use crate::constraint::Decimal;
use std::fmt::Write as _;

/// Appends `digits` × 10^-`decimals`: the machinery of format strings takes several times as long.
fn push_digits(out: &mut String, negative: bool, mut digits: u64, decimals: usize) {
    let mut text = [b'0'; 24];
    let mut start = text.len();
    let mut put = |byte| {
        start -= 1;
        text[start] = byte;
    };
    for place in 0.. {
        if place > decimals && digits == 0 {
            break;
        }
        if place == decimals && decimals > 0 {
            put(b'.');
        }
        put(b'0' + (digits % 10) as u8);
        digits /= 10;
    }
    if negative {
        put(b'-');
    }
    out.push_str(str::from_utf8(&text[start..]).unwrap_or_default());
}

/// Appends a number of at most three decimals and fifteen digits, as prices and percentages are;
/// false for any other. The text is the one that `{:?}` has: fewer decimals were tried before, and
/// the quotient of two such whole numbers is the double next to the decimal.
fn push_decimal(out: &mut String, float: f64) -> bool {
    for (decimals, scale) in [1.0, 10.0, 100.0, 1000.0].into_iter().enumerate() {
        let scaled = float.abs() * scale + 0.5;
        if scaled >= 1.0e15 {
            return false;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "at most fifteen digits"
        )]
        let (digits, rounded) = (scaled as u64, scaled as u64 as f64);
        if (rounded / scale).to_bits() == float.abs().to_bits() {
            push_digits(out, float.is_sign_negative(), digits, decimals);
            return true;
        }
    }
    false
}

/// Writes into a string, which cannot fail.
fn format<'a>(scratch: &'a mut String, arguments: std::fmt::Arguments<'_>) -> &'a str {
    let _ = scratch.write_fmt(arguments);
    scratch
}

macro_rules! integers {
    ($($int:ident $min:literal $max:literal,)*) => {$(
        impl FieldValue for $int {
            const KIND: Kind = Kind::Integer;
            const MIN: Option<&'static str> = Some($min);
            const MAX: Option<&'static str> = Some($max);

            fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
                match i64::try_from(*self) {
                    Ok(int) => push_digits(scratch, int < 0, int.unsigned_abs(), 0),
                    Err(_) => return format(scratch, format_args!("{self}")),
                }
                scratch
            }
            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
            }
            fn shows_all(&self) -> bool {
                true
            }
            fn parse(text: &str) -> Result<Self, ErrorCode> {
                // A number control may send "1e3" or "5.0": whole numbers, spelled otherwise.
                if let Ok(int) = text.parse() {
                    return Ok(int);
                }
                let decimal = Decimal::parse(text).ok_or(ErrorCode::Integer)?;
                if !decimal.is_integer() {
                    return Err(ErrorCode::Integer);
                }
                match decimal.to_i128().and_then(|int| int.try_into().ok()) {
                    Some(int) => Ok(int),
                    None if decimal.is_negative() => Err(ErrorCode::Min($min)),
                    None => Err(ErrorCode::Max($max)),
                }
            }
            fn same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )*};
}

integers! {
    i8 "-128" "127",
    i16 "-32768" "32767",
    i32 "-2147483648" "2147483647",
    i64 "-9223372036854775808" "9223372036854775807",
    i128 "-170141183460469231731687303715884105728" "170141183460469231731687303715884105727",
    u8 "0" "255",
    u16 "0" "65535",
    u32 "0" "4294967295",
    u64 "0" "18446744073709551615",
    u128 "0" "340282366920938463463374607431768211455",
}

#[cfg(target_pointer_width = "64")]
integers! {
    isize "-9223372036854775808" "9223372036854775807",
    usize "0" "18446744073709551615",
}

macro_rules! floats {
    ($($float:ident $bits:ident $short:expr, $min:expr, $max:expr;)*) => {$(
        impl FieldValue for $float {
            const KIND: Kind = Kind::Float;
            const MIN: Option<&'static str> = $min;
            const MAX: Option<&'static str> = $max;

            /// The shortest text that reads back to the same bits. A NaN carries its bits,
            /// unless it is the ordinary one.
            fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
                if self.is_nan() {
                    if self.to_bits() == $float::NAN.to_bits() {
                        return "NaN";
                    }
                    return format(scratch, format_args!("NaN:{:x}", self.to_bits()));
                }
                if self.is_infinite() {
                    return if *self > 0.0 { "Infinity" } else { "-Infinity" };
                }
                let short: fn(&mut String, $float) -> bool = $short;
                if short(scratch, *self) {
                    return scratch;
                }
                // `{:?}` has an exponent where `{}` would write hundreds of zeros.
                format(scratch, format_args!("{self:?}"));
                if scratch.ends_with(".0") {
                    scratch.truncate(scratch.len() - 2);
                }
                scratch
            }
            fn read(text: &str) -> Option<Self> {
                match text {
                    "NaN" => Some($float::NAN),
                    "Infinity" => Some($float::INFINITY),
                    "-Infinity" => Some($float::NEG_INFINITY),
                    _ => match text.strip_prefix("NaN:") {
                        Some(bits) => $bits::from_str_radix(bits, 16)
                            .ok()
                            .map($float::from_bits)
                            .filter(|float| float.is_nan()),
                        None => text.parse().ok().filter(|float: &$float| float.is_finite()),
                    },
                }
            }
            fn shows_all(&self) -> bool {
                true
            }
            fn parse(text: &str) -> Result<Self, ErrorCode> {
                match text.parse::<$float>() {
                    Ok(float) if float.is_finite() => Ok(float),
                    _ => Err(ErrorCode::Number),
                }
            }
            fn same(&self, other: &Self) -> bool {
                self.to_bits() == other.to_bits()
            }
        }
    )*};
}

floats! {
    f32 u32 |_, _| false, Some("-3.4028235e38"), Some("3.4028235e38");
    f64 u64 push_decimal, None, None;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written<T: FieldValue>(value: &T) -> String {
        value.write(&mut String::new()).to_owned()
    }

    fn debugged(float: f64) -> String {
        let text = format!("{float:?}");
        text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
    }

    #[test]
    fn extreme_integers_are_written_in_full() {
        assert_eq!(written(&i64::MIN), i64::MIN.to_string());
        assert_eq!(written(&u64::MAX), u64::MAX.to_string());
        assert_eq!(written(&i128::MIN), i128::MIN.to_string());
        assert_eq!(written(&0u8), "0");
    }

    proptest! {
        #[test]
        fn short_decimals_are_written_as_the_shortest_text(
            int in -1_000_000_000_000_000_i64..1_000_000_000_000_000,
            size in 0_u32..15,
            places in 0_i32..7,
        ) {
            #[expect(clippy::cast_precision_loss, reason = "any number will do")]
            let float = (int / 10_i64.pow(size)) as f64 / 10.0_f64.powi(places);
            prop_assert_eq!(written(&float), debugged(float));
            for near in [float.next_up(), float.next_down()] {
                prop_assert_eq!(written(&near), debugged(near));
            }
        }
    }
}
