//! Two people and one customer.

use super::demo;
use crate::Visitor;
use crate::demo::visitor::Answer;
use crate::support::demo::Demo;

const ANN: &str = "/customers/1";
const BOB: &str = "/customers/1?as=Bob";

/// What a browser sends of a page whose fields are switched off.
fn press(visitor: &mut Visitor<'_>, path: &str, answer: &Answer) -> Answer {
    let mut page = answer.page();
    page.controls.retain(|control| control.name == "csrf-token");
    visitor.post(path, &page)
}

fn end_lease(demo: &Demo) {
    demo.run("UPDATE cas_leases SET expires_us = 0");
}

#[test]
fn the_second_is_told_who_edits_and_for_how_long() {
    let demo = demo();
    Visitor::new(&demo).open(ANN);
    let answer = Visitor::new(&demo).get(BOB);
    answer.says(&["<bdi>Ann</bdi> is editing this.", "free in 3 minutes", "Take over"]);
    assert!(!answer.html.contains("name=\"cas-lease\""), "{}", answer.html);
    let answer = Visitor::new(&demo).get(ANN);
    answer.says(&["You are editing this in another tab", "Continue here"]);
}

#[test]
fn whoever_comes_after_a_save_or_the_end_of_a_lease_has_it() {
    let demo = demo();
    let (mut ann, mut bob) = (Visitor::new(&demo), Visitor::new(&demo));
    let mut page = ann.open(ANN);
    page.set("notes", "By Ann");
    assert_eq!(ann.post(ANN, &page).status, 303);
    bob.get(BOB).says(&["This is locked for you for 3 minutes.", "By Ann"]);
    end_lease(&demo);
    ann.get(ANN).says(&["This is locked for you for 3 minutes."]);
}

#[test]
fn whoever_it_was_taken_from_keeps_what_was_typed_and_tries_again() {
    let demo = demo();
    let (mut ann, mut bob) = (Visitor::new(&demo), Visitor::new(&demo));
    let mut page = ann.open(ANN);
    page.set("notes", "By Ann");
    let answer = bob.get(BOB);
    let taken = press(&mut bob, "/customers/1/take-over?as=Bob", &answer);
    assert_eq!(taken.status, 200);
    taken.says(&["This is locked for you for 3 minutes."]);
    let answer = ann.post(ANN, &page);
    assert_eq!(answer.status, 423);
    answer.says(&["<bdi>Bob</bdi> is editing this.", "Try again", "Take over and save"]);
    assert_eq!(answer.page().value("notes"), "By Ann");
    assert_eq!(ann.post(ANN, &answer.page()).status, 423);
    let mut page = taken.page();
    page.set("phone", "+33 1 70189901");
    assert_eq!(bob.post(BOB, &page).status, 303);
    // Bob is done, and what he changed is asked about.
    let answer = ann.post(ANN, &answer.page());
    assert_eq!(answer.status, 409);
    assert_eq!(ann.post(ANN, &answer.page()).status, 303);
    assert_eq!(demo.count("notes = 'By Ann' AND phone = '+33 1 70189901'"), 1);
}

#[test]
fn it_is_taken_over_from_whom_the_page_showed_and_from_nobody_else() {
    let demo = demo();
    let (mut ann, mut bob) = (Visitor::new(&demo), Visitor::new(&demo));
    ann.open(ANN);
    let shown = bob.get(BOB);
    let (_, button) = shown.html.split_once("name=\"from\" value=\"").expect("the button");
    let (from, _) = button.split_once('"').expect("its value");
    // Ann closes her page, and opens another one.
    end_lease(&demo);
    ann.get(ANN).says(&["This is locked for you for 3 minutes."]);
    let path = "/customers/1/take-over?as=Bob";
    let mut page = shown.page();
    page.controls.retain(|control| control.name == "csrf-token");
    let mut button = page.controls[0].clone();
    (button.name, button.value) = ("from".to_owned(), from.to_owned());
    page.controls.push(button);
    assert_eq!(bob.post(path, &page).status, 303);
    bob.get(BOB).says(&["<bdi>Ann</bdi> is editing this."]);
}

#[test]
fn what_was_refused_can_be_taken_over_and_saved_in_one_step() {
    let demo = demo();
    let (mut ann, mut bob) = (Visitor::new(&demo), Visitor::new(&demo));
    let mut page = ann.open(ANN);
    page.set("notes", "By Ann");
    let answer = bob.get(BOB);
    press(&mut bob, "/customers/1/take-over?as=Bob", &answer);
    let answer = ann.post(ANN, &page);
    assert_eq!(answer.status, 423);
    assert_eq!(ann.post("/customers/1/take-over", &answer.page()).status, 303);
    assert_eq!(demo.count("notes = 'By Ann'"), 1);
}

#[test]
fn a_page_that_was_saved_twice_is_told_the_same_twice() {
    let demo = demo();
    let mut ann = Visitor::new(&demo);
    let mut page = ann.open(ANN);
    page.set("notes", "By Ann");
    assert_eq!(ann.post(ANN, &page).status, 303);
    let answer = ann.post(ANN, &page);
    assert!(answer.location.contains("how=already"), "{} {}", answer.status, answer.location);
}

#[test]
fn a_lease_is_kept_and_given_back_by_pages_of_ours_only() {
    let demo = demo();
    let mut ann = Visitor::new(&demo);
    let mut page = ann.open(ANN);
    let call = |page: &mut crate::support::page::Page, call: &str| {
        page.controls.retain(|control| ["csrf-token", "cas-lease"].contains(&&*control.name));
        let mut body = page.clone();
        let mut control = body.controls[0].clone();
        (control.name, control.value) = ("cas-call".to_owned(), call.to_owned());
        body.controls.push(control);
        body
    };
    let answer = ann.post("/customers/1/lease", &call(&mut page, "renew"));
    assert_eq!(answer.status, 200);
    answer.says(&["\"state\":\"mine\"", "\"seconds\":1"]);
    // Without the cookie that goes with the page's token.
    let stranger = Visitor::new(&demo).post("/customers/1/lease", &call(&mut page, "release"));
    assert_eq!(stranger.status, 403);
    ann.get(BOB).says(&["is editing this."]);
    let answer = ann.post("/customers/1/lease", &call(&mut page, "release"));
    answer.says(&["\"state\":\"free\""]);
    ann.get(BOB).says(&["This is locked for you"]);
}

/// A page of Ann's, refused since Bob has taken over, with what she typed.
fn refused_page(demo: &Demo, ann: &mut Visitor<'_>) -> Answer {
    let mut page = ann.open(ANN);
    page.set("notes", "By Ann");
    let mut bob = Visitor::new(demo);
    let answer = bob.get(BOB);
    press(&mut bob, "/customers/1/take-over?as=Bob", &answer);
    let answer = ann.post(ANN, &page);
    assert_eq!(answer.status, 423);
    answer
}

#[test]
fn taking_over_what_was_deleted_meanwhile_keeps_what_was_typed() {
    let demo = demo();
    let mut ann = Visitor::new(&demo);
    let refused = refused_page(&demo, &mut ann);
    demo.run("DELETE FROM customers WHERE id = 1");
    let answer = ann.post("/customers/1/take-over", &refused.page());
    assert_eq!(answer.status, 410);
    answer.says(&["This customer was deleted"]);
    assert_eq!(answer.page().value("notes"), "By Ann");
}

#[test]
fn taking_over_while_no_lease_can_be_had_keeps_what_was_typed() {
    let demo = demo();
    let mut ann = Visitor::new(&demo);
    let refused = refused_page(&demo, &mut ann);
    demo.run("ALTER TABLE cas_leases RENAME TO elsewhere");
    let answer = ann.post("/customers/1/take-over", &refused.page());
    assert_eq!(answer.status, 503);
    assert_eq!(answer.page().value("notes"), "By Ann");
    demo.run("ALTER TABLE elsewhere RENAME TO cas_leases");
    assert_eq!(ann.post("/customers/1/take-over", &answer.page()).status, 303);
    assert_eq!(demo.count("notes = 'By Ann'"), 1);
}

#[test]
fn a_page_that_nobody_looks_at_locks_nothing() {
    let demo = demo();
    let mut ann = Visitor::new(&demo);
    let mut last = None;
    for header in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("sec-fetch-dest", "image"),
        ("sec-fetch-dest", "empty"),
    ] {
        let answer = ann.fetch(ANN, &[header]);
        assert_eq!((answer.status, demo.leases()), (200, 0), "{header:?}");
        assert!(!answer.html.contains("name=\"cas-lease\""), "{header:?}");
        last = Some(answer);
    }
    // It is a page like any other: saving it locks.
    let mut page = last.expect("an answer").page();
    page.set("notes", "By Ann");
    assert_eq!(ann.post(ANN, &page).status, 303);
    assert_eq!(demo.count("notes = 'By Ann'"), 1);
}

#[test]
fn a_page_that_is_looked_at_is_locked_with_and_without_word_from_the_browser() {
    for headers in [&[("sec-fetch-dest", "document")][..], &[]] {
        let demo = demo();
        Visitor::new(&demo).fetch(ANN, headers);
        assert_eq!(demo.leases(), 1, "{headers:?}");
    }
}
