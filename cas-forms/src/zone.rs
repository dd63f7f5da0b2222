//! Instants as the wall time of a zone that is known at run time only: of the user who looks.
//!
//! The page says by itself which zone and offset it was made with, in the hidden original:
//! `"2024-10-27T02:30:00.000000000+02:00[Europe/Berlin]"`, the form of RFC 9557. So what the page
//! showed is known to the letter, even if the user has moved to another zone since, or the rules
//! of the zone have changed.
//!
//! | original | stands for |
//! | --- | --- |
//! | `"WALL+OFFSET[ZONE]"` | the instant, shown as this wall time |
//! | `"UTCZ[ZONE]"` | an instant that no control can show |
//! | `"[ZONE]"` | null |
//! | `[ZONE]` | nothing yet: a page for something new |

#[cfg(not(feature = "chrono-tz"))]
mod none;
#[cfg(not(feature = "chrono-tz"))]
use none::Inner;
#[cfg(all(test, feature = "chrono-tz"))]
mod tests;
#[cfg(feature = "chrono-tz")]
mod tz;
#[cfg(feature = "chrono-tz")]
use tz::Inner;

use crate::canonical;
use crate::cell::AnyValue;
use crate::error::ErrorCode;
use crate::form::CasForm;
use crate::spec::FieldSpec;
use crate::value::Kind;
use std::sync::Arc;

/// A time zone; see [`CasForm::zone`]. With the feature `chrono-tz` it is made from a
/// `chrono_tz::Tz`; without, there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(Inner);

#[cfg(feature = "chrono-tz")]
impl From<chrono_tz::Tz> for Zone {
    fn from(zone: chrono_tz::Tz) -> Self {
        Zone(Inner(zone))
    }
}

#[cfg(feature = "chrono-tz")]
impl IntoZone for chrono_tz::Tz {
    fn into_zone(self) -> Zone {
        self.into()
    }
}

/// What the function that `zone = path` names may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a time zone",
    label = "not a time zone",
    note = "the function of `zone` returns a `chrono_tz::Tz`, which cas-forms knows with its feature `chrono-tz`"
)]
pub trait IntoZone {
    /// The zone.
    fn into_zone(self) -> Zone;
}

impl IntoZone for Zone {
    fn into_zone(self) -> Zone {
        self
    }
}

impl Zone {
    /// Its name in the IANA database, such as "Europe/Berlin".
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The zone of this name.
    pub fn named(name: &str) -> Option<Self> {
        Inner::named(name).map(Zone)
    }

    /// Appends what a control shows of an instant.
    pub(crate) fn show(self, written: &str, out: &mut String) {
        if let Some(offset) = self.offset(written) {
            offset.show(written, out);
        }
    }

    /// The offset of an instant.
    pub(crate) fn offset(self, written: &str) -> Option<Offset> {
        self.0.offset(written).map(Offset)
    }

    /// Both offsets of a wall time that comes twice, since clocks go back; the first first.
    pub(crate) fn fold(self, wall: &str) -> Option<[Offset; 2]> {
        self.0.fold(wall).map(|offsets| offsets.map(Offset))
    }

    /// The wall time of an instant, with its offset where another instant has the same.
    pub(crate) fn words(self, written: &str) -> String {
        let mut wall = String::new();
        self.show(written, &mut wall);
        if self.fold(&wall).is_some() {
            let offset = self.offset(written).map_or_else(String::new, Offset::text);
            wall.extend([" (UTC", &offset, ")"]);
        }
        wall
    }

    /// The hidden original of this zone, from the one that knows no zones.
    pub(crate) fn wrap(self, json: &str) -> String {
        let name = self.name();
        match canonical::decode(Kind::Instant, json) {
            Some(Some(written)) => {
                let mut wall = String::new();
                let offset = self.offset(&written);
                let shown = offset.filter(|offset| offset.wall(&written, &mut wall));
                let offset = shown.map_or_else(String::new, Offset::text);
                let wall = if shown.is_some() { &wall } else { &*written };
                format!("\"{wall}{offset}[{name}]\"")
            }
            Some(None) => format!("\"[{name}]\""),
            None => format!("[{name}]"),
        }
    }
}

/// What a control shows of a value, in its zone if it has one.
pub(crate) fn show<'t>(
    zone: Option<Zone>,
    value: &'t dyn AnyValue,
    scratch: &'t mut String,
) -> &'t str {
    let Some(zone) = zone else { return value.show(scratch) };
    let mut written = String::new();
    scratch.clear();
    if let Some(written) = value.write(&mut written) {
        zone.show(written, scratch);
    }
    scratch
}

/// Seconds east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offset(i32);

impl Offset {
    /// `+02:00`, with seconds where there are any: "local mean time" has them.
    pub(crate) fn text(self) -> String {
        let (sign, seconds) = (if self.0 < 0 { '-' } else { '+' }, self.0.unsigned_abs());
        let text = format!("{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
        if seconds % 60 == 0 { text } else { format!("{text}:{:02}", seconds % 60) }
    }

    /// The inverse of [`text`](Self::text).
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (sign, rest) = text.split_at_checked(1)?;
        let mut parts = rest.split(':').map(|part| {
            let is_two = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
            is_two.then(|| part.parse::<i32>().ok())?
        });
        let (hours, minutes) = (parts.next()??, parts.next()??);
        let seconds = parts.next().unwrap_or(Some(0))?;
        let seconds = hours * 3600 + minutes * 60 + seconds;
        let offset = match sign {
            "+" => Offset(seconds),
            "-" => Offset(-seconds),
            _ => return None,
        };
        (parts.next().is_none() && offset.text() == text).then_some(offset)
    }

    /// Appends what a control shows of an instant.
    fn show(self, written: &str, out: &mut String) {
        Inner::show(written, self.0, out);
    }

    /// Appends the whole wall time of an instant; false if a control cannot show it.
    fn wall(self, written: &str, out: &mut String) -> bool {
        Inner::wall(written, self.0, out)
    }
}

/// What the page said of a field: the original that knows no zones, and what it was shown with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) json: String,
    pub(crate) zone: Zone,
    /// Of the instant that was shown, if one was.
    pub(crate) offset: Option<Offset>,
}

impl Stamp {
    /// Reads what [`Zone::wrap`] wrote.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (inner, is_quoted) = match text.strip_prefix('"') {
            Some(rest) => (rest.strip_suffix('"')?, true),
            None => (text, false),
        };
        let (moment, name) = inner.strip_suffix(']')?.split_once('[')?;
        let zone = Zone::named(name)?;
        if !is_quoted {
            return moment.is_empty().then(|| Stamp { json: String::new(), zone, offset: None });
        }
        if moment.is_empty() {
            return Some(Stamp { json: "null".to_owned(), zone, offset: None });
        }
        if moment.ends_with('Z') {
            return Some(Stamp { json: format!("\"{moment}\""), zone, offset: None });
        }
        // The signs before the `T` are of the date.
        let clock = moment.find('T')?;
        let sign = clock + moment[clock..].find(['+', '-'])?;
        let offset = Offset::read(&moment[sign..])?;
        let written = Inner::instant(&moment[..sign], offset.0)?;
        Some(Stamp { json: format!("\"{written}\""), zone, offset: Some(offset) })
    }

    /// Appends what the page showed of its original, or would have of another instant.
    pub(crate) fn show(&self, written: &str, out: &mut String) {
        match self.offset {
            Some(offset) => offset.show(written, out),
            None => self.zone.show(written, out),
        }
    }

    /// The instant that a wall time means, written. Of one that comes twice: the one with the
    /// offset that was answered; else, where it is what the page showed, the one that was shown.
    ///
    /// # Errors
    ///
    /// No date and time, one that comes twice, or one that does not come.
    pub(crate) fn resolve(
        &self,
        wall: &str,
        answer: Option<Offset>,
        shown: &str,
    ) -> Result<String, ErrorCode> {
        let kept = self.offset.filter(|_| answer.is_none() && Inner::is_same_wall(wall, shown));
        match kept {
            Some(offset) => Inner::instant_of(wall, offset.0).ok_or(ErrorCode::DateTime),
            None => self.zone.0.resolve(wall, answer.map(|offset| offset.0)),
        }
    }
}

/// The zones of all fields of a form that have one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Zones(Option<Arc<[Option<Zone>]>>);

impl Zones {
    /// Asks the form for its zones.
    pub(crate) fn new<F: CasForm>(context: &F::Context) -> Self {
        let fields = F::spec().fields();
        if !fields.iter().any(|spec| spec.zoned) {
            return Zones(None);
        }
        Zones(Some((0..fields.len()).map(|index| F::zone(index, context)).collect()))
    }

    /// The zone of a field, if it is shown in one.
    pub(crate) fn of(&self, spec: &FieldSpec, index: usize) -> Option<Zone> {
        if !spec.zoned {
            return None;
        }
        *self.0.as_ref()?.get(index)?
    }

    /// Keeps to the zones that a page was made with: what was typed into it is meant in them.
    pub(crate) fn keep(&mut self, pages: impl IntoIterator<Item = (usize, Zone)>) {
        let Some(zones) = &mut self.0 else { return };
        let mut kept = zones.to_vec();
        for (index, zone) in pages {
            if let Some(slot) = kept.get_mut(index) {
                *slot = Some(zone);
            }
        }
        *zones = kept.into();
    }
}
