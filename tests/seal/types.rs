//! Every type through the seal and back.

use crate::{Desk, Page, apart};
use bigdecimal::BigDecimal;
use cas_forms::{CasChoice, CasForm, DoneKind, Reason};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use proptest::collection::btree_set;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(CasChoice, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    Small,
    Large,
}

fn zone(zone: &chrono_tz::Tz) -> chrono_tz::Tz {
    *zone
}

#[derive(CasForm, Clone, Debug)]
#[cas(seal, context = chrono_tz::Tz)]
struct Everything {
    wide: i64,
    text: String,
    #[cas(widget = textarea, autocomplete = "on")]
    long: Option<String>,
    flag: bool,
    maybe: Option<bool>,
    small: i8,
    big: Option<i128>,
    float: f64,
    single: Option<f32>,
    decimal: Decimal,
    large: Option<BigDecimal>,
    date: Option<NaiveDate>,
    time: NaiveTime,
    moment: NaiveDateTime,
    instant: DateTime<Utc>,
    #[cas(zone = zone)]
    zoned: Option<DateTime<Utc>>,
    code: Uuid,
    json: serde_json::Value,
    size: Size,
    sizes: BTreeSet<Size>,
    #[cas(secret)]
    secret: String,
}

fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    // Of four digits for the year, which controls need.
    (-62_000_000_000_i64..253_000_000_000, 0..1_000_000_000_u32)
        .prop_filter_map("a moment", |(seconds, nanos)| DateTime::from_timestamp(seconds, nanos))
}

fn size() -> impl Strategy<Value = Size> {
    prop_oneof![Just(Size::Small), Just(Size::Large)]
}

fn everything() -> impl Strategy<Value = Everything> {
    let texts = (any::<String>(), option::of(any::<String>()), any::<u128>(), ".{0,9}");
    let numbers =
        (any::<i64>(), any::<i8>(), option::of(any::<i128>()), any::<u64>(), any::<u32>());
    let decimals = (any::<i64>(), 0..28_u32, any::<bool>());
    let flags = (any::<bool>(), option::of(any::<bool>()), size(), btree_set(size(), 0..3));
    let moments = (moment(), moment(), option::of(moment()), any::<bool>());
    (texts, numbers, decimals, flags, moments).prop_map(
        |(
            (text, long, code, note),
            (wide, small, big, float, single),
            (digits, scale, has),
            (flag, maybe, size, sizes),
            (one, instant, zoned, has_date),
        )| Everything {
            wide,
            text,
            long,
            flag,
            maybe,
            small,
            big,
            float: f64::from_bits(float),
            single: has.then(|| f32::from_bits(single)),
            decimal: Decimal::new(digits, scale),
            large: has.then(|| BigDecimal::new(digits.into(), scale.into())),
            date: has_date.then(|| one.date_naive()),
            time: one.time(),
            moment: one.naive_utc(),
            instant,
            zoned,
            code: Uuid::from_u128(code),
            json: serde_json::json!({ "note": note, "list": [small, null, flag] }),
            size,
            sizes,
            secret: "0000".to_owned(),
        },
    )
}

proptest! {
    #[test]
    fn every_value_comes_back_untouched_and_one_edit_is_one_edit(row in everything()) {
        let (desk, zone) = (Desk::new(), chrono_tz::Europe::Berlin);
        let at = Everything::at(()).context(&zone).seal(&desk.keys, "anna");
        let page = Page::new(at.form(row.clone()).as_p());
        for control in page.controls.iter().filter(|control| control.name.starts_with("original-")) {
            let (seal, json) = apart(&control.value);
            prop_assert!(seal.starts_with("1.new.") && !json.is_empty(), "{}", control.value);
        }
        let cleaned = at.submit(&page.body()).clean(&row);
        let cleaned = cleaned.map_err(|refused| TestCaseError::fail(format!("{refused:?}")))?;
        prop_assert_eq!(cleaned.done().kind(), DoneKind::Unchanged);
        prop_assert_eq!(format!("{:?}", cleaned.value()), format!("{row:?}"));
        // Kept as it arrived, it is what it was.
        let refused = at.submit(&page.body()).refuse(Reason::Unavailable);
        let again = Page::new(refused.form().as_p());
        let originals = |page: &Page| {
            let names = Everything::spec().fields().iter().map(cas_forms::FieldSpec::name);
            names.map(|name| page.original(name).to_owned()).collect::<Vec<_>>()
        };
        prop_assert_eq!(originals(&again), originals(&page));
        let edited = again.clone().set("text", "Another one").body();
        let cleaned = at.submit(&edited).clean(&row);
        let cleaned = cleaned.map_err(|refused| TestCaseError::fail(format!("{refused:?}")))?;
        let written: Vec<_> = cleaned.done().written().map(cas_forms::FieldSpec::name).collect();
        prop_assert_eq!(written, ["text"]);
    }
}
