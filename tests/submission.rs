//! Reading a submission: what counts as an edit, what is refused, and that nothing panics.

#[path = "support"]
mod support {
    pub(crate) mod page;
}
#[path = "submission"]
mod submission {
    mod conflict;
    mod limits;
    mod own;
}

use cas_forms::{CasForm, DoneKind, ErrorCode, FieldValue, Form, FormError, Kind, Limits, Reason};
use proptest::prelude::*;
use support::page::Page;

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Profile {
    #[pattern(r"\p{Lu}[\p{L} '\-]*", "Start with a capital letter")]
    #[cas(max_length = 10, required)]
    name: String,
    #[cas(widget = email, autocomplete = "email")]
    email: Option<String>,
    #[cas(widget = textarea(rows = 3))]
    notes: Option<String>,
    #[cas(min = 0, max = 100, step = 5)]
    level: i32,
    rate: f64,
    active: bool,
    #[cas(widget = radio, choices("s" = "Small", "l" = "Large"))]
    size: Option<String>,
    #[cas(widget = select, choices("de" = "Germany", "at" = "Austria"))]
    country: String,
    newsletter: Option<bool>,
    since: Option<chrono::NaiveDate>,
    at: chrono::NaiveDateTime,
    #[cas(readonly)]
    number: i64,
    #[cas(readonly, widget = checkbox)]
    checked: bool,
}

fn profile() -> Profile {
    Profile {
        name: "Anna".into(),
        email: Some("anna@example.org".into()),
        notes: Some("one\ntwo".into()),
        level: 10,
        rate: 0.5,
        active: true,
        size: Some("s".into()),
        country: "de".into(),
        newsletter: None,
        since: chrono::NaiveDate::from_ymd_opt(2024, 2, 29),
        at: "2024-02-29T10:20:30.123456789".parse().expect("a time"),
        number: i64::MAX,
        checked: true,
    }
}

fn page(row: &Profile) -> Page {
    Page::new(Form::new(row.clone()).as_p())
}

/// What a submission gives, compared with a row.
fn clean(body: &str, row: &Profile) -> Result<(DoneKind, Profile), (Reason, Page)> {
    let at = Profile::at(());
    match at.submit(body).clean(row) {
        Ok(cleaned) => Ok((cleaned.done().kind(), cleaned.into_value())),
        Err(refused) => Err((refused.reason(), Page::new(refused.form().as_p()))),
    }
}

fn errors(body: &str) -> Vec<(&'static str, ErrorCode)> {
    let at = Profile::at(());
    let refused = at.submit(body).validate().expect_err("refused");
    refused.form().errors().map(|(spec, code)| (spec.name(), code.clone())).collect()
}

#[test]
fn an_untouched_page_changes_nothing_and_keeps_what_controls_cannot_show() {
    let row = profile();
    assert_eq!(clean(&page(&row).body(), &row), Ok((DoneKind::Unchanged, row)));
}

impl PartialEq for Page {
    fn eq(&self, other: &Self) -> bool {
        self.html == other.html
    }
}

#[test]
fn every_kind_of_control_can_be_edited() {
    let row = profile();
    let mut page = page(&row);
    page.set("name", "Bea")
        .set("email", "")
        .set("notes", "x\ny\n")
        .set("level", "95")
        .set("rate", "-1e3");
    page.check("active", false).choose("size", "l").set("country", "at").set("newsletter", "false");
    page.set("since", "").set("at", "2025-01-01T00:00");
    let edited = Profile {
        name: "Bea".into(),
        email: None,
        notes: Some("x\ny\n".into()),
        level: 95,
        rate: -1000.0,
        active: false,
        size: Some("l".into()),
        country: "at".into(),
        newsletter: Some(false),
        since: None,
        at: "2025-01-01T00:00:00".parse().expect("a time"),
        ..row.clone()
    };
    assert_eq!(clean(&page.body(), &row), Ok((DoneKind::Written, edited)));
}

#[test]
fn another_spelling_of_the_shown_value_is_no_edit() {
    let row = profile();
    for (name, text) in
        [("level", "1e1"), ("level", "10.0"), ("rate", ".5"), ("at", "2024-02-29 10:20:30.123")]
    {
        let body = page(&row).set(name, text).body();
        assert_eq!(
            clean(&body, &row).map(|(kind, _)| kind),
            Ok(DoneKind::Unchanged),
            "{name}={text}"
        );
    }
}

#[test]
fn an_absent_checkbox_is_false_and_any_other_absent_control_is_untouched() {
    let row = profile();
    let mut page = page(&row);
    for name in ["active", "name", "notes", "level", "size", "country", "at", "number", "checked"] {
        page.remove(name);
    }
    let expected = Profile { active: false, ..row.clone() };
    assert_eq!(clean(&page.body(), &row), Ok((DoneKind::Written, expected)));
}

#[test]
fn a_readonly_field_is_never_written_and_a_differing_value_is_refused() {
    let row = profile();
    for (name, value) in [("number", "5"), ("checked", "false")] {
        let body = format!("{}&{name}={value}", page(&row).remove(name).body());
        assert_eq!(errors(&body), [(name, ErrorCode::Readonly)]);
    }
}

#[test]
fn all_errors_are_told_at_once_in_declaration_order() {
    let row = profile();
    let mut page = page(&row);
    page.set("name", "anna")
        .set("email", "a@-b")
        .set("level", "7")
        .set("rate", "")
        .set("country", "fr");
    let pattern = ErrorCode::Pattern("Start with a capital letter");
    let step = ErrorCode::Step { step: "5", base: "0" };
    assert_eq!(
        errors(&page.body()),
        [
            ("name", pattern),
            ("email", ErrorCode::Email),
            ("level", step),
            ("rate", ErrorCode::Required),
            ("country", ErrorCode::Choice),
        ]
    );
}

#[test]
fn each_rule_has_its_error() {
    let row = profile();
    for (name, text, code) in [
        ("name", "", ErrorCode::Required),
        ("name", "Abcdefghijk", ErrorCode::TooLong(10)),
        ("name", "A\0", ErrorCode::Nul),
        ("level", "105", ErrorCode::Max("100")),
        ("level", "-5", ErrorCode::Min("0")),
        ("level", "1.5", ErrorCode::Step { step: "5", base: "0" }),
        ("level", "x", ErrorCode::Integer),
        ("rate", "1e999", ErrorCode::Number),
        ("since", "2023-02-29", ErrorCode::Date),
        ("at", "2024-02-29", ErrorCode::DateTime),
        ("newsletter", "maybe", ErrorCode::Choice),
    ] {
        let body = page(&row).set(name, text).body();
        assert_eq!(errors(&body), [(name, code)], "{name}={text}");
    }
}

#[test]
fn lengths_count_utf16_units() {
    #[derive(CasForm, Clone)]
    struct Short {
        #[cas(widget = textarea, max_length = 4, min_length = 2)]
        text: String,
    }
    let check = |text: &str| {
        let at = Short::at(());
        let mut page = Page::new(Form::new(Short { text: "old".into() }).as_p());
        let body = page.set("text", text).body();
        at.submit(&body).validate().map(|form| form.text).map_err(|refused| refused.reason())
    };
    for good in ["😀😀", "éé", "a\r\nb", "\n\n\n\n"] {
        assert!(check(good).is_ok(), "{good:?}");
    }
    for bad in ["😀😀a", "a", "a\nb\nc"] {
        assert_eq!(check(bad), Err(Reason::Invalid), "{bad:?}");
    }
}

#[test]
fn rules_judge_edited_fields_only() {
    let row = Profile {
        name: "anna with a long name".into(),
        level: 7,
        country: "fr".into(),
        ..profile()
    };
    let body = page(&row).set("rate", "2").body();
    let expected = Profile { rate: 2.0, ..row.clone() };
    assert_eq!(clean(&body, &row), Ok((DoneKind::Written, expected)));
}

#[test]
fn a_control_twice_is_an_error_and_keeps_the_text() {
    let row = profile();
    let body = format!("{}&name=Bea", page(&row).body());
    assert_eq!(errors(&body), [("name", ErrorCode::Duplicate)]);
}

#[test]
fn text_that_is_not_utf8_is_an_error_of_its_field() {
    let row = profile();
    let body = page(&row).body().replace("&name=Anna", "").replacen("name=Anna", "name=An%FFna", 1);
    assert_eq!(errors(&body), [("name", ErrorCode::NotUtf8)]);
}

#[test]
fn a_control_under_another_digest_belongs_to_another_original() {
    let row = profile();
    let mut page = page(&row);
    let control =
        page.controls.iter_mut().find(|c| c.name.starts_with("email--")).expect("the control");
    control.name = "email--000000000000".into();
    let at = Profile::at(());
    let refused = at.submit(&page.body()).validate().expect_err("refused");
    assert_eq!(refused.reason(), Reason::Originals);
}

#[test]
fn decoded_pairs_are_read_like_a_body() {
    let row = profile();
    let body = page(&row).set("notes", "a\nb").set("name", "Bea").body();
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let at = Profile::at(());
    let from_pairs = at.submit_pairs(&pairs).clean(&row).expect("clean").into_value();
    assert_eq!(Ok((DoneKind::Written, from_pairs)), clean(&body, &row));
}

#[test]
fn the_decision_needs_no_database() {
    let row = profile();
    let body = page(&row).set("name", "Bea").body();
    let moved = Profile { level: 15, ..row.clone() };
    let (reason, page) = clean(&body, &moved).expect_err("stale");
    assert_eq!(reason, Reason::Stale);
    assert_eq!((page.value("name"), page.value("level")), ("Bea", "15"));
    // The page that came back shows the new value and can be saved.
    assert_eq!(
        clean(&page.body(), &moved).map(|(_, row)| (row.name, row.level)),
        Ok(("Bea".into(), 15))
    );
    assert_eq!(
        clean(&body, &Profile { name: "Bea".into(), ..moved }).map(|d| d.0),
        Ok(DoneKind::AlreadyApplied)
    );
}

#[test]
fn a_blank_form_judges_every_field() {
    #[derive(CasForm, Debug, PartialEq)]
    struct Contact {
        #[cas(required)]
        name: String,
        age: Option<u8>,
        agreed: bool,
    }
    let at = Contact::at(());
    let mut page = Page::new(Form::<Contact>::blank().as_p());
    let refused = at.submit(&page.body()).validate().expect_err("empty");
    let errors: Vec<_> =
        refused.form().errors().map(|(spec, code)| (spec.name(), code.clone())).collect();
    assert_eq!(errors, [("name", ErrorCode::Required)]);
    let form = at.submit(&page.set("name", "Anna").body()).validate().expect("valid");
    assert_eq!(form, Contact { name: "Anna".into(), age: None, agreed: false });
}

proptest! {
    // A failure prints its input; nothing is written beside the sources.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_form_that_renders(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let at = Profile::at(());
        let refused = at.submit(&body).validate().expect_err("no originals");
        prop_assert!(refused.form().as_p().len() > 100);
        let refused = at.submit(&body).clean(&profile()).expect_err("no originals");
        prop_assert!(refused.form().as_table().len() > 100);
    }

    /// Bodies near valid ones: a good body with some bytes replaced.
    #[test]
    fn mangled_bodies_give_a_form_that_renders(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)
    ) {
        let row = profile();
        let mut body = page(&row).set("name", "Bea").body().into_bytes();
        for (place, byte) in places {
            let at = place.index(body.len());
            body[at] = byte;
        }
        let at = Profile::at(());
        if let Err(refused) = at.submit(&body).clean(&row) {
            let page = Page::new(refused.form().as_p());
            let _ = at.submit(&page.body()).clean(&row);
        }
    }

    /// Of text: whatever the row holds, an untouched page changes nothing.
    #[test]
    fn any_text_survives_an_untouched_page(name in any::<String>(), notes in any::<Option<String>>(), country in any::<String>()) {
        let row = Profile { name: name.clone(), notes, country, email: Some(name.clone()), size: Some(name), ..profile() };
        prop_assert_eq!(clean(&page(&row).body(), &row), Ok((DoneKind::Unchanged, row)));
    }
}
