//! The controls of single values.

use crate::*;
use cas_forms::Widget;

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Everything {
    #[cas(widget = search, placeholder = "Anything")]
    search: String,
    #[cas(widget = tel, max_length = 20)]
    #[pattern("[0-9 +]+", "Digits and blanks")]
    phone: String,
    #[cas(widget = url)]
    site: Option<String>,
    #[cas(widget = range, min = 0, max = 100, step = 5)]
    volume: i32,
    #[cas(widget = range, min = -1, max = 1)]
    balance: f64,
    #[cas(widget = month, min = "2024-01", max = "2025-06")]
    month: String,
    #[cas(widget = week)]
    week: Option<String>,
    #[cas(widget = color)]
    color: String,
}

fn everything() -> Everything {
    Everything {
        search: "old".into(),
        phone: "+49 30".into(),
        site: Some("https://example.org/".into()),
        volume: 50,
        balance: 0.25,
        month: "2024-05".into(),
        week: Some("2024-W20".into()),
        color: "#336699".into(),
    }
}

#[test]
fn each_control_is_rendered_as_html_has_it() {
    let page = page(&everything());
    for (name, kind) in [
        ("search", "search"),
        ("phone", "tel"),
        ("site", "url"),
        ("volume", "range"),
        ("balance", "range"),
        ("month", "month"),
        ("week", "week"),
        ("color", "color"),
    ] {
        let control = page.controls.iter().find(|control| control.field() == name).expect(name);
        assert_eq!(control.kind, kind, "{name}");
        assert!(!control.required, "{name}");
    }
    assert!(page.html.contains(r#"name="volume" id="id_volume" autocomplete="off" min="0" max="100" step="5" value="50""#), "{}", page.html);
    assert!(page.html.contains(r#"min="-1" max="1" step="any" value="0.25""#), "{}", page.html);
    assert!(page.html.contains(r#"min="2024-01" max="2025-06" value="2024-05""#), "{}", page.html);
    assert!(page.html.contains(r#"pattern="[0-9 +]+" title="Digits and blanks""#), "{}", page.html);
    assert_eq!(spec::<Everything>("color").widget(), Widget::Color);
}

#[test]
fn an_untouched_page_changes_nothing() {
    let row = everything();
    let (kind, after) = save(&row, untouched).expect("done");
    assert_eq!((kind, after), (DoneKind::Unchanged, row));
}

#[test]
fn each_control_can_be_edited() {
    let edited = Everything {
        search: "new".into(),
        phone: "0".into(),
        site: None,
        volume: 55,
        balance: -0.5,
        month: "2025-06".into(),
        week: None,
        color: "#ffffff".into(),
    };
    let saved = save(&everything(), |page| {
        page.set("search", "new").set("phone", "0").set("site", "").set("volume", "55");
        page.set("balance", "-0.5").set("month", "2025-06").set("week", "").set("color", "#FFFFFF")
    });
    assert_eq!(saved.expect("done"), (DoneKind::Written, edited));
}

#[test]
fn what_the_browser_refuses_is_refused() {
    for (name, text, code) in [
        ("phone", "x", ErrorCode::Pattern("Digits and blanks")),
        ("site", "example.org", ErrorCode::Url),
        ("month", "2023-12", ErrorCode::Min("2024-01")),
        ("month", "2025-07", ErrorCode::Max("2025-06")),
        ("month", "May 2024", ErrorCode::Month),
        ("week", "2024-W53", ErrorCode::Week),
    ] {
        let refused = save(&everything(), |page| page.set(name, text)).expect_err(text);
        assert_eq!(errors(&refused), [(name, code)], "{name}={text}");
        // What was typed comes back, in a text control where the field's own could not hold it.
        assert_eq!(Page::new(refused.form().as_p()).value(name), text);
    }
}

#[test]
fn what_a_slider_or_a_colour_picker_cannot_send_is_refused() {
    for (name, text) in [
        ("volume", "101"),
        ("volume", "7"),
        ("volume", ""),
        ("balance", "x"),
        ("color", "white"),
        ("color", ""),
    ] {
        let refused = save(&everything(), |page| page.set(name, text)).expect_err(text);
        assert_eq!(errors(&refused).len(), 1, "{name}={text}");
    }
}

#[test]
fn a_stored_value_that_its_control_cannot_show_stays_as_it_is() {
    let odd = Everything {
        month: "soon".into(),
        week: Some("2024-W53".into()),
        color: String::new(),
        ..everything()
    };
    let page = page(&odd);
    assert_eq!((page.value("month"), page.value("week"), page.value("color")), ("", "", "#000000"));
    assert_eq!(page.html.matches("cannot be shown here").count(), 3, "{}", page.html);
    let (kind, after) = save(&odd, untouched).expect("done");
    assert_eq!((kind, after), (DoneKind::Unchanged, odd));
}

#[test]
fn a_slider_shows_the_nearest_value_it_can_and_writes_none_that_nobody_chose() {
    for (stored, shown) in [(7, "5"), (8, "10"), (-3, "0"), (1000, "100")] {
        let odd = Everything { volume: stored, ..everything() };
        let page = page(&odd);
        assert_eq!(page.value("volume"), shown, "{stored}");
        assert_eq!(page.original("volume"), stored.to_string());
        assert!(page.html.contains("cannot be shown here"), "{stored}");
        assert!(page.html.contains(r#"min="0" max="100" step="5""#), "{stored}");
        let (kind, after) = save(&odd, untouched).expect("done");
        assert_eq!((kind, after), (DoneKind::Unchanged, odd));
    }
}
