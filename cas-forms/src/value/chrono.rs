//! Dates and times of the chrono crate.
//!
//! A date, time or datetime-local control holds years 1 to 9999 and milliseconds. What does not
//! fit (another year, a leap second) is shown as an empty control, smaller fractions are cut;
//! an untouched field keeps its value.

use super::{FieldValue, Kind};
use crate::ErrorCode;
use crate::constraint::temporal;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _, Utc};
use std::fmt::Write as _;

/// Writes a date without the machinery of format strings; years that need it take a sign.
fn put_date(out: &mut String, date: NaiveDate) {
    match u32::try_from(date.year()) {
        Ok(year @ 0..=9999) => {
            push_two(out, year / 100);
            push_two(out, year % 100);
        }
        _ => {
            let _ = write!(out, "{:+05}", date.year());
        }
    }
    out.push('-');
    push_two(out, date.month());
    out.push('-');
    push_two(out, date.day());
}

/// Appends a number below 100 in two digits.
fn push_two(out: &mut String, number: u32) {
    for digit in [number / 10, number % 10] {
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// Appends `HH:MM`.
fn push_clock(out: &mut String, time: NaiveTime) {
    push_two(out, time.hour());
    out.push(':');
    push_two(out, time.minute());
}

/// Writes a time with all its nanoseconds. A leap second is chrono's: more than a second of them.
fn put_time(out: &mut String, time: NaiveTime) {
    push_clock(out, time);
    out.push(':');
    push_two(out, time.second());
    let _ = write!(out, ".{:09}", time.nanosecond());
}

/// Reads what [`put_date`] wrote.
fn take_date(text: &str) -> Option<NaiveDate> {
    let (rest, day) = text.rsplit_once('-')?;
    let (year, month) = rest.rsplit_once('-')?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads what [`put_time`] wrote.
fn take_time(text: &str) -> Option<NaiveTime> {
    let (clock, nanos) = text.split_once('.')?;
    let mut parts = clock.splitn(3, ':').map(|part| part.parse().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanos.parse().ok()?)
}

/// The shortest time a control shows: no seconds when they are zero, three digits of fraction.
fn show_time(out: &mut String, time: NaiveTime) {
    let (second, millis) = (time.second(), time.nanosecond() / 1_000_000);
    push_clock(out, time);
    if second != 0 || millis != 0 {
        out.push(':');
        push_two(out, second);
    }
    if millis != 0 {
        let _ = write!(out, ".{millis:03}");
    }
}

/// A browser would take the year 275760, and gives six places to years that nothing bounds. There is
/// no year 0 in a control, so that the least value needs no saying.
const LAST_DAY: &str = "9999-12-31";
const LAST_MOMENT: &str = "9999-12-31T23:59:59.999";

fn fits(date: NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

fn is_leap(time: NaiveTime) -> bool {
    time.nanosecond() >= 1_000_000_000
}

impl FieldValue for NaiveDate {
    const KIND: Kind = Kind::Date;
    const MAX: Option<&'static str> = Some(LAST_DAY);

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        put_date(scratch, *self);
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        take_date(text)
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        if fits(*self) {
            put_date(scratch, *self);
        }
        scratch
    }
    fn shows_all(&self) -> bool {
        fits(*self)
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        let date = temporal::date(text).ok_or(ErrorCode::Date)?;
        parse_date(date).ok_or(ErrorCode::Date)
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Years beyond what is shown again are refused.
fn parse_date(date: temporal::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year, date.month, date.day).filter(|date| fits(*date))
}

fn parse_time(time: temporal::Time) -> Option<NaiveTime> {
    NaiveTime::from_hms_milli_opt(time.hour, time.minute, time.second, time.milli)
}

impl FieldValue for NaiveTime {
    const KIND: Kind = Kind::Time;

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        put_time(scratch, *self);
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        take_time(text)
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        if !is_leap(*self) {
            show_time(scratch, *self);
        }
        scratch
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        temporal::time(text).and_then(parse_time).ok_or(ErrorCode::Time)
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl FieldValue for NaiveDateTime {
    const KIND: Kind = Kind::DateTime;
    const MAX: Option<&'static str> = Some(LAST_MOMENT);

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        put_date(scratch, self.date());
        scratch.push('T');
        put_time(scratch, self.time());
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        Some(take_date(date)?.and_time(take_time(time)?))
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        if fits(self.date()) && !is_leap(self.time()) {
            put_date(scratch, self.date());
            scratch.push('T');
            show_time(scratch, self.time());
        }
        scratch
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        let (date, time) = temporal::date_time(text).ok_or(ErrorCode::DateTime)?;
        parse_date(date)
            .zip(parse_time(time))
            .map(|(date, time)| date.and_time(time))
            .ok_or(ErrorCode::DateTime)
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Shown and edited as the wall time of UTC, or of the zone that `#[cas(zone = path)]` gives.
impl FieldValue for DateTime<Utc> {
    const KIND: Kind = Kind::Instant;
    const MAX: Option<&'static str> = Some(LAST_MOMENT);

    fn write<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        let naive = self.naive_utc();
        put_date(scratch, naive.date());
        scratch.push('T');
        put_time(scratch, naive.time());
        scratch.push('Z');
        scratch
    }
    fn read(text: &str) -> Option<Self> {
        NaiveDateTime::read(text.strip_suffix('Z')?).map(|naive| naive.and_utc())
    }
    fn show<'a>(&'a self, scratch: &'a mut String) -> &'a str {
        let naive = self.naive_utc();
        if fits(naive.date()) && !is_leap(naive.time()) {
            put_date(scratch, naive.date());
            scratch.push('T');
            show_time(scratch, naive.time());
        }
        scratch
    }
    fn parse(text: &str) -> Result<Self, ErrorCode> {
        NaiveDateTime::parse(text).map(|naive| naive.and_utc())
    }
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}
