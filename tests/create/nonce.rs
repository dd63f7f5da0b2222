//! What a page for something new carries, however it is rendered, and what can be said of it without a
//! connection.

use crate::support::page::Page;
use crate::{Client, Club};
use cas_forms::{CasForm, Reason};

fn nonce(markup: impl std::fmt::Display) -> String {
    let page = Page::new(markup);
    let mut nonces = page.controls.iter().filter(|control| control.name == "cas-nonce");
    let nonce = nonces.next().expect("a nonce").value.clone();
    assert!(nonces.next().is_none(), "one is enough");
    nonce
}

#[test]
fn the_nonce_is_in_every_layout_and_with_the_first_field_by_itself() {
    let form = Club::create().blank();
    let nonces = [
        nonce(form.as_p()),
        nonce(form.as_div()),
        nonce(form.as_ul()),
        nonce(format!("<table>{}</table>", form.as_table())),
        nonce(form.as_form("Create")),
        nonce(form.field(Club::FIELDS.code).control()),
        nonce(form.field(Club::FIELDS.code).original()),
    ];
    assert!(nonces.iter().all(|nonce| *nonce == nonces[0] && nonce.len() == 32), "{nonces:?}");
}

#[test]
fn each_page_has_a_nonce_of_its_own() {
    let create = Club::create();
    assert_ne!(nonce(create.blank().as_p()), nonce(create.blank().as_p()));
}

#[test]
fn a_page_of_a_row_has_none() {
    let row = Club { code: "a".to_owned(), title: "A".to_owned() };
    for html in [Club::at("a".to_owned()).form(row).as_p(), cas_forms::Form::<Club>::blank().as_p()]
    {
        assert!(!html.contains("cas-nonce"));
    }
}

#[test]
fn what_breaks_a_rule_is_foreseen_and_what_breaks_none_is_fine() {
    let create = Client::create();
    let mut page = Page::new(create.blank().as_p());
    page.set("name", "Anna").set("email", "anna@example.org");
    let body = page.body();
    assert_eq!(create.submit(&body).foresee().reason(), None);
    let body = page.set("name", "").body();
    assert_eq!(create.submit(&body).foresee().reason(), Some(Reason::Invalid));
}

#[test]
fn a_page_without_readonly_fields_is_validated_to_the_form() {
    let create = Club::create();
    let mut page = Page::new(create.blank().as_p());
    let body = page.set("code", "a").set("title", "A").body();
    let club = create.submit(&body).validate().expect("valid");
    assert_eq!((club.code.as_str(), club.title.as_str()), ("a", "A"));
}
