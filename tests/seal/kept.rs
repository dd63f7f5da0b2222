//! The page after a refusal: what is kept of its seals, what is sealed anew, and that saving it again
//! overwrites nothing unseen.

use crate::*;

fn seals(page: &Page) -> Vec<(String, String)> {
    let sealed =
        |control: &&Control| control.name.starts_with("original-") || control.name == "cas-fields";
    let pair = |control: &Control| (control.name.clone(), control.value.clone());
    page.controls.iter().filter(sealed).map(pair).collect()
}

#[test]
fn what_was_not_compared_keeps_its_seals_as_they_arrived() {
    let mut desk = Desk::new();
    let page = desk.page(1);
    desk.wait(60);
    desk.run("ALTER TABLE people RENAME TO elsewhere");
    let refused = desk.save(&page.body()).expect_err("no such table");
    assert_eq!(refused.reason(), Reason::Unavailable);
    let again = Page::new(refused.form().as_p());
    assert_eq!(seals(&again), seals(&page));
    assert_eq!(again.value("name"), "Typed");
    // They are as old as they are.
    desk.run("ALTER TABLE elsewhere RENAME TO people");
    desk.wait(DAY);
    assert_eq!(desk.save(&again.body()).expect_err("too old").reason(), Reason::Originals);
}

#[test]
fn a_forged_original_that_was_not_compared_is_not_sealed() {
    let mut desk = Desk::new();
    let mut page = desk.page(1);
    page.hide("original-nick", "\"Forged\"");
    let at = desk.at::<Person>(1);
    for reason in [Reason::Unavailable, Reason::Gone, Reason::Invalid] {
        let again = Page::new(at.submit(&page.body()).refuse(reason).form().as_p());
        assert_eq!(again.original("nick"), "\"Forged\"", "as it arrived");
    }
    page.remove("cas-fields");
    let again = Page::new(at.submit(&page.body()).refuse(Reason::Unavailable).form().as_p());
    assert!(!again.html.contains("cas-fields"), "{}", again.html);
    assert_eq!(again.value("name"), "Typed");
}

#[test]
fn what_was_compared_is_sealed_anew() {
    let mut desk = Desk::new();
    let page = desk.page(1);
    desk.wait(60);
    desk.run("UPDATE people SET nick = 'Theirs'");
    let refused = desk.save(&page.body()).expect_err("stale");
    assert_eq!(refused.reason(), Reason::Stale);
    let again = Page::new(refused.form().as_p());
    for (name, json) in [("name", "\"Anna\""), ("nick", "\"Theirs\""), ("credit", "10")] {
        let (seal, text) = apart(again.original(name));
        assert_eq!((text, seal.split('.').nth(2)), (json, Some(&*(NOON + 60).to_string())));
    }
    // A page for another day.
    desk.wait(DAY);
    desk.save(&again.body()).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'Theirs' 'Typed too' 10 1");
}

/// "Press Save twice without looking": what the row holds in the end, if somebody else changes it
/// before the first time or the second.
#[test]
fn pressing_save_again_and_again_overwrites_nothing_unseen() {
    type Edit = (&'static str, fn(&mut Desk, &mut Page));
    let edits: [Edit; 6] = [
        ("valid", |_, _| {}),
        ("invalid", |_, page| {
            page.set("credit", "2000");
        }),
        ("no original", |_, page| {
            page.remove("original-name");
        }),
        ("forged", |_, page| {
            page.hide("original-name", "\"Theirs\"");
        }),
        ("no list", |_, page| {
            page.remove("cas-fields");
        }),
        ("too old", |desk, _| desk.wait(DAY + 1)),
    ];
    for (named, edit) in edits {
        for theirs in ["name = 'Theirs'", "nick = 'Theirs'"] {
            for first in [true, false] {
                let mut desk = Desk::new();
                let mut page = desk.page(1);
                edit(&mut desk, &mut page);
                let mut body = page.body();
                for round in 0..4 {
                    if (round == 0) == first && round < 2 {
                        desk.run(&format!("UPDATE people SET {theirs} WHERE id = 1"));
                    }
                    let before = desk.row(1);
                    match desk.save(&body) {
                        Ok(_) => break,
                        Err(refused) => {
                            assert_eq!(desk.row(1), before, "{named}, {theirs}");
                            let page = Page::new(refused.form().as_p());
                            assert_eq!(page.value("name"), "Typed", "{named}, {theirs}");
                            body = page.body();
                        }
                    }
                }
                if theirs.starts_with("name") && first {
                    assert!(desk.row(1).starts_with("'Theirs' "), "{named}: {}", desk.row(1));
                } else if first {
                    assert!(desk.row(1).contains(" 'Theirs' "), "{named}: {}", desk.row(1));
                }
            }
        }
    }
}

#[test]
fn the_answer_to_a_form_that_is_still_being_filled_in_knows_the_seal() {
    use cas_forms_diesel::sync::Check as _;
    let mut desk = Desk::new();
    let body = desk.page(1).body();
    let at = desk.at::<Person>(1);
    let answer = at.submit(&body).check(&mut desk.connection);
    assert_eq!(answer.reason(), None, "{}", answer.to_json());
    desk.wait(DAY + 1);
    let answer = at.submit(&body).check(&mut desk.connection);
    assert_eq!(answer.reason(), Some(Reason::Originals));
    assert!(answer.to_json().contains("The page is too old."), "{}", answer.to_json());
}

#[test]
fn a_forged_page_deletes_nothing() {
    use cas_forms_diesel::sync::Delete as _;
    let mut desk = Desk::new();
    desk.run("UPDATE people SET nick = 'Theirs'");
    let body = desk.page(1).hide("original-nick", "\"Theirs\"").body();
    let at = desk.at::<Person>(1);
    let refused = at.submit(&body).delete(&mut desk.connection).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Originals);
    assert!(desk.row(1).contains("Theirs"));
    let body = desk.page(1).body();
    at.submit(&body).delete(&mut desk.connection).expect("deleted");
}

#[test]
fn decoded_pairs_are_opened_like_a_body() {
    let mut desk = Desk::new();
    let mut page = desk.page(1);
    let pairs = |page: &Page| -> Vec<(String, String)> {
        form_urlencoded::parse(page.body().as_bytes()).into_owned().collect()
    };
    let at = desk.at::<Person>(1);
    let good = pairs(&page);
    let forged = pairs(page.hide("original-nick", "\"Ann\""));
    let refused = at.submit_pairs(&forged).save(&mut desk.connection).expect_err("forged");
    assert_eq!(refused.reason(), Reason::Originals);
    at.submit_pairs(&good).save(&mut desk.connection).expect("done");
    assert_eq!(desk.row(1), "'Typed' 'An' 'Typed too' 10 1");
}
