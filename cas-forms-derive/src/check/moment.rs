//! The date and time strings of the HTML standard (section 2.3.5), in years 1 to 9999.

use std::cmp::Ordering;

type Date = (u32, u32, u32);
/// Hour, minute, second, millisecond.
type Time = (u32, u32, u32, u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Date(Date),
    Time(Time),
    DateTime(Date, Time),
    /// Year and month.
    Month(u32, u32),
    /// Year and week.
    Week(u32, u32),
}

impl Moment {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let both = || {
            let (day, clock) = text.split_once(['T', ' '])?;
            Some(Moment::DateTime(date(day)?, time(clock)?))
        };
        let month = || month(text).map(|(year, month)| Moment::Month(year, month));
        let week = || week(text).map(|(year, week)| Moment::Week(year, week));
        date(text)
            .map(Moment::Date)
            .or_else(|| time(text).map(Moment::Time))
            .or_else(both)
            .or_else(month)
            .or_else(week)
    }

    /// `None` for different kinds.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Moment::Date(a), Moment::Date(b)) => Some(a.cmp(b)),
            (Moment::Time(a), Moment::Time(b)) => Some(a.cmp(b)),
            (Moment::DateTime(a, b), Moment::DateTime(c, d)) => Some((a, b).cmp(&(c, d))),
            (Moment::Month(a, b), Moment::Month(c, d))
            | (Moment::Week(a, b), Moment::Week(c, d)) => Some((a, b).cmp(&(c, d))),
            _ => None,
        }
    }
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let valid = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| text.parse().ok())?
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) =
        (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (year > 0 && (1..=days).contains(&day)).then_some((year, month, day))
}

fn month(text: &str) -> Option<(u32, u32)> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (digits(year, 4)?, digits(month, 2)?);
    (year > 0 && (1..=12).contains(&month)).then_some((year, month))
}

fn week(text: &str) -> Option<(u32, u32)> {
    let (year, week) = text.split_once("-W")?;
    let (year, week) = (digits(year, 4)?, digits(week, 2)?);
    let weeks = first_week(year + 1) - first_week(year);
    (year > 0 && (1..=weeks).contains(&week)).then_some((year, week))
}

/// The first week of a year, the one with its fourth of January, in weeks since some Monday.
fn first_week(year: u32) -> u32 {
    let before = year.saturating_sub(1);
    // The first of January of year 1 was a Monday.
    let days = 365 * before + before / 4 - before / 100 + before / 400;
    (days + 3) / 7
}

fn time(text: &str) -> Option<Time> {
    let mut parts = text.splitn(3, ':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let (second, milli) = match parts.next() {
        None => (0, 0),
        Some(second) => match second.split_once('.') {
            None => (digits(second, 2)?, 0),
            Some((second, fraction)) if (1..=3).contains(&fraction.len()) => {
                (digits(second, 2)?, digits(&format!("{fraction:0<3}"), 3)?)
            }
            Some(_) => return None,
        },
    };
    (hour < 24 && minute < 60 && second < 60).then_some((hour, minute, second, milli))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_html_calls_valid_is_a_moment() {
        for text in [
            "0001-01-01",
            "2024-02-29",
            "00:00",
            "23:59:59.9",
            "2024-02-29T10:00",
            "2024-02-29 10:00:00",
            "2024-12",
            "2024-W01",
            "2020-W53",
            "2026-W53",
            "0004-W53",
        ] {
            assert!(Moment::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "-",
            "2023-02-29",
            "2024-1-1",
            "0000-01-01",
            "24:00",
            "1:00",
            "10:00:60",
            "10:00:00.",
            "10:00:00.1234",
            "2024-02-29T",
            "T10:00",
            "2024-02-29T10:00Z",
            "１０:００",
            "2024-13-01",
            "2024-13",
            "2024-W00",
            "2024-W54",
            "2023-W53",
            "2024-W53",
            "9999-W53",
            "0000-W01",
            "2024-w10",
            "+024-01-01",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_of_a_kind_are_in_order() {
        let compare = |a, b| Moment::parse(a).unwrap().compare(&Moment::parse(b).unwrap());
        assert_eq!(compare("2024-01-31", "2024-02-01"), Some(Ordering::Less));
        assert_eq!(compare("10:00", "10:00:00.000"), Some(Ordering::Equal));
        assert_eq!(compare("2024-01-31T10:00", "2024-01-31 09:59"), Some(Ordering::Greater));
        assert_eq!(compare("2024-01-31", "10:00"), None);
    }
}
