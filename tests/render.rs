//! What is rendered: escaping, parts, accessibility, and the way into templates.

#[path = "support"]
mod support {
    pub(crate) mod page;
}
#[path = "render"]
mod render {
    mod locked;
}

use cas_forms::{CasForm, Form, Html};
use scraper::{Html as Document, Selector};
use support::page::Page;

#[derive(CasForm, Clone, Debug)]
struct Profile {
    #[cas(required, max_length = 80, help = "As in your passport", placeholder = "Anna")]
    name: String,
    #[cas(widget = email, autocomplete = "email")]
    email: String,
    #[cas(widget = textarea(rows = 4), label = "A & B <notes>")]
    notes: Option<String>,
    #[cas(min = 0, max = 10)]
    level: i32,
    active: bool,
    #[cas(widget = radio, choices("s" = "Small", "l" = "Large"))]
    size: String,
    #[cas(widget = select, choices("de" = "Germany", "at" = "Austria"))]
    country: String,
    since: Option<chrono::NaiveDate>,
}

fn profile() -> Profile {
    Profile {
        name: "Anna".into(),
        email: "anna@example.org".into(),
        notes: None,
        level: 5,
        active: true,
        size: "s".into(),
        country: "de".into(),
        since: None,
    }
}

fn refused(body: &str, row: &Profile) -> Form<Profile> {
    let at = Profile::at(());
    at.submit(body).clean(row).expect_err("refused").into_form()
}

fn all(document: &Document, selector: &str) -> usize {
    document.select(&Selector::parse(selector).expect(selector)).count()
}

#[test]
fn hostile_text_stays_text() {
    let text = "</textarea><script>alert(1)</script>\" onfocus='x' & &amp;";
    let row = Profile {
        name: text.into(),
        email: text.into(),
        notes: Some(text.into()),
        size: text.into(),
        country: text.into(),
        ..profile()
    };
    let page = Page::new(Form::new(row.clone()).as_p());
    assert_eq!(all(&Document::parse_document(&page.html), "script"), 0);
    for name in ["name", "email", "notes", "country"] {
        assert_eq!(page.value(name), text, "{name}");
        assert_eq!(page.original(name), serde_json::to_string(text).expect("JSON"), "{name}");
    }
    // The same on the page of a conflict, where the values stand in running text as well.
    let moved = Profile { name: format!("{text}!"), notes: None, ..row.clone() };
    let body = Page::new(Form::new(row).as_p()).set("name", "<b>mine</b>").body();
    let html = refused(&body, &moved).as_div().into_string();
    let document = Document::parse_document(&html);
    assert_eq!(all(&document, "script") + all(&document, "b"), 0, "{html}");
}

#[test]
fn a_textarea_keeps_its_leading_line_breaks() {
    for text in ["\na", "\n\n", "a\n", "\r\nb"] {
        let row = Profile { notes: Some(text.into()), ..profile() };
        assert_eq!(Page::new(Form::new(row).as_p()).value("notes"), text.replace("\r\n", "\n"));
    }
}

#[test]
fn every_layout_holds_every_control_with_its_original() {
    let form = Form::new(profile());
    let table = format!("<table>{}</table>", form.as_table());
    for html in
        [form.as_p().to_string(), form.as_div().to_string(), form.as_ul().to_string(), table]
    {
        let page = Page::new(html);
        for field in Profile::spec().fields() {
            page.original(field.name());
            page.value(field.name());
        }
    }
    let whole = form
        .as_form_with("Save <now>", &Html::raw("<input type=hidden name=token value=t>"))
        .to_string();
    assert!(
        whole.starts_with("<form method=\"post\" accept-charset=\"utf-8\" autocomplete=\"off\""),
        "{whole}"
    );
    assert!(
        whole.contains("name=token") && whole.ends_with("Save &lt;now&gt;</button></form>"),
        "{whole}"
    );
}

#[test]
fn parts_put_together_are_the_field() {
    let form = Form::new(profile());
    let field = form.field(Profile::FIELDS.name);
    assert_eq!(
        field.control().to_string(),
        format!("{}{}", field.bare_control(), field.original())
    );
    let whole = field.as_p().to_string();
    for part in [field.label(), field.bare_control(), field.original(), field.help()] {
        assert!(!part.is_empty() && whole.contains(part.as_str()), "{part} in {whole}");
    }
    assert!(field.errors().is_empty());
    assert_eq!(
        (field.name(), field.id(), field.value()),
        ("name".into(), "id_name".into(), "Anna".into())
    );
}

#[test]
fn labels_help_and_errors_are_tied_to_the_control() {
    let body = Page::new(Form::new(profile()).as_p()).set("name", "").set("level", "99").body();
    let html = refused(&body, &profile()).as_p().to_string();
    let document = Document::parse_document(&html);
    for control in document
        .select(&Selector::parse("input:not([type=hidden]), select, textarea").expect("a selector"))
    {
        let id = control.value().attr("id").expect("an id");
        let labelled = all(&document, &format!("label[for='{id}']")) == 1
            || control
                .ancestors()
                .any(|node| node.value().as_element().is_some_and(|e| e.name() == "label"));
        assert!(labelled, "no label for {id}");
        for described in
            control.value().attr("aria-describedby").unwrap_or_default().split_whitespace()
        {
            assert_eq!(all(&document, &format!("[id='{described}']")), 1, "{described}");
        }
    }
    assert_eq!(all(&document, "[aria-invalid=true]"), 2);
    assert_eq!(all(&document, ".cas-summary[role=alert] a[href='#id_name']"), 1);
    for link in document.select(&Selector::parse(".cas-summary a").expect("a selector")) {
        let target = link.value().attr("href").expect("an address").trim_start_matches('#');
        assert_eq!(all(&document, &format!("[id='{target}']")), 1, "{target}");
    }
}

#[derive(CasForm, Clone)]
struct Moments {
    day: chrono::NaiveDate,
    moment: Option<chrono::NaiveDateTime>,
    #[cas(max = "2030-12-31")]
    soon: chrono::NaiveDate,
}

#[test]
fn dates_end_with_the_year_that_the_server_ends_with() {
    let day = |year| chrono::NaiveDate::from_ymd_opt(year, 5, 6).expect("a date");
    let row = Moments { day: day(9999), moment: None, soon: day(2024) };
    let document = Document::parse_document(&Form::new(row.clone()).as_p());
    for (name, max) in
        [("day", "9999-12-31"), ("moment", "9999-12-31T23:59:59.999"), ("soon", "2030-12-31")]
    {
        assert_eq!(all(&document, &format!("input[name={name}][max='{max}']")), 1, "{name}");
    }
    for typed in ["10000-01-01", "275760-09-13"] {
        let body = Page::new(Form::new(row.clone()).as_p()).set("day", typed).body();
        assert!(Moments::at(()).submit(&body).clean(&row).is_err(), "{typed}");
    }
    // What is stored beyond it stands in nobody's way.
    let far = Moments { day: day(12024), ..row };
    let page = Page::new(Form::new(far.clone()).as_p());
    let document = Document::parse_document(&page.html);
    assert_eq!(all(&document, "input[name=day]:not([max]):not([required])"), 1, "{}", page.html);
    assert_eq!(all(&document, ".cas-kept"), 1, "{}", page.html);
    let cleaned = Moments::at(()).submit(&page.body()).clean(&far).expect("untouched");
    assert_eq!(cleaned.done().kind(), cas_forms::DoneKind::Unchanged);
}

/// Groups of buttons, all of them wrong or in question.
#[derive(CasForm, Clone)]
struct Groups {
    #[cas(widget = radio, choices("s" = "Small", "l" = "Large"))]
    size: String,
    #[cas(widget = radio, choices("a", "b"))]
    kind: Option<String>,
    #[cas(choices("x" = "Ex", "y" = "Why"))]
    tags: std::collections::BTreeSet<String>,
    text: String,
}

#[test]
fn links_of_the_summary_lead_to_what_takes_the_focus() {
    let row = Groups {
        size: "s".into(),
        kind: Some("a".into()),
        tags: ["x".to_owned()].into(),
        text: "old".into(),
    };
    let page = Page::new(Form::new(row.clone()).as_p()).body();
    let wrong = page.replace("size=s", "size=z").replace("kind=a", "kind=z");
    let wrong = wrong.replace("tags=x", "tags=z");
    let conflict = page.replace("size=s", "size=l").replace("kind=a", "kind=b");
    let conflict = conflict.replace("tags=x", "tags=y").replace("text=old", "text=mine");
    let moved = Groups {
        size: "m".into(),
        kind: None,
        tags: ["x".to_owned(), "y".to_owned()].into(),
        text: "theirs".into(),
    };
    for (body, row, links) in [(&wrong, &row, 3), (&conflict, &moved, 4), (&page, &moved, 4)] {
        let refused = Groups::at(()).submit(body).clean(row).expect_err("refused");
        let html = refused.form().as_p();
        let document = Document::parse_document(&html);
        let selector = Selector::parse(".cas-summary a").expect("a selector");
        assert_eq!(document.select(&selector).count(), links, "{html}");
        for link in document.select(&selector) {
            let target = link.value().attr("href").expect("an address").trim_start_matches('#');
            let focusable = format!("input:not([type=hidden])[id='{target}']");
            assert_eq!(all(&document, &focusable), 1, "{target} in {html}");
            let asked = target.starts_with("id_resolve-");
            assert_eq!(asked, body == &conflict, "{target}");
        }
    }
}

#[test]
fn ids_are_unique_in_every_state() {
    let body = Page::new(Form::new(profile()).as_p()).set("name", "Bea").choose("size", "l").body();
    let moved = Profile { name: "Cleo".into(), size: "x".into(), level: 6, ..profile() };
    for html in [
        Form::new(profile()).as_p(),
        refused(&body, &moved).as_p(),
        Form::<Profile>::blank().as_p(),
    ] {
        let document = Document::parse_document(&html);
        let mut seen = std::collections::HashSet::new();
        for element in document.select(&Selector::parse("[id]").expect("a selector")) {
            let id = element.value().attr("id").expect("an id");
            assert!(seen.insert(id.to_owned()), "{id} twice in {html}");
        }
    }
}

#[test]
fn what_was_typed_comes_back_even_where_it_is_no_value() {
    let body =
        Page::new(Form::new(profile()).as_p()).set("level", "seven").set("since", "soon").body();
    let page = Page::new(refused(&body, &profile()).as_p());
    assert!(
        page.html.contains("value=\"seven\"") && page.html.contains("value=\"soon\""),
        "{}",
        page.html
    );
    // A number or date control would empty itself, and the next Save would send nothing.
    for name in ["level", "since"] {
        assert!(
            page.html.contains(&format!("<input type=\"text\" name=\"{name}\"")),
            "{}",
            page.html
        );
    }
}

#[test]
fn a_stored_value_that_breaks_a_rule_does_not_block_the_form() {
    let row = Profile {
        name: String::new(),
        level: 99,
        email: "none".into(),
        country: "fr".into(),
        ..profile()
    };
    let form = Form::new(row);
    let page = Page::new(form.as_p());
    assert!(page.is_sendable(), "{}", page.html);
    let control = form.field(Profile::FIELDS.level).bare_control();
    assert!(
        !control.contains(" max=") && control.contains("aria-describedby=\"id_level-kept\""),
        "{control}"
    );
    assert!(form.field(Profile::FIELDS.email).bare_control().contains("type=\"text\""));
    assert!(
        form.field(Profile::FIELDS.country)
            .bare_control()
            .contains("<option value=\"fr\" selected>fr</option>")
    );
    assert!(form.field(Profile::FIELDS.level).help().contains("breaks a rule"));
}

#[test]
fn every_control_keeps_the_browser_from_restoring_old_text() {
    let document = Document::parse_document(&Form::new(profile()).as_p());
    for control in document.select(&Selector::parse("input, select, textarea").expect("a selector"))
    {
        let attribute = |name| control.value().attr(name).unwrap_or_default();
        if attribute("autocomplete") == "off" {
            continue;
        }
        // A field that asks for autofill: other names and ids for another original, and the form
        // tag that has our attributes.
        assert_eq!(attribute("autocomplete"), "email");
        assert!(
            attribute("name").starts_with("email--") && attribute("id").starts_with("id_email--")
        );
        assert_eq!(attribute("form"), "cas-Profile");
    }
    assert!(Form::new(profile()).attrs().contains(" autocomplete=\"off\" id=\"cas-Profile\""));
}

#[test]
fn radios_checkboxes_and_autofilled_fields_have_other_ids_for_other_originals() {
    let ids = |row: Profile| {
        let form = Form::new(row);
        let fields = Profile::FIELDS;
        [
            form.field(fields.active).id(),
            form.field(fields.email).id(),
            form.field(fields.size).control().to_string(),
        ]
    };
    let first = ids(profile());
    assert_eq!(first, ids(profile()));
    let second = ids(Profile { active: false, email: "b@b".into(), size: "l".into(), ..profile() });
    for (a, b) in first.iter().zip(&second) {
        assert_ne!(a, b);
    }
}

#[test]
fn askama_maud_and_minijinja_take_the_markup_unescaped() {
    use askama::Template as _;
    #[derive(askama::Template)]
    #[template(source = "<form>{{ form.as_p() }}{{ text }}</form>", ext = "html")]
    struct Page<'a> {
        form: &'a Form<Profile>,
        text: &'a str,
    }
    let form = Form::new(profile());
    let expected = format!("<form>{}&lt;b&gt;</form>", form.as_p());
    let askama = Page { form: &form, text: "<b>" }.render().expect("askama");
    assert_eq!(askama.replace("&#60;", "&lt;").replace("&#62;", "&gt;"), expected);
    assert_eq!(maud::html! { form { (form.as_p()) ("<b>") } }.into_string(), expected);
    let mut environment = minijinja::Environment::new();
    environment.add_template("p.html", "<form>{{ form }}{{ text }}</form>").expect("a template");
    let template = environment.get_template("p.html").expect("the template");
    let context =
        minijinja::context! { form => minijinja::Value::from(form.as_p()), text => "<b>" };
    assert_eq!(template.render(context).expect("minijinja"), expected);
}
