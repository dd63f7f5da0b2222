//! What the server is asked while somebody types.

use crate::support::browser::Window;
use crate::{announced, errors, everywhere, field, wait_for_error};

/// Lets the page's own clock run on: what was due before is over then.
fn rest(window: &Window) {
    window.execute("return new Promise(rested => setTimeout(rested, 700))", &[]);
}

#[test]
fn one_question_is_on_its_way_at_a_time_however_much_is_typed() {
    everywhere("/visits/1", |server, window| {
        server.hold("/check");
        window.type_text(&field("notes"), "some words");
        window.wait_until("the server is asked", |_| !server.seen("/check").is_empty());
        window.type_text(&field("notes"), ", and more");
        rest(window);
        let seen = server.seen("/check");
        assert_eq!(seen.len(), 1, "{seen:?}");
        server.release();
        window.wait_until("it is asked once more", |_| {
            server.seen("/check").last().is_some_and(|last| last.body.contains("words%2C+and+more"))
        });
        rest(window);
        let seen = server.seen("/check");
        assert!(seen.iter().all(|question| question.others == 0), "{seen:?}");
        // Ten keys each; a question for each would be twenty.
        assert_eq!(seen.len(), 2, "{seen:?}");
    });
}

#[test]
fn an_answer_about_what_was_typed_before_is_not_shown() {
    everywhere("/visits/1", |server, window| {
        let script = "
            const look = () => { if (document.querySelector('#id_code-errors')) document.title = 'shown' };
            new MutationObserver(look).observe(document, { childList: true, subtree: true })";
        window.execute(script, &[]);
        server.hold("/check");
        window.enter(&field("code"), "taken");
        window.wait_until("the server is asked", |_| {
            server.seen("/check").last().is_some_and(|seen| seen.body.contains("&code=taken"))
        });
        window.type_text(&field("code"), "2");
        window.enter(&field("guests"), "7");
        server.release();
        window.wait_until("the last answer is shown", |window| {
            window.texts("form > .cas-summary[role=alert] li") == ["Seven is one too many."]
        });
        let first = server.seen("/check")[0].answer.clone().expect("it was answered");
        assert!(first.contains("This code is taken."), "{first}");
        assert_eq!(window.title(), "200");
        window.enter(&field("guests"), "6");
        window.wait_until("it is taken back", |window| window.count(".cas-summary") == 0);
    });
}

#[test]
fn a_question_is_given_up_when_the_form_is_sent() {
    everywhere("/visits/1", |server, window| {
        server.hold("/check");
        window.enter(&field("notes"), "x");
        window.wait_until("the server is asked", |_| !server.seen("/check").is_empty());
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        window.wait_until("the question is given up", |_| server.seen("/check")[0].is_given_up());
    });
}

#[test]
fn what_somebody_else_changed_is_told_at_its_field() {
    everywhere("/visits/1", |server, window| {
        server.run("UPDATE visits SET notes = 'theirs <b>', guests = 3");
        window.enter(&field("code"), "mine");
        let hint = "#id_notes-now.cas-change";
        window.wait_until("it is told", |window| window.count(hint) == 1);
        assert_eq!(window.text(hint), "Somebody else changed this meanwhile to theirs <b>.");
        assert_eq!(window.text(&format!("{hint} q")), "theirs <b>");
        let described = window.attribute(&field("notes"), "aria-describedby");
        assert_eq!(described.as_deref(), Some("id_notes-now"));
        assert_eq!(announced(window), "2 fields need your attention.");
        assert_eq!(window.value(&field("notes")), "");
        server.run("UPDATE visits SET notes = '', guests = 2");
        window.type_text(&field("code"), "!");
        window.wait_until("it is nothing", |window| window.text(hint).ends_with("to nothing."));
        assert_eq!(announced(window), "Notes: Somebody else changed this meanwhile to nothing.");
        assert_eq!(window.count(".cas-change"), 1);
        server.run("UPDATE visits SET notes = NULL");
        window.type_text(&field("code"), "!");
        window.wait_until("it is taken back", |window| window.count(".cas-change") == 0);
        assert_eq!(window.attribute(&field("notes"), "aria-describedby"), None);
    });
}

#[test]
fn what_the_page_asks_about_already_is_not_told_again() {
    everywhere("/visits/1", |server, window| {
        window.enter(&field("code"), "mine");
        server.run("UPDATE visits SET code = 'theirs'");
        window.submit();
        assert_eq!(window.status(), 409);
        server.run("UPDATE visits SET guests = 3");
        window.enter(&field("notes"), "more");
        window.text("#id_guests-now");
        assert_eq!(window.count("#id_code-now"), 0);
        server.run("UPDATE visits SET code = 'theirs again'");
        window.enter(&field("notes"), "and more");
        assert!(window.text("#id_code-now").contains("theirs again"));
    });
}

#[test]
fn that_the_row_is_gone_is_told_above_the_form() {
    everywhere("/visits/1", |server, window| {
        server.run("DELETE FROM visits");
        window.enter(&field("code"), "mine");
        window.wait_until("it is told", |window| window.count("form > .cas-summary li") == 1);
        assert_eq!(window.value(&field("code")), "mine");
    });
}

#[test]
fn without_an_answer_nothing_is_lost_but_the_early_news() {
    everywhere("/visits/1", |server, window| {
        let script = "document.querySelector('form').dataset.casCheck = arguments[0]";
        for address in ["/nowhere", "/"] {
            window.execute(script, &[address.into()]);
            window.type_text(&field("code"), "x");
            rest(window);
        }
        window.type_text(&field("name"), "!");
        wait_for_error(window, "name", "Not so loud.");
        window.press("\u{E003}");
        wait_for_error(window, "name", "");
        assert_eq!(errors(window, "code"), "");
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        let saved = &server.seen("/visits/1")[0].body;
        assert!(saved.contains("code=freexx"), "{saved}");
    });
}
