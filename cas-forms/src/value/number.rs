//! Integers and floating point numbers.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use crate::decimal::Decimal;
use std::fmt::Write as _;

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
                format(scratch, format_args!("{self}"))
            }
            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
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
    ($($float:ident $bits:ident $min:expr, $max:expr;)*) => {$(
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
    f32 u32 Some("-3.4028235e38"), Some("3.4028235e38");
    f64 u64 None, None;
}
