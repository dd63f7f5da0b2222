//! The date and time strings of the HTML standard (section 2.3.5, "Dates and times").
//!
//! Years are 1 to 9999 here, written with four digits: what every browser's control holds.

/// A valid date of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i32,
    pub(crate) month: u32,
    pub(crate) day: u32,
}

/// A valid time of day, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) milli: u32,
}

/// The number that exactly these digits make.
fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |sum, &b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
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
    let b: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let (year, month, day) = (digits(&b[..4])?, digits(&b[5..7])?, digits(&b[8..])?);
    let year = i32::try_from(year).ok()?;
    let valid = b[4] == b'-'
        && b[7] == b'-'
        && year > 0
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    valid.then_some(Date { year, month, day })
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
    let (day, clock) = (text.get(..10)?, text.get(11..)?);
    matches!(text.as_bytes()[10], b'T' | b' ').then_some((date(day)?, time(clock)?))
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
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for text in
            ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-01", "0000-01-01"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        assert!(date("2024-02-29").is_some() && date("2000-02-29").is_some());
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
        assert_eq!(date_time("2024-02-2é 10:00"), None);
        assert_eq!(date_time("2024-02-2"), None);
        assert_eq!(date_time(""), None);
    }
}
