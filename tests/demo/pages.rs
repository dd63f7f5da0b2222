//! What the pages do.

use super::demo;
use crate::Visitor;
use crate::support::demo::Demo;
use crate::support::page::Page;

#[test]
fn the_customers_of_the_first_run_are_listed_and_stay_as_they_are_at_the_next() {
    let first = demo();
    let answer = Visitor::new(&first).get("/");
    assert_eq!(answer.status, 200);
    answer.says(&["Amélie Laurent", "Bergström &#38; Söner", "Wiener Buchbinderei", "09:30"]);
    first.run("DELETE FROM customers WHERE id = 1");
    let second = Demo::on(first.place().clone());
    let answer = Visitor::new(&second).get("/");
    assert!(!answer.html.contains("Laurent"), "{}", answer.html);
    assert_eq!(second.count("1 = 1"), 5);
}

#[test]
fn an_edit_is_written_and_the_list_says_so() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/1");
    page.set("notes", "Two\nlines").set("visit", "2028-05-04T09:15").set("discount", "12.5");
    let answer = visitor.post("/customers/1", &page);
    assert_eq!(answer.status, 303, "{}", answer.html);
    visitor
        .get(&answer.location)
        .says(&["Saved <b>Amélie Laurent</b>: Notes, Next visit, Discount."]);
    assert_eq!(
        demo.count("notes = 'Two\nlines' AND visit = '2028-05-04 09:15:00' AND discount = 12.5"),
        1
    );
}

#[test]
fn a_change_by_somebody_else_is_not_overwritten_but_asked_about() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/2");
    demo.run("UPDATE customers SET name = 'Theirs' WHERE id = 2");
    page.set("name", "Mine");
    let answer = visitor.post("/customers/2", &page);
    assert_eq!(answer.status, 409);
    answer.says(&["Theirs", "Mine"]);
    assert_eq!(demo.count("name = 'Theirs'"), 1);
    let mut page = answer.page();
    page.choose("resolve-name", "mine");
    assert_eq!(visitor.post("/customers/2", &page).status, 303);
    assert_eq!(demo.count("name = 'Mine'"), 1);
}

#[test]
fn a_customer_is_deleted_and_a_second_click_is_told_the_same() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let page = visitor.open("/customers/3");
    for _ in 0..2 {
        let answer = visitor.post("/customers/3/delete", &page);
        assert_eq!(answer.status, 303, "{}", answer.html);
        visitor.get(&answer.location).says(&["The customer was deleted."]);
    }
    assert_eq!(demo.count("id = 3"), 0);
    assert_eq!(demo.count("1 = 1"), 5);
}

#[test]
fn a_customer_who_changed_elsewhere_is_deleted_at_the_second_look_only() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let page = visitor.open("/customers/3");
    demo.run("UPDATE customers SET notes = 'Do not delete' WHERE id = 3");
    let answer = visitor.post("/customers/3/delete", &page);
    assert_eq!(answer.status, 409);
    answer.says(&["Do not delete"]);
    assert_eq!(demo.count("id = 3"), 1);
    // Save on this page saves.
    answer.says(&["<form action=\"/customers/3\""]);
    assert_eq!(visitor.post("/customers/3/delete", &answer.page()).status, 303);
    assert_eq!(demo.count("id = 3"), 0);
}

#[test]
fn changes_to_a_delivery_are_merged_and_told() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/1/delivery");
    demo.run("UPDATE customers SET instructions = 'Theirs', opens = '10:00:00' WHERE id = 1");
    page.set("city", "Lyon");
    let answer = visitor.post("/customers/1/delivery", &page);
    assert_eq!(answer.status, 303, "{}", answer.html);
    let answer = visitor.get(&answer.location);
    answer.says(&["Saved: City.", "Opens at, Instructions", "Theirs"]);
    assert_eq!(demo.count("city = 'Lyon' AND instructions = 'Theirs' AND opens = '10:00:00'"), 1);
}

#[test]
fn an_address_is_one_value_when_deliveries_are_merged() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/1/delivery");
    demo.run("UPDATE customers SET street = 'Theirs' WHERE id = 1");
    page.set("city", "Lyon");
    let answer = visitor.post("/customers/1/delivery", &page);
    assert_eq!(answer.status, 409);
    assert_eq!(answer.page().value("city"), "Lyon");
    assert_eq!(demo.count("city = 'Lyon'"), 0);
}

#[test]
fn edits_of_two_that_do_not_fit_together_are_a_conflict() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let mut page = visitor.open("/customers/1/delivery");
    demo.run("UPDATE customers SET opens = '16:00:00' WHERE id = 1");
    page.set("closes", "12:00");
    let answer = visitor.post("/customers/1/delivery", &page);
    assert_eq!(answer.status, 409);
    answer.says(&["This is not later than it opens."]);
    assert_eq!(demo.count("closes = '17:00:00' AND opens = '16:00:00'"), 1);
}

/// The page for a new customer, filled in.
fn new_customer(visitor: &mut Visitor<'_>) -> Page {
    let mut page = visitor.open("/new");
    page.set("number", "C-1007").set("name", "Ann").set("email", "ann@example.org");
    page.choose("plan", "team").set("since", "2026-01-31");
    page
}

#[test]
fn a_customer_is_created_once_however_often_the_page_is_sent() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let page = new_customer(&mut visitor);
    for _ in 0..3 {
        let answer = visitor.post("/new", &page);
        assert_eq!(answer.status, 303, "{}", answer.html);
        visitor.get(&answer.location).says(&["<b>Ann</b> is a customer now."]);
    }
    assert_eq!(demo.count("number = 'C-1007' AND plan = 'team' AND since = '2026-01-31'"), 1);
    assert_eq!(demo.count("1 = 1"), 7);
}

#[test]
fn a_page_that_created_one_customer_creates_no_other_unasked() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    let mut page = new_customer(&mut visitor);
    assert_eq!(visitor.post("/new", &page).status, 303);
    page.set("number", "C-1008").set("email", "bea@example.org");
    let answer = visitor.post("/new", &page);
    assert_eq!(answer.status, 409, "{}", answer.html);
    answer.says(&["This customer was created already"]);
    assert_eq!(demo.count("1 = 1"), 7);
    // Who has read that and presses again means it.
    assert_eq!(visitor.post("/new", &answer.page()).status, 303);
    assert_eq!(demo.count("email = 'bea@example.org'"), 1);
}

#[test]
fn what_another_customer_has_is_told_at_its_field() {
    let demo = demo();
    let mut visitor = Visitor::new(&demo);
    for (field, taken) in [("email", "chidi@okonkwo.example"), ("number", "C-1003")] {
        let mut page = new_customer(&mut visitor);
        page.set(field, taken);
        let answer = visitor.post("/new", &page);
        assert_eq!(answer.status, 422, "{}", answer.html);
        let mut page = answer.page();
        assert_eq!((page.value("name"), page.value(field)), ("Ann", taken));
        answer.says(&[&format!("id=\"id_{field}-errors\"")]);
        assert_eq!(answer.html.matches("class=\"cas-errors\"").count(), 1, "{}", answer.html);
        assert_eq!(demo.count("1 = 1"), 6);
        // The same page creates it then.
        page.set("email", "ann@example.org").set("number", "C-1007");
        assert_eq!(visitor.post("/new", &page).status, 303);
        demo.run("DELETE FROM customers WHERE number = 'C-1007'");
    }
    let mut page = visitor.open("/customers/1");
    page.set("email", "chidi@okonkwo.example");
    let answer = visitor.post("/customers/1", &page);
    assert_eq!(answer.status, 422, "{}", answer.html);
    answer.says(&["id=\"id_email-errors\""]);
}
