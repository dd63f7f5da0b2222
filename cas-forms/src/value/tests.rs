//! The law of field types: what `write` wrote, `read` reads to the last bit; through JSON as well.

use super::{FieldType, FieldValue};
use crate::canonical;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The value after a trip through its hidden original.
fn round_trip<T: FieldType>(value: &T) -> T {
    let (mut scratch, mut json) = (String::new(), String::new());
    canonical::encode(T::KIND, FieldType::write(value, &mut scratch), &mut json);
    assert!(json.chars().all(|c| c >= ' '), "a control character in {json:?}");
    let text = canonical::decode(T::KIND, &json).unwrap_or_else(|| panic!("malformed: {json}"));
    T::read(text.as_deref()).unwrap_or_else(|| panic!("unreadable: {json}"))
}

fn shown<T: FieldValue>(value: &T) -> String {
    let mut scratch = String::new();
    FieldValue::show(value, &mut scratch).to_owned()
}

macro_rules! returns_to_the_last_bit {
    ($($name:ident: $type:ty, $strategy:expr, $bits:expr;)*) => {
        proptest! {$(
            #[test]
            fn $name(value in $strategy) {
                let back = round_trip(&value);
                prop_assert_eq!($bits(&back), $bits(&value));
                prop_assert!(FieldType::same(&value, &back));
                let optional: Option<$type> = Some(value);
                prop_assert!(FieldType::same(&optional, &round_trip(&optional)));
                prop_assert!(!FieldType::same(&optional, &None));
            }
        )*}
    };
}

returns_to_the_last_bit! {
    string: String, any::<String>(), |v: &String| v.clone();
    boolean: bool, any::<bool>(), |v: &bool| *v;
    i8_: i8, any::<i8>(), |v: &i8| *v;
    i16_: i16, any::<i16>(), |v: &i16| *v;
    i32_: i32, any::<i32>(), |v: &i32| *v;
    i64_: i64, any::<i64>(), |v: &i64| *v;
    i128_: i128, any::<i128>(), |v: &i128| *v;
    isize_: isize, any::<isize>(), |v: &isize| *v;
    u8_: u8, any::<u8>(), |v: &u8| *v;
    u16_: u16, any::<u16>(), |v: &u16| *v;
    u32_: u32, any::<u32>(), |v: &u32| *v;
    u64_: u64, any::<u64>(), |v: &u64| *v;
    u128_: u128, any::<u128>(), |v: &u128| *v;
    usize_: usize, any::<usize>(), |v: &usize| *v;
    f32_: f32, any::<u32>().prop_map(f32::from_bits), |v: &f32| v.to_bits();
    f64_: f64, any::<u64>().prop_map(f64::from_bits), |v: &f64| v.to_bits();
}

#[test]
fn null_returns_as_null() {
    assert_eq!(round_trip(&None::<String>), None);
    assert_eq!(round_trip(&None::<i32>), None);
    assert_eq!(round_trip(&Some(String::new())), Some(String::new()));
}

#[test]
fn extreme_numbers_return_to_the_last_bit() {
    for float in [
        0.0,
        -0.0,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        5e-324,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        -f64::NAN,
        f64::from_bits(0x7ff0_0000_0000_0001),
        0.1,
        9_007_199_254_740_993.0,
    ] {
        assert_eq!(round_trip(&float).to_bits(), float.to_bits(), "{float}");
    }
    assert_eq!(round_trip(&i128::MIN), i128::MIN);
    assert_eq!(round_trip(&u128::MAX), u128::MAX);
}

#[test]
fn floats_are_shown_short_and_without_a_needless_point() {
    for (float, text) in [(1.0, "1"), (-0.0, "-0"), (0.1, "0.1"), (1e300, "1e300"), (1e-7, "1e-7")]
    {
        assert_eq!(shown(&float), text);
    }
}

#[test]
fn whole_numbers_are_taken_in_every_spelling_that_a_number_control_sends() {
    use crate::ErrorCode::{Integer, Max, Min, Required};
    for (text, int) in [("7", 7), ("-0", 0), ("1e3", 1000), ("5.0", 5), ("007", 7), ("1200e-2", 12)]
    {
        assert_eq!(<i32 as FieldType>::parse(text), Ok(int), "{text}");
    }
    for (text, error) in [
        ("1.5", Integer),
        ("x", Integer),
        ("", Required),
        ("2147483648", Max("2147483647")),
        ("-1e99", Min("-2147483648")),
    ] {
        assert_eq!(<i32 as FieldType>::parse(text), Err(error), "{text}");
    }
}

returns_to_the_last_bit! {
    set_of_texts: BTreeSet<String>, any::<BTreeSet<String>>(), |v: &BTreeSet<String>| v.clone();
    set_of_integers: BTreeSet<i64>, any::<BTreeSet<i64>>(), |v: &BTreeSet<i64>| v.clone();
}

#[test]
fn a_set_is_written_in_the_order_of_its_texts_and_an_empty_one_is_shown_as_nothing() {
    let set = |values: &[i32]| values.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(shown(&set(&[10, 9, -1])), r#"["-1","10","9"]"#);
    assert_eq!(shown(&set(&[])), "");
    assert_eq!(<BTreeSet<i32> as FieldType>::parse(""), Ok(set(&[])));
    assert_eq!(<Option<BTreeSet<i32>> as FieldType>::parse(""), Ok(None));
    assert_eq!(<BTreeSet<i32> as FieldType>::parse(r#"["1e1"]"#), Ok(set(&[10])));
    assert_eq!(round_trip(&Some(set(&[]))), Some(set(&[])));
}

#[cfg(feature = "uuid")]
mod uuid {
    use super::*;
    use crate::ErrorCode;
    use ::uuid::Uuid;

    returns_to_the_last_bit! {
        uuid: Uuid, any::<u128>().prop_map(Uuid::from_u128), |v: &Uuid| *v;
    }

    #[test]
    fn a_uuid_is_taken_in_every_spelling_and_shown_in_one() {
        let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        for spelling in [
            text,
            "67E55044-10B1-426F-9247-BB680E5FE0C8",
            "67e5504410b1426f9247bb680e5fe0c8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
            "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
            " 67e55044-10b1-426f-9247-bb680e5fe0c8\t",
        ] {
            assert_eq!(
                <Uuid as FieldType>::parse(spelling).map(|uuid| shown(&uuid)),
                Ok(text.into())
            );
        }
        assert_eq!(<Uuid as FieldType>::parse("67e55044"), Err(ErrorCode::Uuid));
        assert_eq!(<Uuid as FieldType>::parse(""), Err(ErrorCode::Required));
    }
}

#[cfg(feature = "json")]
mod json {
    use super::*;
    use crate::ErrorCode;
    use serde_json::{Value, json};

    fn documents() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::hash_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    // Numbers by their text: floats compare equal whose bits differ.
    returns_to_the_last_bit! {
        document: Value, documents(), |v: &Value| (v.clone(), v.to_string());
    }

    #[test]
    fn null_is_a_document_and_no_document_is_another_thing() {
        assert_eq!(round_trip(&Some(Value::Null)), Some(Value::Null));
        assert_eq!(round_trip(&None::<Value>), None);
    }

    #[test]
    fn documents_differ_by_their_content_only() {
        let parse = |text| <Value as FieldType>::parse(text).expect(text);
        for (a, b, same) in [
            (r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "a": 1 }"#, true),
            ("1", "1.0", false),
            ("0.0", "-0.0", false),
            ("1e2", "100.0", true),
            ("[1,2]", "[2,1]", false),
            ("null", "[]", false),
            (r#"{"a":null}"#, "{}", false),
        ] {
            assert_eq!(FieldValue::same(&parse(a), &parse(b)), same, "{a} {b}");
        }
    }

    #[test]
    fn json_that_would_be_stored_as_another_document_is_refused() {
        let error = |text: &str| <Value as FieldValue>::parse(text).expect_err(text);
        assert_eq!(error("{\"a\": 1,\n \"\\u0061\": 2}"), ErrorCode::Json { line: 2, column: 9 });
        assert_eq!(error("[{\"a\": {\"b\":1,\"b\":1}}]"), ErrorCode::Json { line: 1, column: 17 });
        let long = "[\n  \"1\\\"2\",\n  0.1, 12345678901234567890123]";
        assert_eq!(error(long), ErrorCode::Json { line: 3, column: 8 });
        assert!(matches!(error("0.10000000000000000001"), ErrorCode::Json { .. }));
        for exact in [
            "1.50",
            "-0",
            "1e2",
            "1E+2",
            "18446744073709551615",
            "\"12345678901234567890123\"",
            "\"\\\\\"",
        ] {
            assert!(<Value as FieldValue>::parse(exact).is_ok(), "{exact}");
        }
    }

    #[test]
    fn what_is_no_json_is_told_where_it_ends() {
        let error = |text: &str| <Value as FieldType>::parse(text).expect_err(text);
        assert_eq!(error("{\n  \"a\": ,\n}"), ErrorCode::Json { line: 2, column: 8 });
        assert_eq!(error(&"[".repeat(100_000)), ErrorCode::Json { line: 1, column: 128 });
        assert_eq!(error(r#"{"a":"\u0000"}"#), ErrorCode::Nul);
        assert_eq!(shown(&json!({"a": [1]})), "{\n  \"a\": [\n    1\n  ]\n}");
    }
}

#[cfg(feature = "rust_decimal")]
mod rust_decimal {
    use super::*;
    use crate::ErrorCode;
    use ::rust_decimal::Decimal;

    fn decimals() -> impl Strategy<Value = Decimal> {
        (any::<u32>(), any::<u32>(), any::<u32>(), any::<bool>(), 0..=28_u32).prop_map(
            |(lo, mid, hi, negative, scale)| Decimal::from_parts(lo, mid, hi, negative, scale),
        )
    }

    returns_to_the_last_bit! {
        decimal: Decimal, decimals(), |v: &Decimal| v.serialize();
    }

    #[test]
    fn the_scale_is_kept_and_makes_no_difference() {
        let parse = |text| <Decimal as FieldType>::parse(text).expect(text);
        assert_eq!(round_trip(&parse("1.00")).scale(), 2);
        assert!(FieldValue::same(&parse("1.0"), &parse("1.00")));
        assert!(!FieldValue::same(&parse("1.0"), &parse("1.01")));
        for (text, number) in [("1e3", "1000"), (".5", "0.5"), ("-5e-3", "-0.005")] {
            assert_eq!(shown(&parse(text)), number);
        }
        // More zeros than there is room for.
        assert_eq!(shown(&parse(&format!("0.5{}", "0".repeat(40)))), "0.5");
    }

    #[test]
    fn a_number_that_does_not_fit_is_refused_and_never_rounded() {
        for text in ["0.12345678901234567890123456789", "79228162514264337593543950336", "1e-99"] {
            assert_eq!(<Decimal as FieldType>::parse(text), Err(ErrorCode::Digits), "{text}");
        }
        assert_eq!(<Decimal as FieldType>::parse("1,5"), Err(ErrorCode::Number));
    }
}

#[cfg(feature = "bigdecimal")]
mod bigdecimal {
    use super::*;
    use crate::ErrorCode;
    use ::bigdecimal::BigDecimal;
    use ::bigdecimal::num_bigint::BigInt;

    fn decimals() -> impl Strategy<Value = BigDecimal> {
        let digits = any::<Vec<u8>>().prop_map(|bytes| BigInt::from_signed_bytes_le(&bytes));
        (digits, -1000..1000_i64).prop_map(|(digits, scale)| BigDecimal::new(digits, scale))
    }

    returns_to_the_last_bit! {
        decimal: BigDecimal, decimals(), |v: &BigDecimal| v.as_bigint_and_exponent();
    }

    #[test]
    fn the_scale_is_kept_and_makes_no_difference() {
        let parse = |text| <BigDecimal as FieldType>::parse(text).expect(text);
        assert_eq!(round_trip(&parse("1.00")).fractional_digit_count(), 2);
        assert!(FieldValue::same(&parse("1.0"), &parse("1.00")));
        assert_eq!(shown(&parse("1.00")), "1.00");
        assert_eq!(shown(&parse("1e3")), "1000");
        let long = format!("0.{}", "3".repeat(300));
        assert_eq!(shown(&parse(&long)), long);
    }

    #[test]
    fn what_is_no_number_or_takes_too_much_room_is_refused() {
        assert_eq!(<BigDecimal as FieldType>::parse("1e-999999999"), Err(ErrorCode::Digits));
        assert_eq!(<BigDecimal as FieldType>::parse("x"), Err(ErrorCode::Number));
        for text in ["1", "1e", "e1", "1e-9999999999999999999", "1e9999999", "1.5e1", "ZZe1"] {
            assert_eq!(<BigDecimal as FieldValue>::read(text), None, "{text}");
        }
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use super::*;
    use ::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    fn dates() -> impl Strategy<Value = NaiveDate> {
        let days = NaiveDate::MAX.signed_duration_since(NaiveDate::MIN).num_days();
        (0..=days).prop_map(|days| NaiveDate::MIN + TimeDelta::days(days))
    }

    /// Every nanosecond, leap seconds included.
    fn times() -> impl Strategy<Value = NaiveTime> {
        (0..86_400u32, 0..2_000_000_000u32).prop_filter_map("no time", |(second, nano)| {
            NaiveTime::from_num_seconds_from_midnight_opt(second, nano)
        })
    }

    fn date_times() -> impl Strategy<Value = NaiveDateTime> {
        (dates(), times()).prop_map(|(date, time)| date.and_time(time))
    }

    returns_to_the_last_bit! {
        naive_date: NaiveDate, dates(), |v: &NaiveDate| *v;
        naive_time: NaiveTime, times(), |v: &NaiveTime| *v;
        naive_date_time: NaiveDateTime, date_times(), |v: &NaiveDateTime| *v;
        date_time_utc: DateTime<Utc>, date_times().prop_map(|v| v.and_utc()), |v: &DateTime<Utc>| *v;
    }

    #[test]
    fn the_ends_of_the_calendar_and_leap_seconds_return() {
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(round_trip(&date), date);
        }
        for text in ["23:59:60.5", "12:30:60"] {
            let time: NaiveTime = text.parse().expect(text);
            assert_eq!(round_trip(&time), time);
        }
    }

    #[test]
    fn what_a_control_shows_is_the_shortest_valid_spelling() {
        let at = |text: &str| text.parse::<NaiveDateTime>().expect(text);
        for (stored, text) in [
            ("2024-02-29T10:00:00", "2024-02-29T10:00"),
            ("2024-02-29T10:00:01", "2024-02-29T10:00:01"),
            ("2024-02-29T10:00:00.120", "2024-02-29T10:00:00.120"),
            ("2024-02-29T10:00:00.000123456", "2024-02-29T10:00"),
            ("2024-02-29T23:59:60.5", ""),
        ] {
            assert_eq!(shown(&at(stored)), text, "{stored}");
        }
        assert_eq!(shown(&NaiveDate::MAX), "");
        assert_eq!(shown(&NaiveDate::from_ymd_opt(-5, 1, 1).expect("a date")), "");
        assert_eq!(shown(&NaiveDate::from_ymd_opt(33, 1, 1).expect("a date")), "0033-01-01");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_taken_back(stored in date_times()) {
            let text = shown(&stored);
            if !text.is_empty() {
                let parsed = <NaiveDateTime as FieldType>::parse(&text).expect("valid");
                prop_assert_eq!(shown(&parsed), text);
            }
        }
    }
}
