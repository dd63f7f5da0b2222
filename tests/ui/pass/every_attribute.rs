use cas_forms::CasForm;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

#[derive(CasForm)]
#[cas(key = (i32, String), context = str, constant = COLUMNS)]
struct Everything {
    #[cas(label = "Full name", help = "As in your passport", placeholder = "Ada", required)]
    #[cas(min_length = 2, max_length = 80, autocomplete = "section-a work email")]
    #[pattern(r"\p{Lu}[\p{L} '\-]*", "Start with a capital letter",)]
    name: String,
    #[cas(widget = email, required = false)]
    email: Option<String>,
    #[cas(widget = textarea(rows = 4), max_length = 2_000)]
    notes: String,
    #[cas(widget = textarea)]
    more: Option<String>,
    #[cas(widget = text)]
    #[pattern("(?=.*[0-9])(?!.*[ ]).{8,}", "Eight characters with a digit and no blank")]
    code: String,
    #[cas(min = -10, max = 10_000, step = 5, placeholder = "0")]
    credit: i32,
    #[cas(min = 0.5, max = 1e3, step = 0.25, widget = number)]
    ratio: Option<f64>,
    #[cas(widget = checkbox, required)]
    agreed: bool,
    #[cas(widget = radio)]
    vip: bool,
    #[cas(widget = select)]
    member: Option<bool>,
    #[cas(choices(true = "On", false = "Off"))]
    switch: bool,
    #[cas(widget = radio, choices("s" = "Small", "l" = "Large", "xl",))]
    size: String,
    #[cas(choices("de" = "Germany", "at" = "Austria"))]
    country: Option<String>,
    #[cas(choices(-1 = "None", 1 = "One", 2))]
    count: i8,
    #[cas(min = "2024-01-01", max = "2024-12-31", step = 7)]
    day: NaiveDate,
    #[cas(min = "08:00", max = "18:30:00", step = 900)]
    time: NaiveTime,
    #[cas(widget = datetime_local, min = "2024-01-01T00:00")]
    local: NaiveDateTime,
    #[cas(widget = datetime-local)]
    instant: Option<DateTime<Utc>>,
    #[cas(widget = time)]
    end: Option<NaiveTime>,
    #[cas(widget = date, readonly)]
    since: NaiveDate,
    #[cas(readonly, placeholder = "nobody yet")]
    editor: Option<String>,
    #[cas(zone = zone_of, widget = datetime_local, max = "2099-12-31T23:59")]
    starts: Option<DateTime<Utc>>,
    #[cas(skip)]
    loaded: Vec<u8>,
}

fn zone_of(name: &str) -> chrono_tz::Tz {
    name.parse().unwrap()
}

fn main() {
    assert_eq!(Everything::COLUMNS.name.index(), 0);
    assert_eq!(Everything::COLUMNS.editor.index(), 20);
    let spec = <Everything as CasForm>::spec();
    assert_eq!(spec.name(), "Everything");
    assert_eq!(spec.fields().len(), 22);
    assert_eq!(spec.fields()[0].label(), "Full name");
    assert_eq!(spec.fields()[19].label(), "Since");
    let at = Everything::at((1, "key".to_owned())).context("Europe/Berlin");
    let refused = at.submit("name=Ada").validate().err().expect("all originals are missing");
    assert!(refused.form().as_p().contains("Ada"));
}
