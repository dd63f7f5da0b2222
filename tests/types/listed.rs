//! Choices that are known at run time only: rows of another table.

use crate::*;
use cas_forms::{Form, Listed};
use std::collections::BTreeSet;

/// What a request knows of the other table.
struct Desk {
    rooms: Vec<(i64, &'static str)>,
}

const DESK: [(i64, &str); 3] = [(1, "Attic"), (2, "Cellar"), (30, "Hall & <co>")];

fn desk() -> Desk {
    Desk { rooms: DESK.into() }
}

fn rooms(desk: &Desk) -> Vec<(i64, &'static str)> {
    desk.rooms.clone()
}

fn floors(_: &Desk) -> Listed {
    Listed::new([("up", "Upstairs"), ("down", "Downstairs")])
}

#[derive(CasForm, Clone, Debug, PartialEq)]
#[cas(context = Desk)]
struct Booking {
    #[cas(choices = rooms)]
    room: i64,
    #[cas(choices = floors, widget = radio)]
    floor: Option<String>,
    #[cas(choices = rooms)]
    also: BTreeSet<i64>,
}

fn booking() -> Booking {
    Booking { room: 2, floor: None, also: [1].into() }
}

fn page(row: &Booking, desk: &Desk) -> Page {
    Page::new(Booking::at(()).context(desk).form(row.clone()).as_p())
}

fn saved(body: &str, row: &Booking, desk: &Desk) -> Result<Booking, Refused<Booking>> {
    let at = Booking::at(()).context(desk);
    at.submit(body).clean(row).map(cas_forms::Cleaned::into_value)
}

#[test]
fn the_list_of_the_request_is_offered() {
    let page = page(&booking(), &desk());
    assert_eq!((page.value("room"), page.picked("also")), ("2", vec!["1"]));
    assert!(page.html.contains("<option value=\"2\" selected>Cellar</option>"), "{}", page.html);
    assert!(page.html.contains("value=\"30\">Hall &amp; &lt;co&gt;</option>"), "{}", page.html);
    assert!(page.html.contains("value=\"down\"> Downstairs</label>"), "{}", page.html);
}

#[test]
fn what_is_offered_can_be_chosen() {
    let body = page(&booking(), &desk())
        .set("room", "30")
        .choose("floor", "up")
        .pick("also", &["2", "30"])
        .body();
    let after = saved(&body, &booking(), &desk()).expect("done");
    assert_eq!(after, Booking { room: 30, floor: Some("up".into()), also: [2, 30].into() });
}

#[test]
fn a_choice_that_is_gone_meanwhile_is_refused_and_said_so() {
    let body = page(&booking(), &desk()).set("room", "30").pick("also", &["1", "30"]).body();
    let fewer = Desk { rooms: DESK[..2].into() };
    let refused = saved(&body, &booking(), &fewer).expect_err("refused");
    assert_eq!(
        errors(&refused),
        [("room", ErrorCode::ChoiceGone), ("also", ErrorCode::ChoiceGone)]
    );
    let html = refused.form().as_p().into_string();
    assert!(html.contains("can no longer be chosen"), "{html}");
    // What was chosen is still to be seen, and the list is the one of now.
    let page = Page::new(&html);
    assert_eq!((page.value("room"), page.picked("also")), ("30", vec!["1", "30"]));
    assert!(!html.contains("Hall"), "{html}");
}

#[test]
fn a_stored_choice_that_is_gone_is_shown_and_stays() {
    let fewer = Desk { rooms: DESK[..1].into() };
    let page = page(&booking(), &fewer);
    assert_eq!(page.value("room"), "2");
    assert_eq!(saved(&page.body(), &booking(), &fewer).expect("done"), booking());
}

#[test]
fn a_form_without_a_place_is_told_the_context_by_itself() {
    let html = Form::new(booking()).context(&desk()).as_p().into_string();
    assert!(html.contains("Attic"), "{html}");
    let bare = Form::new(booking()).as_p().into_string();
    assert_eq!(Page::new(&bare).value("room"), "2");
}

#[test]
fn changes_are_told_in_the_words_of_the_list() {
    let body = page(&booking(), &desk()).set("room", "30").body();
    let moved = Booking { room: 1, ..booking() };
    let refused = saved(&body, &moved, &desk()).expect_err("refused");
    let html = refused.form().as_p().into_string();
    for text in ["<q>Cellar</q>", "<q>Attic</q>", "<q>Hall &amp; &lt;co&gt;</q>"] {
        assert!(html.contains(text), "{text} in {html}");
    }
}
