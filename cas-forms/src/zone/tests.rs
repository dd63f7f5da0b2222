use super::{Offset, Stamp, Zone};
use crate::error::ErrorCode;
use crate::value::FieldValue;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

const BERLIN: Tz = Tz::Europe__Berlin;

fn zone(tz: Tz) -> Zone {
    tz.into()
}

fn json(instant: &str) -> String {
    let instant: DateTime<Utc> = instant.parse().expect(instant);
    format!("\"{}\"", instant.write(&mut String::new()))
}

fn page(tz: Tz, instant: &str) -> Stamp {
    Stamp::read(&zone(tz).wrap(&json(instant))).expect(instant)
}

fn resolve(tz: Tz, wall: &str, answer: Option<&str>) -> Result<String, ErrorCode> {
    let blank = Stamp { json: String::new(), zone: zone(tz), offset: None };
    let answer = answer.map(|answer| Offset::read(answer).expect(answer));
    blank.resolve(wall, answer, "")
}

#[test]
fn an_original_says_wall_time_offset_and_zone() {
    assert_eq!(
        zone(BERLIN).wrap(&json("2024-10-27T00:30:00Z")),
        "\"2024-10-27T02:30:00.000000000+02:00[Europe/Berlin]\""
    );
    assert_eq!(
        zone(BERLIN).wrap(&json("2024-10-27T01:30:00.123456789Z")),
        "\"2024-10-27T02:30:00.123456789+01:00[Europe/Berlin]\""
    );
    assert_eq!(zone(BERLIN).wrap("null"), "\"[Europe/Berlin]\"");
    assert_eq!(zone(BERLIN).wrap(""), "[Europe/Berlin]");
    // Beyond what a control shows.
    assert_eq!(
        zone(BERLIN).wrap("\"+12024-10-27T00:30:00.000000000Z\""),
        "\"+12024-10-27T00:30:00.000000000Z[Europe/Berlin]\""
    );
    // Local mean time has seconds.
    assert_eq!(
        zone(BERLIN).wrap(&json("1890-01-01T00:00:00Z")),
        "\"1890-01-01T00:53:28.000000000+00:53:28[Europe/Berlin]\""
    );
}

#[test]
fn what_is_no_original_of_a_zone_is_not_read() {
    for text in [
        "",
        "null",
        "\"2024-10-27T00:30:00.000000000Z\"",
        "\"2024-10-27T02:30:00.000000000+02:00\"",
        "\"2024-10-27T02:30:00.000000000+02:00[Europe/Atlantis]\"",
        "\"2024-10-27T02:30:00.000000000+2:00[Europe/Berlin]\"",
        "\"2024-10-27T02:30:00.000000000+99:00[Europe/Berlin]\"",
        "\"2024-10-27T02:30:00.000000000[Europe/Berlin]\"",
        "\"+[Europe/Berlin]\"",
        "\"[Europe/Berlin]",
        "x[Europe/Berlin]",
        "[]",
    ] {
        assert_eq!(Stamp::read(text), None, "{text}");
    }
}

#[test]
fn a_time_that_comes_twice_is_asked_about_and_answered_by_its_offset() {
    let twice = ErrorCode::TimeTwice {
        zone: "Europe/Berlin",
        first: "+02:00".into(),
        second: "+01:00".into(),
    };
    let wall = "2024-10-27T02:30";
    assert_eq!(resolve(BERLIN, wall, None), Err(twice.clone()));
    assert_eq!(resolve(BERLIN, wall, Some("+03:00")), Err(twice));
    let first = resolve(BERLIN, wall, Some("+02:00"));
    assert_eq!(first.as_deref(), Ok("2024-10-27T00:30:00.000000000Z"));
    let second = resolve(BERLIN, wall, Some("+01:00"));
    assert_eq!(second.as_deref(), Ok("2024-10-27T01:30:00.000000000Z"));
    // Elsewhere an answer means nothing.
    let other = resolve(BERLIN, "2024-10-27T03:00", Some("+02:00"));
    assert_eq!(other.as_deref(), Ok("2024-10-27T02:00:00.000000000Z"));
}

#[test]
fn a_time_that_does_not_come_names_the_gap() {
    for (tz, wall, from, to) in [
        (BERLIN, "2024-03-31T02:00", "2024-03-31 02:00", "2024-03-31 03:00"),
        (BERLIN, "2024-03-31T02:59:59.999", "2024-03-31 02:00", "2024-03-31 03:00"),
        (Tz::America__New_York, "2024-03-10T02:30", "2024-03-10 02:00", "2024-03-10 03:00"),
        (Tz::Australia__Lord_Howe, "2024-10-06T02:15", "2024-10-06 02:00", "2024-10-06 02:30"),
        // A whole day that never was.
        (Tz::Pacific__Apia, "2011-12-30T12:00", "2011-12-30 00:00", "2011-12-31 00:00"),
        (BERLIN, "1893-04-01T00:03", "1893-04-01 00:00", "1893-04-01 00:06:32"),
    ] {
        let (from, to) = (from.to_owned(), to.to_owned());
        let missing = ErrorCode::TimeMissing { zone: tz.name(), from, to };
        assert_eq!(resolve(tz, wall, None), Err(missing), "{wall}");
    }
    assert!(resolve(BERLIN, "2024-03-31T01:59:59.999", None).is_ok());
    assert!(resolve(BERLIN, "2024-03-31T03:00", None).is_ok());
}

#[test]
fn what_the_page_showed_means_what_it_showed() {
    for (instant, offset) in
        [("2024-10-27T00:30:00Z", "+02:00"), ("2024-10-27T01:30:00Z", "+01:00")]
    {
        let page = page(BERLIN, instant);
        assert_eq!(page.offset.map(Offset::text).as_deref(), Some(offset));
        let mut shown = String::new();
        page.show(&instant.replace('Z', ".000000000Z"), &mut shown);
        assert_eq!(shown, "2024-10-27T02:30");
        // Even spelled another way, which the text control of one's own may do.
        let same = page.resolve("2024-10-27 02:30:00", None, &shown);
        assert_eq!(same, Ok(instant.replace('Z', ".000000000Z")));
    }
}

#[test]
fn an_offset_is_read_as_it_is_written_and_in_no_other_way() {
    for seconds in [0, 3600, -3600, 3208, -12_600, 50_400, -1] {
        let offset = Offset(seconds);
        assert_eq!(Offset::read(&offset.text()), Some(offset), "{}", offset.text());
    }
    for text in ["", "02:00", "+2:00", "+02", "+02:00:00", "-00:00", "+0२:00", "+02:60", "+02:00:1"]
    {
        assert_eq!(Offset::read(text), None, "{text}");
    }
}

fn zones() -> impl Strategy<Value = Tz> {
    (0..chrono_tz::TZ_VARIANTS.len()).prop_map(|index| chrono_tz::TZ_VARIANTS[index])
}

proptest! {
    /// The original is the instant, whatever the zone: nothing of it is lost on the way.
    #[test]
    fn every_instant_comes_back(
        seconds in -70_000_000_000_i64..300_000_000_000,
        nanos in 0_u32..1_999_999_999,
        tz in zones(),
    ) {
        // A leap second is chrono's in the last second of a minute only.
        let nanos = if seconds.rem_euclid(60) == 59 { nanos } else { nanos % 1_000_000_000 };
        let instant = DateTime::<Utc>::from_timestamp(seconds, nanos).unwrap();
        let json = format!("\"{}\"", instant.write(&mut String::new()));
        let stamp = Stamp::read(&zone(tz).wrap(&json)).unwrap();
        prop_assert_eq!(stamp.json, json);
        prop_assert_eq!(stamp.zone, zone(tz));
    }

    /// Every wall time of a minute is one instant, two, or in a gap that it lies in.
    #[test]
    fn every_wall_time_has_an_answer(minutes in 0_i64..60_000_000, tz in zones()) {
        let wall = DateTime::<Utc>::from_timestamp(minutes * 60, 0).unwrap().naive_utc();
        let text = wall.show(&mut String::new()).to_owned();
        let back = |instant: String| {
            let mut shown = String::new();
            zone(tz).show(&instant, &mut shown);
            shown
        };
        match resolve(tz, &text, None) {
            Ok(instant) => prop_assert_eq!(back(instant), text),
            Err(ErrorCode::TimeTwice { first, second, .. }) => {
                let first = resolve(tz, &text, Some(&first)).unwrap();
                let second = resolve(tz, &text, Some(&second)).unwrap();
                prop_assert!(first < second);
                prop_assert_eq!(back(first), text.clone());
                prop_assert_eq!(back(second), text);
            }
            Err(ErrorCode::TimeMissing { from, to, .. }) => {
                let read = |text: String| NaiveDateTime::parse(&text).unwrap();
                let (from, to) = (read(from), read(to));
                prop_assert!(from <= wall && wall < to && to - from <= TimeDelta::days(1));
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
