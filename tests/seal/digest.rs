//! Digests in place of large originals.

use crate::*;
use cas_forms::{DoneKind, ErrorCode, FormError, Problems};
use cas_forms_diesel::sync::{Check as _, Delete as _};
use diesel::connection::InstrumentationEvent;
use proptest::prelude::*;
use std::sync::Mutex;

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = people)]
#[cas(seal, check = not_twice)]
struct Article {
    name: String,
    #[cas(widget = textarea, original = digest, max_length = 200_000)]
    notes: Option<String>,
}

fn not_twice(article: &Article, _: &(), problems: &mut Problems<Article>) {
    if article.notes.as_deref() == Some(article.name.as_str()) {
        problems.form("The text is the name.");
    }
}

/// The same where changes are merged.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = people)]
#[cas(seal, on_stale = merge)]
struct Merged {
    name: String,
    #[cas(widget = textarea, original = digest)]
    notes: Option<String>,
    nick: String,
}

fn open<F: CasForm<Key = i32>>(desk: &mut Desk) -> Page
where
    Place<F>: cas_forms_diesel::sync::OpenOn<F, SqliteConnection> + cas_forms_diesel::sync::Open<F>,
{
    Page::new(desk.at::<F>(1).open(&mut desk.connection).expect("the row").as_p())
}

fn save(desk: &mut Desk, body: &str) -> Result<Done<Article>, Refused<Article>> {
    let at = desk.at::<Article>(1);
    at.submit(body).save(&mut desk.connection)
}

#[test]
fn a_large_text_stands_on_the_page_once() {
    let mut desk = Desk::new();
    let text = "long \"text\"\n".repeat(8_000);
    diesel::update(people::table.find(1))
        .set(people::notes.eq(&text))
        .execute(&mut desk.connection)
        .expect("the text");
    let at = desk.at::<Article>(1);
    let html = at.open(&mut desk.connection).expect("the row").as_p().into_string();
    assert_eq!(html.matches("long ").count(), 8_000);
    let page = Page::new(&html);
    let (_, digests) = apart(page.original("notes"));
    assert!(digests.starts_with('#') && digests.len() == 46, "{digests}");
    assert_eq!(save(&mut desk, &page.body()).expect("done").kind(), DoneKind::Unchanged);
}

#[test]
fn an_edit_is_written_under_a_lock_and_compared_in_the_database_too() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("notes", "Typed").body();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    desk.connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            log.lock().expect("not poisoned").push(query.to_string());
        }
    });
    let done = save(&mut desk, &body).expect("done");
    assert_eq!(done.kind(), DoneKind::Written);
    assert_eq!(desk.row(1), "'Anna' 'An' 'Typed' 10 1");
    let seen = seen.lock().expect("not poisoned");
    let begun = seen.iter().position(|query| query.contains("BEGIN")).expect("a transaction");
    let update = seen.iter().position(|query| query.starts_with("UPDATE")).expect("an update");
    let (_, compared) = seen[update].split_once("WHERE").expect("a condition");
    assert!(begun < update && compared.contains("`notes`"), "{seen:?}");
}

#[test]
fn the_other_fields_are_saved_as_ever() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("name", "Typed").body();
    save(&mut desk, &body).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'An' 'first' 10 1");
}

#[test]
fn a_text_that_both_changed_is_a_conflict_that_cannot_show_what_it_was() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("notes", "Typed").body();
    desk.run("UPDATE people SET notes = 'Theirs' WHERE id = 1");
    let refused = save(&mut desk, &body).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    let mut page = Page::new(refused.form().as_p());
    assert_eq!(page.value("notes"), "Typed");
    for told in ["<q>Theirs</q>", "<q>Typed</q>", "cannot be shown: it was too large"] {
        assert!(page.html.contains(told), "{told}: {}", page.html);
    }
    assert!(!page.is_sendable() && !page.html.contains("first"));
    let again = save(&mut desk, &page.body()).expect_err("unanswered");
    assert_eq!(again.reason(), Reason::Invalid);
    assert_eq!(desk.row(1), "'Anna' 'An' 'Theirs' 10 1");
    save(&mut desk, &page.choose("resolve-notes", "mine").body()).expect("done");
    assert_eq!(desk.row(1), "'Anna' 'An' 'Typed' 10 1");
}

#[test]
fn an_answer_does_not_cover_a_further_change() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("notes", "Typed").body();
    desk.run("UPDATE people SET notes = 'Theirs'");
    let refused = save(&mut desk, &body).expect_err("stale");
    let body = Page::new(refused.form().as_p()).choose("resolve-notes", "mine").body();
    desk.run("UPDATE people SET notes = 'Again'");
    assert_eq!(save(&mut desk, &body).expect_err("stale").reason(), Reason::Stale);
    assert_eq!(desk.row(1), "'Anna' 'An' 'Again' 10 1");
}

#[test]
fn a_text_that_somebody_else_changed_is_shown_and_not_written_over() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("name", "Typed").body();
    desk.run("UPDATE people SET notes = 'Theirs' WHERE id = 1");
    let refused = save(&mut desk, &body).expect_err("stale");
    let page = Page::new(refused.form().as_p());
    assert_eq!((page.value("name"), page.value("notes")), ("Typed", "Theirs"));
    save(&mut desk, &page.body()).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'An' 'Theirs' 10 1");
}

#[test]
fn what_the_row_holds_already_is_done() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("notes", "Typed").body();
    save(&mut desk, &body).expect("done");
    assert_eq!(save(&mut desk, &body).expect("again").kind(), DoneKind::AlreadyApplied);
}

#[test]
fn a_merge_takes_over_a_text_that_it_has_a_digest_of() {
    let mut desk = Desk::new();
    let body = open::<Merged>(&mut desk).set("name", "Typed").body();
    desk.run("UPDATE people SET (notes, nick) = ('Theirs', 'Ann') WHERE id = 1");
    let at = desk.at::<Merged>(1);
    let done = at.submit(&body).save(&mut desk.connection).expect("merged");
    let taken: Vec<_> = done.taken().map(cas_forms::FieldSpec::name).collect();
    assert_eq!((done.kind(), taken), (DoneKind::Written, vec!["notes", "nick"]));
    assert_eq!(desk.row(1), "'Typed' 'Ann' 'Theirs' 10 1");
    let body = open::<Merged>(&mut desk).set("notes", "Mine").body();
    desk.run("UPDATE people SET notes = 'Theirs again' WHERE id = 1");
    let refused = at.submit(&body).save(&mut desk.connection).expect_err("both");
    assert_eq!(refused.reason(), Reason::Stale);
    assert_eq!(desk.row(1), "'Typed' 'Ann' 'Theirs again' 10 1");
}

#[test]
fn a_check_of_the_form_sees_the_text_that_nobody_edited() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("name", "first").body();
    let at = desk.at::<Article>(1);
    let error = FormError::from("The text is the name.");
    let answer = at.submit(&body).check(&mut desk.connection);
    assert!(answer.to_json().contains("The text is the name."), "{}", answer.to_json());
    let refused = save(&mut desk, &body).expect_err("invalid");
    assert_eq!(refused.form().form_errors(), [error], "once");
    assert_eq!(desk.row(1), "'Anna' 'An' 'first' 10 1");
}

#[test]
fn forged_and_exchanged_digests_are_refused() {
    let forgeries: [fn(&mut Desk, &mut Page); 5] = [
        |_, page| {
            let (seal, digests) = apart(page.original("notes"));
            let (original, shown) = digests[1..].split_once('.').expect("two");
            let turned = format!("{seal}#{shown}.{original}");
            page.hide("original-notes", &turned);
        },
        |desk, page| {
            let other = Article::at(2).seal(&desk.keys, "anna");
            let other = Page::new(other.open(&mut desk.connection).expect("the row").as_p());
            page.hide("original-notes", other.original("notes"));
        },
        |_, page| {
            page.hide("original-notes", "\"Theirs\"");
        },
        |_, page| {
            let (_, digests) = apart(page.original("notes"));
            let bare = digests.to_owned();
            page.hide("original-notes", &bare);
        },
        |desk, _| desk.wait(DAY + 1),
    ];
    for forge in forgeries {
        let mut desk = Desk::new();
        let mut page = open::<Article>(&mut desk);
        forge(&mut desk, page.set("notes", "Typed"));
        desk.run("UPDATE people SET notes = 'Theirs' WHERE id = 1");
        let refused = save(&mut desk, &page.body()).expect_err("refused");
        assert_eq!(refused.reason(), Reason::Originals);
        assert_eq!(Page::new(refused.form().as_p()).value("notes"), "Typed");
        assert_eq!(desk.row(1), "'Anna' 'An' 'Theirs' 10 1");
    }
}

#[test]
fn digests_under_the_last_key_are_accepted() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).set("notes", "Typed").body();
    let ring = SealKeys::new("newer", [3; 32]).and_then(|keys| keys.accepting("new", [1; 32]));
    desk.keys = keys(&desk.clock, ring);
    save(&mut desk, &body).expect("done");
    assert_eq!(desk.row(1), "'Anna' 'An' 'Typed' 10 1");
}

#[test]
fn equal_texts_have_other_digests_in_other_rows_and_for_others() {
    let mut desk = Desk::new();
    desk.run("UPDATE people SET notes = 'same'");
    let mut digests = |id, audience: &str| {
        let at = Article::at(id).seal(&desk.keys, audience);
        let page = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
        apart(page.original("notes")).1.to_owned()
    };
    let all = [digests(1, "anna"), digests(2, "anna"), digests(1, "ben")];
    assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2]);
    assert_eq!(all[0], digests(1, "anna"), "a browser finds its control again");
}

#[test]
fn what_was_not_compared_keeps_its_text_and_its_digests() {
    let mut desk = Desk::new();
    let mut page = open::<Article>(&mut desk);
    page.set("name", "Typed");
    let at = desk.at::<Article>(1);
    let again = Page::new(at.submit(&page.body()).refuse(Reason::Unavailable).form().as_p());
    assert_eq!((again.value("notes"), again.original("notes")), ("first", page.original("notes")));
    save(&mut desk, &again.body()).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'An' 'first' 10 1");
}

#[test]
fn a_control_that_was_not_sent_is_not_emptied_by_a_refusal() {
    let mut desk = Desk::new();
    let mut page = open::<Article>(&mut desk);
    let body = page.set("name", "Typed").remove("notes").body();
    let at = desk.at::<Article>(1);
    let again = Page::new(at.submit(&body).refuse(Reason::Unavailable).form().as_p());
    let refused = save(&mut desk, &again.body()).expect_err("the page lacks what it showed");
    assert_eq!(refused.reason(), Reason::Originals);
    assert_eq!(desk.row(1), "'Anna' 'An' 'first' 10 1");
    save(&mut desk, &body).expect("left alone");
    assert_eq!(desk.row(1), "'Typed' 'An' 'first' 10 1");
}

#[test]
fn a_row_is_deleted_if_its_text_is_the_one_that_was_shown() {
    let mut desk = Desk::new();
    let body = open::<Article>(&mut desk).body();
    desk.run("UPDATE people SET notes = 'Theirs' WHERE id = 1");
    let at = desk.at::<Article>(1);
    let refused = at.submit(&body).delete(&mut desk.connection).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    desk.run("UPDATE people SET notes = 'first' WHERE id = 1");
    at.submit(&body).delete(&mut desk.connection).expect("deleted");
}

#[test]
fn values_that_nobody_compared_are_not_given() {
    let mut desk = Desk::new();
    let at = desk.at::<Article>(1);
    let body = open::<Article>(&mut desk).set("name", "Typed").body();
    assert_eq!(at.submit(&body).validate().expect_err("hidden").reason(), Reason::Originals);
    let row = Article { name: "Anna".into(), notes: Some("first".into()) };
    let cleaned = at.submit(&body).clean(&row).expect("compared").into_value();
    assert_eq!((cleaned.name.as_str(), cleaned.notes.as_deref()), ("Typed", Some("first")));
}

#[test]
fn a_page_from_before_the_digests_is_saved() {
    fn before(desk: &Desk) -> Page {
        #[derive(CasForm)]
        #[cas(key = i32, seal)]
        struct Thing {
            text: String,
        }
        let at = Thing::at(7).seal(&desk.keys, "anna");
        Page::new(at.form(Thing { text: "first".into() }).as_p())
    }
    #[derive(CasForm, Clone, Debug)]
    #[cas(key = i32, seal)]
    struct Thing {
        #[cas(original = digest)]
        text: String,
    }
    let desk = Desk::new();
    let at = Thing::at(7).seal(&desk.keys, "anna");
    let row = Thing { text: "first".into() };
    let body = before(&desk).set("text", "Typed").body();
    assert_eq!(at.submit(&body).clean(&row).expect("done").into_value().text, "Typed");
    // And the other way round it is asked about.
    let page = Page::new(at.form(row).as_p());
    let (_, digests) = apart(page.original("text"));
    assert!(digests.starts_with('#'));
    let other = body.replace("original-text", "original-other");
    let refused = at.submit(&other).clean(&Thing { text: "x".into() }).expect_err("missing");
    let errors: Vec<_> = refused.form().errors().map(|(_, code)| code).collect();
    assert_eq!(errors, [&ErrorCode::OriginalMissing]);
}

proptest! {
    #[test]
    fn a_text_that_nobody_edited_is_never_written(text: Option<String>, name in "[a-z]{1,9}") {
        #[derive(CasForm, Clone, Debug, PartialEq)]
        #[cas(key = i32, seal)]
        struct Thing {
            name: String,
            #[cas(original = digest)]
            line: String,
            #[cas(widget = textarea, original = digest)]
            text: Option<String>,
            #[cas(original = digest)]
            json: serde_json::Value,
        }
        let desk = Desk::new();
        let at = Thing::at(7).seal(&desk.keys, "anna");
        let line = text.clone().unwrap_or_default();
        let row = Thing { name: "x".into(), json: serde_json::json!([line.clone()]), line, text };
        let body = Page::new(at.form(row.clone()).as_p()).set("name", &name).body();
        let cleaned = at.submit(&body).clean(&row);
        let cleaned = cleaned.map_err(|refused| TestCaseError::fail(format!("{refused:?}")))?;
        prop_assert_eq!(cleaned.into_value(), Thing { name, ..row });
    }
}
