//! Texts that are unique, to the byte at least.

use crate::Doc;
use crate::race::model::{FIELDS, State};
use crate::support::page::Page;
use cas_forms::CasForm as _;
use chrono::{NaiveDate, NaiveTime, TimeDelta};

/// A time as its control shows it.
const FORMAT: &str = "%Y-%m-%dT%H:%M";

/// The number in the cases of letters.
fn cases(number: usize) -> String {
    (0..24).map(|bit| if number >> bit & 1 == 1 { 'X' } else { 'x' }).collect()
}

/// A text for this field that nothing calls equal to any other.
pub(crate) fn fresh(index: usize, number: usize) -> String {
    match FIELDS[index] {
        "stock" => number.to_string(),
        "seen" => {
            let minutes = TimeDelta::minutes(number.try_into().expect("small"));
            let start = NaiveDate::from_ymd_opt(2001, 1, 1).expect("a date");
            (start.and_time(NaiveTime::MIN) + minutes).format(FORMAT).to_string()
        }
        field => format!("{field} {number} {}", cases(number)),
    }
}

/// The same text to those who ignore cases.
pub(crate) fn in_other_cases(shown: &str, number: usize) -> String {
    let head = shown.rsplit_once(' ').map_or(shown, |(head, _)| head);
    format!("{head} {}", cases(number))
}

/// The same text to those who ignore blanks at its end.
pub(crate) fn padded(shown: &str, blanks: usize) -> String {
    format!("{}{}", shown.trim_end(), " ".repeat(blanks))
}

pub(crate) fn shown(page: &Page) -> State {
    FIELDS.map(|field| page.value(field).to_owned())
}

pub(crate) fn blank() -> Page {
    Page::new(Doc::create().blank().as_p())
}

/// What the row held when the page was made again.
pub(crate) fn current(page: &Page) -> State {
    FIELDS.map(|field| {
        let exact = serde_json::from_str(page.original(field)).expect("canonical JSON");
        match exact {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) if field == "seen" => text[..16].to_owned(),
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        }
    })
}
