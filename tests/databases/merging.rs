//! `on_stale = merge`.

use super::{Db, database};
use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, DoneKind, ErrorCode, FieldSpec, Problems, Reason};
use cas_forms_diesel::sync::{Open as _, Save as _};
use diesel::prelude::*;

diesel::table! {
    orders (id) {
        id -> Integer,
        amount -> Integer,
        currency -> Text,
        starts -> Integer,
        ends -> Integer,
        note -> Nullable<Text>,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = orders)]
#[cas(on_stale = merge, check = ends_after_it_starts)]
struct Order {
    #[cas(group = "price")]
    amount: i32,
    #[cas(group = "price")]
    currency: String,
    starts: i32,
    ends: i32,
    note: Option<String>,
}

fn ends_after_it_starts(order: &Order, (): &(), problems: &mut Problems<Order>) {
    if order.ends < order.starts {
        problems.field(Order::FIELDS.ends, "It would end before it starts.");
    }
}

type Row = (i32, String, i32, i32, Option<String>);

fn orders() -> Db {
    database(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, \
         currency VARCHAR(9) NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL, note VARCHAR(99)); \
         INSERT INTO orders VALUES (1, 5, 'EUR', 10, 20, NULL)",
    )
}

fn row(db: &mut Db) -> Row {
    use orders::{amount, currency, ends, note, starts};
    orders::table.select((amount, currency, starts, ends, note)).first(db).expect("the row")
}

fn open(db: &mut Db) -> Page {
    Page::new(Order::at(1).open(db).expect("the row").as_p())
}

fn names<'f>(fields: impl Iterator<Item = &'f FieldSpec>) -> Vec<&'f str> {
    fields.map(FieldSpec::name).collect()
}

#[test]
fn what_others_changed_elsewhere_on_the_page_is_taken_over_and_told() {
    let mut db = orders();
    let body = open(&mut db).set("amount", "7").body();
    run(&mut db, "UPDATE orders SET note = 'urgent', ends = 30");
    let done = Order::at(1).submit(&body).save(&mut db).expect("merged");
    assert_eq!(done.kind(), DoneKind::Written);
    assert_eq!(names(done.written()), ["amount"]);
    assert_eq!(names(done.taken()), ["ends", "note"]);
    assert_eq!(row(&mut db), (7, "EUR".into(), 10, 30, Some("urgent".into())));
}

#[test]
fn a_field_that_both_changed_is_asked_about() {
    let mut db = orders();
    let body = open(&mut db).set("note", "mine").set("starts", "11").body();
    run(&mut db, "UPDATE orders SET note = 'theirs', ends = 30");
    let refused = Order::at(1).submit(&body).save(&mut db).expect_err("a conflict");
    assert_eq!(refused.reason(), Reason::Stale);
    let asked = refused.form().changes().filter(|(_, change)| change.is_conflict());
    assert_eq!(names(asked.map(|(field, _)| field)), ["note"]);
    assert_eq!(row(&mut db), (5, "EUR".into(), 10, 30, Some("theirs".into())));
    let mut page = Page::new(refused.form().as_p());
    assert!(!page.is_sendable(), "nothing is chosen beforehand");
    assert_eq!((page.value("starts"), page.value("ends")), ("11", "30"));
    let body = page.choose("resolve-note", "mine").body();
    Order::at(1).submit(&body).save(&mut db).expect("decided");
    assert_eq!(row(&mut db), (5, "EUR".into(), 11, 30, Some("mine".into())));
}

#[test]
fn fields_of_a_group_that_each_one_changed_are_asked_about() {
    let mut db = orders();
    let body = open(&mut db).set("amount", "7").body();
    run(&mut db, "UPDATE orders SET currency = 'USD'");
    let refused = Order::at(1).submit(&body).save(&mut db).expect_err("seven of what?");
    assert_eq!(refused.reason(), Reason::Stale);
    let mut page = Page::new(refused.form().as_p());
    assert_eq!((page.value("amount"), page.value("currency")), ("7", "USD"));
    assert!(page.html.contains("somebody else changed what goes with it"), "{}", page.html);
    // Saved again without looking, it is not written.
    let again = Order::at(1).submit(&page.body()).save(&mut db).expect_err("unanswered");
    assert_eq!(again.reason(), Reason::Invalid);
    assert_eq!(row(&mut db), (5, "USD".into(), 10, 20, None));
    let body = page.choose("resolve-amount", "mine").body();
    Order::at(1).submit(&body).save(&mut db).expect("decided");
    assert_eq!(row(&mut db), (7, "USD".into(), 10, 20, None));
}

#[test]
fn two_edits_that_are_fine_alone_and_break_a_check_together_are_refused_at_its_field() {
    let mut db = orders();
    let body = open(&mut db).set("ends", "15").body();
    run(&mut db, "UPDATE orders SET starts = 18");
    let refused = Order::at(1).submit(&body).save(&mut db).expect_err("it would end too early");
    assert_eq!(refused.reason(), Reason::Stale);
    let errors: Vec<_> =
        refused.form().errors().map(|(field, error)| (field.name(), error)).collect();
    assert_eq!(errors, [("ends", &ErrorCode::from("It would end before it starts."))]);
    let page = Page::new(refused.form().as_p());
    assert_eq!((page.value("starts"), page.value("ends")), ("18", "15"));
    assert_eq!(row(&mut db), (5, "EUR".into(), 18, 20, None));
}

#[test]
fn a_page_that_nobody_touched_writes_nothing_and_tells_what_is_new() {
    let mut db = orders();
    let body = open(&mut db).body();
    run(&mut db, "UPDATE orders SET note = 'urgent'");
    let done = Order::at(1).submit(&body).save(&mut db).expect("nothing to refuse");
    assert_eq!((done.kind(), names(done.taken())), (DoneKind::Unchanged, vec!["note"]));
}

#[test]
fn what_both_changed_to_the_same_value_is_no_conflict() {
    let mut db = orders();
    let body = open(&mut db).set("note", "urgent").set("ends", "25").body();
    run(&mut db, "UPDATE orders SET note = 'urgent', amount = 6");
    let done = Order::at(1).submit(&body).save(&mut db).expect("merged");
    assert_eq!((names(done.written()), names(done.taken())), (vec!["ends"], vec!["amount"]));
    assert_eq!(row(&mut db), (6, "EUR".into(), 10, 25, Some("urgent".into())));
}

#[test]
fn an_invalid_edit_is_refused_and_the_page_shows_what_was_taken_over() {
    let mut db = orders();
    let body = open(&mut db).set("amount", "many").body();
    run(&mut db, "UPDATE orders SET note = 'urgent'");
    let refused = Order::at(1).submit(&body).save(&mut db).expect_err("no number");
    assert_eq!(refused.reason(), Reason::Invalid);
    let page = Page::new(refused.form().as_p());
    assert_eq!((page.value("amount"), page.value("note")), ("many", "urgent"));
}

#[test]
fn a_repeat_is_done_and_tells_what_is_new_beside_it() {
    let mut db = orders();
    let body = open(&mut db).set("ends", "25").body();
    Order::at(1).submit(&body).save(&mut db).expect("saved");
    run(&mut db, "UPDATE orders SET note = 'urgent'");
    let done = Order::at(1).submit(&body).save(&mut db).expect("done before");
    assert_eq!((done.kind(), names(done.taken())), (DoneKind::AlreadyApplied, vec!["note"]));
}

#[test]
fn a_group_that_another_finished_is_no_repeat() {
    let mut db = orders();
    let body = open(&mut db).set("amount", "7").body();
    run(&mut db, "UPDATE orders SET amount = 7, currency = 'USD'");
    let refused = Order::at(1).submit(&body).save(&mut db).expect_err("seven of what?");
    assert_eq!(refused.reason(), Reason::Stale);
}
