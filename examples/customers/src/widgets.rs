//! A page that shows every widget and every rule, on a form without a database.

use crate::page::{self, Notice, Sections};
use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use cas_forms::{Asset, At, CasForm, English, Enhance, Field, Form, Problems};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// One field for each widget, with the rules that it knows.
#[derive(CasForm, Clone, Debug, Default)]
#[cas(check = is_in_order, script = "form.until && form.until < form.day && { until: 'This is before the day.' }")]
pub(crate) struct Widgets {
    #[cas(
        required,
        max_length = 40,
        placeholder = "Ada Lovelace",
        help = "Required, 40 characters at most."
    )]
    text: String,
    #[pattern(r"[A-Z]{2}-\d{3}", "Two capital letters, a hyphen and three digits")]
    #[cas(
        label = "Pattern",
        placeholder = "AB-123",
        help = "Two capital letters, a hyphen, three digits."
    )]
    code: String,
    #[cas(widget = search, min_length = 3, help = "3 characters or more, or none.")]
    search: String,
    #[cas(
        widget = textarea(rows = 3),
        max_length = 200,
        script = "value.includes('  ') && 'There are two blanks in a row.'",
        help = "A script dislikes two blanks in a row."
    )]
    textarea: String,
    #[cas(label = "E-mail", widget = email, help = "As browsers understand it.")]
    email: Option<String>,
    #[cas(label = "Telephone", widget = tel)]
    tel: Option<String>,
    #[cas(label = "Web address", widget = url, placeholder = "https://example.org/")]
    url: Option<String>,
    #[cas(widget = password, secret, min_length = 8, help = "Is never shown again.")]
    password: String,
    #[cas(min = 0, max = 100, step = 5, help = "0 to 100 in steps of 5.")]
    whole: i32,
    #[cas(label = "Decimal", min = 0, step = 0.25, help = "In quarters.")]
    decimal: f64,
    #[cas(label = "May be empty", placeholder = "nothing")]
    maybe: Option<i64>,
    #[cas(label = "Slider", widget = range, min = 0, max = 10)]
    slider: i32,
    #[cas(label = "Day", min = "2000-01-01")]
    day: NaiveDate,
    #[cas(
        label = "Until",
        help = "Not before the day: a script of the form says so, and a check."
    )]
    until: Option<NaiveDate>,
    #[cas(
        min = "08:00",
        max = "18:00",
        step = 900,
        help = "From 8:00 to 18:00, in quarters of an hour."
    )]
    time: NaiveTime,
    #[cas(label = "Day and time")]
    moment: Option<NaiveDateTime>,
    #[cas(label = "Instant", zone = berlin, help = "In Berlin. 2:30 on 27 October 2024 came twice there.")]
    instant: Option<DateTime<Utc>>,
    #[cas(widget = month)]
    month: String,
    #[cas(widget = week)]
    week: String,
    #[cas(label = "Colour", widget = color)]
    colour: String,
    #[cas(help = "Yes or no.")]
    checkbox: bool,
    #[cas(label = "Agreed", required, help = "Has to be checked.")]
    agreed: bool,
    #[cas(label = "Undecided", widget = radio, choices(true = "Yes", false = "No"))]
    undecided: Option<bool>,
    #[cas(widget = radio, required, choices("s" = "Small", "m" = "Medium", "l" = "Large"))]
    radio: String,
    #[cas(widget = select, required, choices("red" = "Red", "green" = "Green", "blue" = "Blue"))]
    select: String,
    #[cas(label = "Select, or not", widget = select, choices("car" = "Car", "bus" = "Bus", "bike" = "Bicycle"))]
    select_one: Option<String>,
    #[cas(label = "Checkboxes", choices("mo" = "Monday", "tu" = "Tuesday", "we" = "Wednesday"))]
    several: BTreeSet<String>,
    #[cas(label = "Select several", widget = select_multiple, choices("a" = "Alto", "s" = "Soprano", "t" = "Tenor"))]
    voices: BTreeSet<String>,
    #[cas(check = is_not_taken, help = "\u{201C}taken\u{201D} is: the server says so while it is typed.")]
    nickname: String,
    #[cas(label = "Read only", readonly)]
    fixed: String,
    #[cas(label = "Read only, too", readonly)]
    fixed_flag: bool,
}

fn berlin((): &()) -> Tz {
    Tz::Europe__Berlin
}

fn is_not_taken(nickname: &str, (): &()) -> Result<(), &'static str> {
    if nickname == "taken" { Err("This name is taken.") } else { Ok(()) }
}

fn is_in_order(form: &Widgets, (): &(), problems: &mut Problems<Widgets>) {
    if form.until.is_some_and(|until| until < form.day) {
        problems.field(Widgets::FIELDS.until, "This is before the day.");
    }
}

/// The sentences, rules and scripts of the form.
pub(crate) static MODULE: LazyLock<Asset> = LazyLock::new(|| Widgets::module(&English));

const SECTIONS: [(&str, &[Field<Widgets>]); 5] = {
    let f = Widgets::FIELDS;
    [
        ("Text", &[f.text, f.code, f.search, f.textarea, f.email, f.tel, f.url, f.password]),
        ("Numbers", &[f.whole, f.decimal, f.maybe, f.slider]),
        ("Dates and times", &[f.day, f.until, f.time, f.moment, f.instant, f.month, f.week]),
        (
            "Choices",
            &[
                f.checkbox,
                f.agreed,
                f.undecided,
                f.radio,
                f.select,
                f.select_one,
                f.several,
                f.voices,
                f.colour,
            ],
        ),
        ("The server's word", &[f.nickname, f.fixed, f.fixed_flag]),
    ]
};

/// What the page starts with.
fn row() -> Widgets {
    Widgets {
        text: "Some text".into(),
        textarea: "Several\nlines".into(),
        whole: 25,
        decimal: 1.5,
        slider: 3,
        day: NaiveDate::from_ymd_opt(2030, 5, 1).unwrap_or_default(),
        time: NaiveTime::from_hms_opt(9, 30, 0).unwrap_or_default(),
        month: "2030-05".into(),
        week: "2030-W18".into(),
        colour: "#3646c4".into(),
        agreed: true,
        radio: "m".into(),
        select: "green".into(),
        several: ["mo".into(), "we".into()].into(),
        fixed: "Nobody changes this".into(),
        fixed_flag: true,
        ..Widgets::default()
    }
}

fn at() -> At<Widgets> {
    Widgets::at(()).enhance(Enhance::module(page::address(&MODULE)).check("/widgets/check"))
}

#[derive(Template)]
#[template(path = "widgets.html")]
struct WidgetsPage<'f> {
    notice: Option<Notice>,
    form: &'f Form<Widgets>,
    sections: Sections<'f, Widgets>,
    /// The labels of what was changed, if it was accepted.
    accepted: Option<String>,
}

fn answer(status: StatusCode, form: &Form<Widgets>, accepted: Option<String>) -> Response {
    let notice = (status != StatusCode::OK).then_some(Notice::CHECK);
    let sections = page::sections(form, &SECTIONS);
    page::show(status, &WidgetsPage { notice, form, sections, accepted })
}

/// The page.
pub(crate) async fn show() -> Response {
    answer(StatusCode::OK, &at().form(row()), None)
}

/// What was sent is judged, shown and forgotten.
pub(crate) async fn submit(body: Bytes) -> Response {
    let (at, row) = (at(), row());
    match at.submit(&body).clean(&row) {
        Ok(cleaned) => {
            let labels: Vec<_> =
                cleaned.done().written().map(cas_forms::FieldSpec::label).collect();
            let labels = if labels.is_empty() { "nothing".into() } else { labels.join(", ") };
            answer(StatusCode::OK, &at.form(cleaned.into_value()), Some(labels))
        }
        Err(refused) => answer(page::status(refused.status()), refused.form(), None),
    }
}

/// What the server says while somebody types.
pub(crate) async fn check(body: Bytes) -> Response {
    page::provisional(&at().submit(&body).provisional(&row()))
}
