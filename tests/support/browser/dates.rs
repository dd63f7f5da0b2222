//! The keys that enter a date or a time, in a browser that speaks American English.
//!
//! There a date is month, day, year, and a time is hour of twelve, minute, second and millisecond
//! (each only if the control's step or value asks for it), AM or PM. Two digits lead on to the next
//! part, four do after a year in Firefox, and in Chromium where a bound ends years with 9999;
//! otherwise Chromium's may go on.

use super::Browser;
use super::enter::key;

/// No control has more parts than this.
const PARTS: usize = 8;

/// Moves to the first part.
fn start() -> String {
    key::LEFT.to_string().repeat(PARTS)
}

/// The keys that empty every part.
pub(super) fn clearing() -> String {
    start() + &String::from_iter([key::DELETE, key::RIGHT]).repeat(PARTS)
}

/// The keys that enter a valid `2001-12-31`, `15:04:05.678` or both, for each precision that the
/// control may have.
pub(super) fn attempts(browser: Browser, value: &str) -> Vec<String> {
    let (date, time) = match value.split_once(['T', ' ']) {
        Some((date, time)) => (date, time),
        None if value.contains(':') => ("", value),
        None => (value, ""),
    };
    let mut keys = start();
    if let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] {
        keys.extend([month, day, year]);
    }
    let Some((hour, rest)) = time.split_once(':') else { return vec![keys] };
    let mut attempts = with_time(&keys, hour, rest);
    if browser == Browser::Chromium && !date.is_empty() {
        keys.push(key::RIGHT);
        attempts.extend(with_time(&keys, hour, rest));
    }
    attempts
}

/// The keys of a time behind those of a date, for each precision.
fn with_time(keys: &str, hour: &str, rest: &str) -> Vec<String> {
    let (minute, rest) = rest.split_once(':').unwrap_or((rest, ""));
    let (second, milli) = rest.split_once('.').unwrap_or((rest, ""));
    let hour: u8 = hour.parse().expect("an hour is a number");
    let half = if hour < 12 { 'A' } else { 'P' };
    let hour = (hour + 11) % 12 + 1;
    let keys = format!("{keys}{hour:02}{minute}");
    let seconds = format!("{keys}{second:0>2}");
    let millis = format!("{seconds}{milli:0<3}");
    let mut attempts = vec![millis];
    if milli.trim_matches('0').is_empty() {
        attempts.push(seconds);
    }
    if rest.trim_matches(['0', '.']).is_empty() {
        attempts.push(keys);
    }
    // The coarsest first: too many digits would run on into the next part.
    attempts.iter().rev().map(|keys| format!("{keys}{half}")).collect()
}

/// Whether two values are one moment: a browser drops seconds that are zero, or adds them.
pub(super) fn same(one: &str, other: &str) -> bool {
    fn plain(value: &str) -> String {
        let value = value.replace(' ', "T");
        let value = if value.contains('.') { value.trim_end_matches('0') } else { &value };
        let value = value.trim_end_matches('.');
        let seconds = value.matches(':').count() == 2;
        value.strip_suffix(":00").filter(|_| seconds).unwrap_or(value).to_owned()
    }
    plain(one) == plain(other)
}
