//! The zones of chrono-tz. Instants come and go as the field types of chrono write them.

use crate::error::ErrorCode;
use crate::value::FieldValue;
use chrono::{
    DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _,
    Utc,
};
use chrono_tz::Tz;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inner(pub(super) Tz);

impl Inner {
    pub(super) fn name(self) -> &'static str {
        self.0.name()
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        name.parse().ok().map(Inner)
    }

    /// The offset of an instant.
    pub(super) fn offset(self, instant: &str) -> Option<i32> {
        Some(self.seconds(DateTime::<Utc>::read(instant)?.naive_utc()))
    }

    fn seconds(self, utc: NaiveDateTime) -> i32 {
        self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()
    }

    /// Both offsets of a wall time that comes twice.
    pub(super) fn fold(self, wall: &str) -> Option<[i32; 2]> {
        match self.0.from_local_datetime(&NaiveDateTime::parse(wall).ok()?) {
            MappedLocalTime::Ambiguous(one, other) => {
                let mut both = [one, other];
                both.sort_unstable();
                Some(both.map(|time| time.offset().fix().local_minus_utc()))
            }
            MappedLocalTime::Single(_) | MappedLocalTime::None => None,
        }
    }

    /// The instant that a wall time means; of two, the one with the offset of the answer.
    pub(super) fn resolve(self, wall: &str, answer: Option<i32>) -> Result<String, ErrorCode> {
        let local = NaiveDateTime::parse(wall)?;
        if let Some(both) = self.fold(wall) {
            let [first, second] = both.map(|offset| super::Offset(offset).text());
            let twice = ErrorCode::TimeTwice { zone: self.name(), first, second };
            let offset = answer.filter(|answer| both.contains(answer)).ok_or(twice)?;
            return Self::instant_of(wall, offset).ok_or(ErrorCode::DateTime);
        }
        match self.0.from_local_datetime(&local) {
            MappedLocalTime::Single(time) => Ok(written(time.to_utc())),
            _ => Err(self.gap(local).unwrap_or(ErrorCode::DateTime)),
        }
    }

    /// That the clocks leave this wall time out, from when to when.
    fn gap(self, wall: NaiveDateTime) -> Option<ErrorCode> {
        // No offset is longer than a day: somewhere between these two the clocks pass the time.
        let window = TimeDelta::hours(26);
        let (mut before, mut after) =
            (wall.checked_sub_signed(window)?, wall.checked_add_signed(window)?);
        let local =
            |utc: NaiveDateTime| utc.checked_add_offset(FixedOffset::east_opt(self.seconds(utc))?);
        while after - before > TimeDelta::seconds(1) {
            let middle = before + TimeDelta::seconds((after - before).num_seconds() / 2);
            if local(middle)? > wall {
                after = middle;
            } else {
                before = middle;
            }
        }
        // Wall times may have milliseconds, and so have these two; clocks change at whole seconds.
        let whole = |time: NaiveDateTime| {
            let millis = time.and_utc().timestamp_subsec_millis();
            time - TimeDelta::milliseconds(millis.into())
        };
        let change = whole(after);
        let from = change.checked_add_offset(FixedOffset::east_opt(self.seconds(before))?)?;
        let [from, to] = [from, local(change)?].map(|time| {
            let mut text = String::new();
            time.show(&mut text).replace('T', " ")
        });
        Some(ErrorCode::TimeMissing { zone: self.name(), from, to })
    }

    /// Appends what a control shows of an instant at this offset.
    pub(super) fn show(instant: &str, offset: i32, out: &mut String) {
        if let Some(wall) = local(instant, offset) {
            wall.show(out);
        }
    }

    /// Appends the whole wall time of an instant; false if a control cannot show it.
    pub(super) fn wall(instant: &str, offset: i32, out: &mut String) -> bool {
        let shown = local(instant, offset).filter(|wall| !wall.show(&mut String::new()).is_empty());
        if let Some(wall) = shown {
            wall.write(out);
        }
        shown.is_some()
    }

    /// The inverse of [`wall`](Self::wall).
    pub(super) fn instant(wall: &str, offset: i32) -> Option<String> {
        let offset = FixedOffset::east_opt(offset)?;
        let instant = NaiveDateTime::read(wall)?.checked_sub_offset(offset)?;
        Some(written(instant.and_utc()))
    }

    /// The instant of what a control submits, at this offset.
    pub(super) fn instant_of(wall: &str, offset: i32) -> Option<String> {
        let mut text = String::new();
        NaiveDateTime::parse(wall).ok()?.write(&mut text);
        Self::instant(&text, offset)
    }

    /// Whether both texts are the same wall time.
    pub(super) fn is_same_wall(wall: &str, other: &str) -> bool {
        NaiveDateTime::parse(wall)
            .is_ok_and(|wall| NaiveDateTime::parse(other).is_ok_and(|other| wall == other))
    }
}

fn written(instant: DateTime<Utc>) -> String {
    let mut text = String::new();
    instant.write(&mut text);
    text
}

/// The wall time of an instant, unless no calendar holds it.
fn local(instant: &str, offset: i32) -> Option<NaiveDateTime> {
    let instant = DateTime::<Utc>::read(instant)?.naive_utc();
    instant.checked_add_offset(FixedOffset::east_opt(offset)?)
}
