//! Sets: groups of checkboxes and lists of several choices.

use crate::*;
use scraper::{Html, Selector};
use std::collections::BTreeSet;

type Set<T> = BTreeSet<T>;

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Article {
    #[cas(choices("new" = "New", "sale" = "On sale", "gift" = "A gift"), help = "All that fit")]
    tags: Set<String>,
    #[cas(widget = select_multiple, required, choices(1 = "One", 2 = "Two", 10 = "Ten"))]
    sizes: Set<i32>,
    #[cas(choices("de", "at", "ch"))]
    countries: Option<Set<String>>,
    #[cas(readonly, choices("x" = "X", "y" = "Y"))]
    fixed: Set<String>,
}

fn texts(values: &[&str]) -> Set<String> {
    values.iter().map(|text| (*text).to_owned()).collect()
}

fn article() -> Article {
    Article {
        tags: texts(&["new", "sale"]),
        sizes: [2, 10].into(),
        countries: None,
        fixed: texts(&["x"]),
    }
}

#[test]
fn what_is_in_the_set_is_chosen_on_the_page() {
    let page = page(&article());
    assert_eq!(page.picked("tags"), ["new", "sale"]);
    assert_eq!(page.picked("sizes"), ["2", "10"]);
    assert_eq!(page.picked("countries"), [""; 0]);
    assert_eq!(page.original("tags"), r#"["new","sale"]"#);
    // In the order of their texts, so that it is one text for one set.
    assert_eq!(page.original("sizes"), r#"["10","2"]"#);
    assert_eq!(page.original("countries"), "null");
}

#[test]
fn a_group_is_labelled_and_its_ids_change_with_the_original() {
    let ids = |row: &Article| -> Vec<String> {
        let document = Html::parse_document(&page(row).html);
        let boxes = Selector::parse(
            "#id_tags[role=group][aria-labelledby=id_tags-label] input[name=tags][type=checkbox][autocomplete=off]",
        );
        let ids: Vec<_> = document
            .select(&boxes.expect("a selector"))
            .map(|input| input.value().attr("id").expect("an id").to_owned())
            .collect();
        let described = Selector::parse("#id_tags[aria-describedby=id_tags-help]");
        assert_eq!(document.select(&described.expect("a selector")).count(), 1);
        ids
    };
    let before = ids(&article());
    assert_eq!(before.len(), 3);
    assert_eq!(before.iter().collect::<Set<_>>().len(), 3);
    let after = ids(&Article { tags: texts(&["gift"]), ..article() });
    assert!(before.iter().all(|id| !after.contains(id)), "{before:?} {after:?}");
}

#[test]
fn several_values_are_one_edit_in_whatever_order_they_arrive() {
    let (kind, after) = save(&article(), |page| {
        page.pick("tags", &["gift", "sale"]).pick("sizes", &["1"]).pick("countries", &["ch", "de"])
    })
    .expect("done");
    let edited = Article {
        tags: texts(&["sale", "gift"]),
        sizes: [1].into(),
        countries: Some(texts(&["de", "ch"])),
        ..article()
    };
    assert_eq!((kind, after), (DoneKind::Written, edited));
    let body = page(&article()).pick("tags", &[]).body();
    let at = Article::at(());
    let body = format!("{body}&tags=sale&tags=new&tags=sale");
    let cleaned = at.submit(&body).clean(&article()).expect("done");
    assert_eq!(cleaned.done().kind(), DoneKind::Unchanged);
}

#[test]
fn nothing_chosen_is_the_empty_set_and_null_where_the_field_may_be_null() {
    let row = Article { countries: Some(texts(&["de"])), ..article() };
    let (_, after) =
        save(&row, |page| page.pick("tags", &[]).pick("countries", &[])).expect("done");
    assert_eq!(after, Article { tags: Set::new(), countries: None, ..article() });
    // An empty set and null look alike; nobody changed either of them.
    let empty = Article { countries: Some(Set::new()), ..article() };
    assert_eq!(save(&empty, untouched).expect("done"), (DoneKind::Unchanged, empty));
}

#[test]
fn a_required_set_holds_something() {
    let refused = save(&article(), |page| page.pick("sizes", &[])).expect_err("refused");
    assert_eq!(errors(&refused), [("sizes", ErrorCode::Required)]);
    let html = page(&article()).html;
    assert!(html.contains(r#"" id="id_sizes" autocomplete="off" required>"#));
}

#[test]
fn what_is_not_offered_is_refused_and_what_was_stored_may_stay() {
    let row = Article { tags: texts(&["new", "old", "older"]), ..article() };
    let stored = page(&row);
    assert_eq!(stored.picked("tags"), ["new", "old", "older"]);
    let ids = stored.html.matches("id=\"id_tags-stored-").count();
    assert_eq!(ids, 2, "{}", stored.html);
    let (kind, after) = save(&row, |page| page.pick("tags", &["gift", "old"])).expect("done");
    assert_eq!((kind, after.tags), (DoneKind::Written, texts(&["gift", "old"])));
    let body = format!("{}&tags=forged", page(&row).body());
    let at = Article::at(());
    let refused = at.submit(&body).clean(&row).expect_err("refused");
    assert_eq!(errors(&refused), [("tags", ErrorCode::Choice)]);
    assert_eq!(Page::new(refused.form().as_p()).picked("tags"), ["new", "forged", "old", "older"]);
}

#[test]
fn a_readonly_set_is_shown_disabled_and_its_absence_says_nothing() {
    let row = article();
    let controls = page(&row).controls;
    assert!(controls.iter().filter(|control| control.field() == "fixed").all(|c| c.disabled));
    let body = format!("{}&fixed=y", page(&row).body());
    let at = Article::at(());
    let refused = at.submit(&body).clean(&row).expect_err("refused");
    assert_eq!(errors(&refused), [("fixed", ErrorCode::Readonly)]);
}

#[test]
fn a_change_of_somebody_elses_is_told_in_labels() {
    let body = page(&article()).pick("tags", &["gift"]).body();
    let moved = Article { tags: texts(&["sale"]), ..article() };
    let at = Article::at(());
    let refused = at.submit(&body).clean(&moved).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Stale);
    let html = refused.form().as_p().into_string();
    for text in ["<q>New, On sale</q>", "<q>On sale</q>", "<q>A gift</q>"] {
        assert!(html.contains(text), "{text} in {html}");
    }
    // Mine is still chosen; saved with the answer it is written.
    let mut page = Page::new(&html);
    assert_eq!(page.picked("tags"), ["gift"]);
    let cleaned = at.submit(&page.choose("resolve-tags", "mine").body()).clean(&moved);
    assert_eq!(cleaned.map(|cleaned| cleaned.into_value().tags).expect("done"), texts(&["gift"]));
}

#[test]
fn values_that_are_no_text_of_the_type_are_refused_without_panic() {
    for value in ["x", "%FF", "%00", "1.5", "99999999999999", "%5B%5D"] {
        let body = format!("{}&sizes={value}", page(&article()).pick("sizes", &[]).body());
        let at = Article::at(());
        let refused = at.submit(&body).clean(&article()).expect_err(value);
        assert_eq!(errors(&refused).len(), 1, "{value}");
    }
    for original in ["[", "[1]", "[null]", "{}", "\"a\"", "[\"x\"]"] {
        let body = page(&article()).body();
        let found = form_urlencoded::parse(body.as_bytes()).map(|(name, value)| {
            let value = if name == "original-sizes" { original.into() } else { value };
            (name.into_owned(), value.into_owned())
        });
        let pairs: Vec<(String, String)> = found.collect();
        let at = Article::at(());
        let refused = at.submit_pairs(&pairs).clean(&article()).expect_err(original);
        assert_eq!(refused.reason(), Reason::Originals, "{original}");
    }
}

#[derive(CasForm, Clone, Debug, PartialEq)]
struct Odd {
    #[cas(choices("x"))]
    texts: Set<String>,
    #[cas(choices("08:00", "09:00"))]
    times: Set<NaiveTime>,
}

fn odd() -> Odd {
    let times = ["08:00:00.123456", "08:00:00.123999", "10:00:00"];
    Odd {
        texts: texts(&["c\rd", "c\r\nd", "e\0f", " g "]),
        times: times.map(|text| text.parse().expect("a time")).into(),
    }
}

#[test]
fn members_that_a_control_changes_make_no_edit() {
    assert_eq!(save(&odd(), untouched).expect("done"), (DoneKind::Unchanged, odd()));
}

#[test]
fn an_edit_of_a_set_keeps_all_of_the_other_members() {
    let (_, after) =
        save(&odd(), |page| page.pick("times", &["08:00:00.123", "09:00"])).expect("done");
    let times = ["08:00:00.123456", "08:00:00.123999", "09:00:00"];
    let times = times.map(|text| text.parse().expect("a time")).into();
    assert_eq!(after, Odd { times, ..odd() });
    let (_, after) = save(&odd(), |page| page.pick("texts", &["c\nd", "x"])).expect("done");
    assert_eq!(after, Odd { texts: texts(&["c\rd", "c\r\nd", "x"]), ..odd() });
}
