//! Forms as they are rendered, filled in by a browser: what it lets pass is what is accepted, and what
//! it refuses is refused.

use super::super::support::browser::{Browser, Scripts};
use super::super::{PAGE, Tally, array};
use cas_forms::{CasForm, Form, Reason};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde_json::json;

#[derive(CasForm, Clone)]
struct Rules {
    #[cas(required)]
    text: String,
    #[pattern("[A-Z]{2}[0-9]+", "Two letters and digits")]
    code: Option<String>,
    #[cas(widget = search)]
    search: String,
    #[cas(widget = email, required)]
    email: String,
    #[cas(widget = url)]
    url: Option<String>,
    #[cas(widget = textarea, required)]
    area: String,
    tiny: i8,
    small: Option<i32>,
    great: i64,
    huge: Option<u128>,
    #[cas(min = 0, max = 10, step = 0.25)]
    quarter: f64,
    plain: Option<f64>,
    #[cas(min = -1)]
    single: f32,
    #[cas(min = "2024-01-31", max = "2024-12-31", step = 7)]
    weekly: NaiveDate,
    day: Option<NaiveDate>,
    #[cas(min = "08:00", max = "18:00", step = 900)]
    visit: NaiveTime,
    time: Option<NaiveTime>,
    moment: NaiveDateTime,
    #[cas(widget = month, min = "2024-03", required)]
    month: String,
    #[cas(widget = week, max = "2024-W40")]
    week: Option<String>,
    #[cas(required, choices("a" = "A", "b" = "B"))]
    one: String,
    #[cas(choices(1 = "One", 2 = "Two"))]
    number: i32,
    #[cas(choices("a" = "A", "b" = "B"))]
    maybe: Option<String>,
    #[cas(widget = radio, required, choices("a" = "A", "b" = "B"))]
    radio: String,
    #[cas(widget = radio, required, choices("a" = "A", "b" = "B"))]
    asked: Option<String>,
    #[cas(widget = radio, choices("a" = "A", "b" = "B"))]
    other: Option<String>,
    #[cas(widget = select)]
    flag: bool,
    #[cas(required)]
    agreed: bool,
    #[cas(required, widget = select_multiple, choices("a", "b"))]
    several: std::collections::BTreeSet<String>,
}

/// What is entered, besides what the page shows; not every control takes every text.
const TEXTS: [&str; 43] = [
    "",
    " ",
    "a",
    "b",
    "AB1",
    "AB",
    "x AB1",
    "a@b",
    "a@b.example",
    "@",
    "http://example.org/",
    "x:y",
    "x",
    "1",
    "2",
    "-1",
    "-128",
    "128",
    "200",
    "-200",
    "1.5",
    "0.25",
    "0.3",
    "1e1",
    "1e-3",
    "10.25",
    "9223372036854775807",
    "-9223372036854775808",
    "4e38",
    "2024-01-31",
    "2024-02-07",
    "2024-02-08",
    "2025-01-29",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "08:15",
    "18:00:01",
    "07:59",
    "2024-02-29T10:00:00.5",
    "10000-01-01T00:00",
    "2024-03",
    "2024-W40",
];

/// Enters a text, sends the form, and tells what the control holds, whether it is valid and what is
/// sent. Only what a user could do is done: a choice is made that is there, and none is taken back
/// where none can be.
const ENTER: &str = r"
    return arguments[0].map(([html, name, text]) => {
        const form = document.createElement('form');
        form.innerHTML = html;
        document.body.replaceChildren(form);
        const all = [...form.elements].filter(control => control.name.replace(/--.*/, '') === name);
        const [control] = all;
        if (text !== null) {
            if (control.type === 'radio') {
                const chosen = all.find(radio => radio.value === text);
                if (!chosen) return null;
                chosen.checked = true;
            } else if (control.type === 'checkbox') {
                control.checked = text === 'a';
            } else if (control.options) {
                if (![...control.options].some(option => option.value === text)) return null;
                control.value = text;
            } else {
                control.value = text;
            }
        }
        return [all.every(control => control.checkValidity()), control.value,
            new URLSearchParams(new FormData(form)).toString()];
    });
";

fn stored() -> Rules {
    let time = NaiveTime::from_hms_opt(9, 30, 0).expect("a time");
    let day = NaiveDate::from_ymd_opt(2024, 2, 1).expect("a day");
    Rules {
        text: String::new(),
        code: Some("lower".into()),
        search: "a".into(),
        email: "no address".into(),
        url: None,
        area: "a".into(),
        tiny: -5,
        small: None,
        great: -5,
        huge: Some(u128::MAX),
        quarter: 0.3,
        plain: Some(0.1),
        single: -7.5,
        weekly: day,
        day: Some(day),
        visit: time,
        time: Some(time),
        moment: day.and_time(time),
        month: "2023-01".into(),
        week: None,
        one: "gone".into(),
        number: 7,
        maybe: Some("b".into()),
        radio: "gone".into(),
        asked: None,
        other: None,
        flag: true,
        agreed: false,
        several: ["gone".into()].into(),
    }
}

pub(crate) fn agree(browser: Browser) {
    let pages = [Form::<Rules>::blank(), Form::new(stored())];
    let pages = pages.map(|form| form.as_div().into_string());
    let fields = Rules::spec().fields();
    let texts = || TEXTS.into_iter().map(Some).chain([None]);
    let cases: Vec<_> = (pages.iter())
        .flat_map(|page| fields.iter().map(move |field| (page, field.name())))
        .flat_map(|(page, name)| texts().map(move |text| (page, name, text)))
        .collect();
    let session = browser.start(Scripts::On);
    let window = session.window();
    window.go(PAGE);
    let mut tally = Tally::default();
    for cases in cases.chunks(100) {
        let sent: Vec<_> = cases.iter().map(|case| json!(case)).collect();
        let answers = array(window.execute(ENTER, &[sent.into()]));
        for ((page, name, text), answer) in cases.iter().zip(&answers) {
            let (Some(is_valid), Some(held), Some(body)) =
                (answer[0].as_bool(), answer[1].as_str(), answer[2].as_str())
            else {
                continue;
            };
            // Where a stored value breaks the rules, they are off the control until a script or the
            // server has its say.
            if text.is_some() && page.contains(&format!("id=\"id_{name}-kept\"")) {
                continue;
            }
            if browser != Browser::Chromium && matches!(*name, "month" | "week") {
                tally.leave_out("controls of a type that it does not know");
                continue;
            }
            tally.compared += 1;
            let refused = Rules::at(()).submit(body).validate().err();
            let refused = refused.filter(|refused| refused.reason() != Reason::Originals);
            let errors: Vec<_> = refused
                .iter()
                .flat_map(|refused| refused.form().errors())
                .filter(|(spec, _)| spec.name() == *name)
                .map(|(_, code)| code)
                .collect();
            if is_valid != errors.is_empty() {
                let is_blank = std::ptr::eq(*page, &raw const pages[0]);
                tally.differing.push(format!(
                    "{name} {text:?}, held {held:?}, blank {is_blank}: browser {is_valid}, ours {errors:?}"
                ));
            }
        }
    }
    tally.finish(browser, "rendered controls");
}
