//! The date and time strings of the HTML standard (section 2.3.5, "Dates and times"), and the
//! numbers that they stand for.
//!
//! Years have four digits or more, and the last day is 275760-09-13: the last that JavaScript
//! knows.

use std::cmp::Ordering;

/// A valid date of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    pub(crate) year: i32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

/// A valid time of day, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) milli: u32,
}

const LAST: Date = Date { year: 275_760, month: 9, day: 13 };
const MIDNIGHT: Time = Time { hour: 0, minute: 0, second: 0, milli: 0 };

/// The milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The number that exactly these digits make. There are few of them.
fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |sum, &b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
}

/// The year before the first hyphen, and what is behind that.
fn year(text: &str) -> Option<(i32, &[u8])> {
    let bytes = text.as_bytes();
    let end = match bytes {
        [_, _, _, _, b'-', ..] => 4,
        // Two more digits make the last year; zeros in front are allowed without end.
        _ => bytes.iter().position(|&b| b == b'-').filter(|&end| end > 4)?,
    };
    let (zeros, year) = bytes[..end].split_at(end.saturating_sub(6));
    let year = i32::try_from(digits(year)?).ok()?;
    (year > 0 && zeros.iter().all(|&b| b == b'0')).then_some((year, &bytes[end + 1..]))
}

const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A valid date string (2.3.5.2).
pub(crate) fn date(text: &str) -> Option<Date> {
    let (year, rest) = year(text)?;
    let &[m1, m2, b'-', d1, d2] = rest else { return None };
    let date = Date { year, month: digits(&[m1, m2])?, day: digits(&[d1, d2])? };
    let valid = (1..=12).contains(&date.month)
        && (1..=days_in_month(year, date.month)).contains(&date.day)
        && date <= LAST;
    valid.then_some(date)
}

/// A valid time string (2.3.5.4): `HH:MM`, `HH:MM:SS` or `HH:MM:SS.` and one to three digits.
pub(crate) fn time(text: &str) -> Option<Time> {
    let b = text.as_bytes();
    let colon = |at: usize| b.get(at) == Some(&b':');
    let (hour, minute) = (digits(b.get(..2)?)?, digits(b.get(3..5)?)?);
    let (second, milli) = match b.len() {
        5 => (0, 0),
        8 if colon(5) => (digits(&b[6..])?, 0),
        10..=12 if colon(5) && b[8] == b'.' => {
            let scale = [100, 10, 1][b.len() - 10];
            (digits(&b[6..8])?, digits(&b[9..])? * scale)
        }
        _ => return None,
    };
    (colon(2) && hour < 24 && minute < 60 && second < 60).then_some(Time {
        hour,
        minute,
        second,
        milli,
    })
}

/// A valid local date and time string (2.3.5.5): joined by `T` or one blank.
pub(crate) fn date_time(text: &str) -> Option<(Date, Time)> {
    let at = text.bytes().position(|b| matches!(b, b'T' | b' '))?;
    let moment = (date(&text[..at])?, time(&text[at + 1..])?);
    (moment <= (LAST, MIDNIGHT)).then_some(moment)
}

/// A valid normalized local date and time string: with `T`, and the time as short as can be; the
/// year too, as browsers have it.
/// `None` if the text is that already.
pub(super) fn normalized(text: &str, time: Time) -> Option<String> {
    let at = text.bytes().position(|b| matches!(b, b'T' | b' '))?;
    let (date, clock) = (&text[..at], &text[at + 1..]);
    let kept = match (time.second, time.milli) {
        (0, 0) => &clock[..5],
        (_, 0) => &clock[..8],
        _ => clock.trim_end_matches('0'),
    };
    // Four digits of the year stay.
    let zeros = date.bytes().take(at.saturating_sub(10)).take_while(|&b| b == b'0').count();
    let is_normalized = kept.len() == clock.len() && text.as_bytes()[at] == b'T' && zeros == 0;
    (!is_normalized).then(|| format!("{}T{kept}", &date[zeros..]))
}

/// Days since 1970-01-01.
pub(crate) fn days(date: Date) -> i64 {
    // Years begin in March, so that the leap day is the last: the months then follow one line.
    let month = i64::from(date.month);
    let year = i64::from(date.year) - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(date.day) - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

/// Milliseconds since midnight.
pub(crate) fn millis(time: Time) -> i64 {
    let seconds = (time.hour * 60 + time.minute) * 60 + time.second;
    i64::from(seconds) * 1000 + i64::from(time.milli)
}

/// Milliseconds since 1970-01-01T00:00.
pub(super) fn local_millis((date, time): (Date, Time)) -> i64 {
    days(date) * DAY + millis(time)
}

/// Months since 1970-01, of a valid month string (2.3.5.1).
pub(super) fn month(text: &str) -> Option<i64> {
    let (year, rest) = year(text)?;
    let month = digits(rest).filter(|month| rest.len() == 2 && (1..=12).contains(month))?;
    ((year, month) <= (LAST.year, LAST.month))
        .then(|| (i64::from(year) - 1970) * 12 + i64::from(month) - 1)
}

/// Weeks since 1970-W01, of a valid week string (2.3.5.8).
pub(super) fn week(text: &str) -> Option<i64> {
    let (year, rest) = year(text)?;
    let &[b'W', w1, w2] = rest else { return None };
    let week = i64::from(digits(&[w1, w2])?);
    // The last day is a Saturday of week 37.
    let weeks = match year.cmp(&LAST.year) {
        Ordering::Less => first_week(year + 1) - first_week(year),
        Ordering::Equal => 37,
        Ordering::Greater => 0,
    };
    (1..=weeks).contains(&week).then(|| first_week(year) + week - 1)
}

/// The first week of a year, the one with its fourth of January, in weeks since 1970-W01.
fn first_week(year: i32) -> i64 {
    // 1970-01-01 was a Thursday, so that 1970-W01 began three days before.
    (days(Date { year, month: 1, day: 4 }) + 3).div_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_the_epoch() {
        let at = |text| days(date(text).expect(text));
        assert_eq!(at("1970-01-01"), 0);
        assert_eq!(at("1969-12-31"), -1);
        assert_eq!(at("2000-02-29"), 11_016);
        assert_eq!(at("2000-03-01"), 11_017);
        assert_eq!(at("0001-01-01"), -719_162);
        assert_eq!(at("9999-12-31"), 2_932_896);
        assert_eq!(at("275760-09-13"), 100_000_000);
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-00-01",
            "0000-01-01",
            "275760-09-14",
            "999-01-01",
            "2024-1-01",
            "2024-01-01 ",
            "2024-001",
            "1e10-01-01",
            "99999999999-01-01",
            "00000-01-01",
            "-2024-01-01",
            "2024-01-0é",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        for text in ["2024-02-29", "2000-02-29", "10000-01-01", "0000002024-01-01"] {
            assert!(date(text).is_some(), "{text}");
        }
    }

    #[test]
    fn only_the_standard_spellings_are_times() {
        for text in [
            "24:00",
            "10:60",
            "1:00",
            "10:00:60",
            "10:00:00.",
            "10:00:00.1234",
            "10:00:0é",
            "10.00",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
        assert_eq!(time("10:20:30.5").map(millis), Some(37_230_500));
        assert_eq!(time("10:20").map(millis), Some(37_200_000));
    }

    #[test]
    fn a_cut_through_a_character_is_no_date() {
        for text in ["2024-02-2é 10:00", "2024-02-2", "", "é", "2024-02-29Té", "2024-02-29 "] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }

    #[test]
    fn months_and_weeks_count_from_1970() {
        assert_eq!(
            (month("1970-01"), month("1969-12"), month("2024-02")),
            (Some(0), Some(-1), Some(649))
        );
        assert_eq!((month("275760-09").is_some(), month("275760-10")), (true, None));
        assert_eq!(
            (week("1970-W01"), week("1970-W53"), week("1971-W01")),
            (Some(0), Some(52), Some(53))
        );
        assert_eq!(
            (week("1969-W52"), week("1969-W53"), week("2026-W53").is_some()),
            (Some(-1), None, true)
        );
        assert_eq!(
            (week("275760-W37").is_some(), week("275760-W38"), week("2024-W00")),
            (true, None, None)
        );
    }

    #[test]
    fn a_normalized_time_is_as_short_as_can_be() {
        for (text, short) in [
            ("2024-02-29T12:30", None),
            ("2024-02-29T12:30:01", None),
            ("2024-02-29T12:30:00.01", None),
            ("2024-02-29 12:30", Some("2024-02-29T12:30")),
            ("2024-02-29T12:30:00.000", Some("2024-02-29T12:30")),
            ("2024-02-29T12:30:10.0", Some("2024-02-29T12:30:10")),
            ("2024-02-29T12:30:00.120", Some("2024-02-29T12:30:00.12")),
            ("02024-02-29T12:30", Some("2024-02-29T12:30")),
            ("000001-02-09T12:30", Some("0001-02-09T12:30")),
            ("10000-02-09T12:30", None),
        ] {
            let (_, time) = date_time(text).expect(text);
            assert_eq!(normalized(text, time).as_deref(), short);
        }
    }
}
