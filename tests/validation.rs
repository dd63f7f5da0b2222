//! The form's own checks, scripts and sentences: what they are told, when they are asked, where
//! what they say ends up; and the answer to a form that is still being filled in.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod page;
}
#[path = "validation"]
mod validation {
    mod checks;
    mod database;
    mod german;
    mod modules;
    mod provisional;
}

use cas_forms::{
    CasForm, DoneKind, English, Enhance, ErrorCode, Form, German, Problems, Provisional, Reason,
};
use serde_json::{Value, json};
use std::borrow::Cow;
use support::page::Page;

/// Who asks.
struct Desk {
    open_from: i32,
    closed: &'static [&'static str],
}

const DESK: Desk = Desk { open_from: 8, closed: &["attic"] };

#[derive(CasForm, Clone, Debug)]
#[cas(context = Desk, check = in_order, check = quiet_rooms)]
#[cas(script = "form.end < form.start ? { end: 'Too early' } : undefined")]
struct Booking {
    #[cas(required, max_length = 20, check = is_open, check = is_lower_case)]
    #[cas(script = "{ if (value === 'cellar') return `No ${'light'} there` }")]
    room: String,
    #[cas(check = in_hours)]
    start: i32,
    #[cas(check = in_hours)]
    end: i32,
    #[cas(check = is_lower_case)]
    note: Option<String>,
}

fn is_open(room: &str, desk: &Desk) -> Result<(), String> {
    if desk.closed.contains(&room) { Err(format!("The {room} is closed.")) } else { Ok(()) }
}

fn is_lower_case(text: &str, _: &Desk) -> Result<(), &'static str> {
    if text.chars().any(char::is_uppercase) { Err("Small letters, please.") } else { Ok(()) }
}

fn in_hours(hour: &i32, desk: &Desk) -> Result<(), Cow<'static, str>> {
    if *hour < desk.open_from { Err("Nobody is here yet.".into()) } else { Ok(()) }
}

fn in_order(booking: &Booking, _: &Desk, problems: &mut Problems<Booking>) {
    if booking.end <= booking.start {
        problems.field(Booking::FIELDS.start, ErrorCode::Choice);
        problems.field(Booking::FIELDS.end, "It ends before it begins.");
    }
}

fn quiet_rooms(booking: &Booking, _: &Desk, problems: &mut Problems<Booking>) {
    if booking.room == "library" && booking.note.is_some() {
        problems.form("In the library nobody leaves notes.");
    }
    if booking.end > 23 && problems.is_edited(Booking::FIELDS.end) {
        problems.form(format!("{} is no hour.", booking.end));
    }
}

fn stored() -> Booking {
    Booking { room: "hall".into(), start: 9, end: 11, note: None }
}

fn page(row: Booking) -> Page {
    Page::new(Form::new(row).as_p())
}

/// The errors of a page that was changed, as the field's name and the sentence.
fn errors(row: &Booking, edit: impl FnOnce(&mut Page)) -> Vec<(&'static str, String)> {
    let mut page = page(row.clone());
    edit(&mut page);
    let at = Booking::at(()).context(&DESK);
    let body = page.body();
    at.submit(&body).clean(row).map_or_else(|refused| said(refused.form()), |_| Vec::new())
}

fn said<F: CasForm>(form: &Form<F>) -> Vec<(&'static str, String)> {
    let of_form = form.form_errors().iter().map(|error| ("", error.to_string()));
    form.errors().map(|(spec, code)| (spec.name(), code.to_string())).chain(of_form).collect()
}
