//! What is said while somebody types.

use crate::{announced, errors, everywhere, field, wait_for_error};

#[test]
fn a_script_judges_a_field_as_one_types() {
    everywhere("/visits/1", |_, window| {
        window.type_text(&field("name"), "!");
        wait_for_error(window, "name", "Not so loud.");
        assert_eq!(announced(window), "Name: Not so loud.");
        assert_eq!(window.texts(".cas-invalid > label"), ["Name"]);
        // The help is still referred to.
        let described = window.attribute(&field("name"), "aria-describedby");
        assert_eq!(described.as_deref(), Some("id_name-help id_name-errors"));
        window.press("\u{E003}");
        wait_for_error(window, "name", "");
        assert_eq!(window.count(".cas-invalid, [aria-invalid]"), 0);
    });
}

#[test]
fn the_answer_to_the_last_entry_counts_however_late_the_others_come() {
    everywhere("/visits/1", |_, window| {
        window.enter(&field("code"), "ab");
        for asked in ["ab", "a"] {
            window.execute("dispatchEvent(new Event(`asked ${arguments[0]}`))", &[asked.into()]);
            wait_for_error(window, "code", "ab?");
        }
    });
}

#[test]
fn the_script_of_the_form_marks_the_fields_that_it_names() {
    everywhere("/visits/1", |_, window| {
        window.enter(&field("ends"), "2029-12-31");
        wait_for_error(window, "ends", "Too early.");
        window.enter(&field("begins"), "2029-12-30");
        wait_for_error(window, "ends", "");
    });
}

#[test]
fn a_text_of_the_script_of_the_form_is_about_the_form_as_a_whole() {
    everywhere("/visits/1", |_, window| {
        window.enter(&field("notes"), "bad");
        window.wait_until("it is told", |window| {
            window.texts("form > .cas-summary[role=alert] li") == ["Together this is wrong."]
        });
        assert_eq!(window.count(".cas-errors"), 0);
        window.enter(&field("notes"), "good");
        window.wait_until("it is taken back", |window| window.count(".cas-summary") == 0);
    });
}

#[test]
fn the_browsers_refusals_are_worded_as_the_servers() {
    everywhere("/visits/1", |server, window| {
        for (name, value) in [
            ("name", ""),
            ("name", "ann"),
            ("email", ""),
            ("email", "ann"),
            ("guests", ""),
            ("guests", "0"),
            ("guests", "11"),
            ("guests", "1.5"),
            ("begins", ""),
        ] {
            crate::visit(server, window, "/visits/1");
            match value {
                "" => window.clear(&field(name)),
                value => window.enter(&field(name), value),
            }
            window.click("button[type=submit]");
            window.wait_until("something is wrong", |window| !errors(window, name).is_empty());
            let said = errors(window, name);
            window.wait_until("it has the focus", |window| {
                window.execute("return document.activeElement.name", &[]) == name
            });
            window.execute("document.querySelector('form').noValidate = true", &[]);
            window.submit();
            assert_eq!(window.status(), 422, "{name} {value:?}");
            assert_eq!(errors(window, name), said, "{name} {value:?}");
        }
    });
}

#[test]
fn a_refused_form_shows_all_that_is_wrong_and_the_browsers_bubble_stays_away() {
    everywhere("/visits/1", |_, window| {
        let script = "addEventListener('invalid', event => {
            document.title += event.defaultPrevented ? ' own' : ' bubble';
        }, true)";
        // The listener of the document comes after this one.
        let script = script.replace("addEventListener", "document.addEventListener");
        window.execute(&script, &[]);
        window.clear(&field("email"));
        window.enter(&field("guests"), "11");
        window.click("button[type=submit]");
        wait_for_error(window, "guests", "The value must be 10 or less.");
        wait_for_error(window, "email", "Please fill in this field.");
        assert_eq!(window.title(), "200 own own");
        assert_eq!(window.execute("return document.activeElement.name", &[]), "email");
    });
}

#[test]
fn many_errors_at_once_are_announced_by_their_number() {
    everywhere("/new", |_, window| {
        window.click("button[type=submit]");
        window.wait_until("they are announced", |window| {
            announced(window) == "5 fields need your attention."
        });
        assert_eq!(window.count(".cas-errors"), 5);
    });
}

#[test]
fn required_fields_stay_quiet_until_they_are_touched() {
    everywhere("/new", |server, window| {
        // Passing through is no touch.
        window.focus(&field("name"));
        window.focus(&field("email"));
        window.enter(&field("code"), "taken");
        wait_for_error(window, "code", "This code is taken.");
        let answer = server.seen("/check").pop().and_then(|seen| seen.answer).expect("an answer");
        assert!(answer.contains("\"name\":[\"Please fill in this field.\"]"), "{answer}");
        assert_eq!(window.count(".cas-errors"), 1);
        window.enter(&field("name"), "A");
        window.clear(&field("name"));
        wait_for_error(window, "name", "Please fill in this field.");
        assert_eq!(window.count(".cas-errors"), 2);
    });
}

#[test]
fn a_form_that_is_added_later_is_looked_after() {
    everywhere("/visits/1", |server, window| {
        window.go(&server.url("/later"));
        let script = "fetch('/visits/1').then(page => page.text()).then(page => {
            const form = new DOMParser().parseFromString(page, 'text/html').querySelector('form');
            document.querySelector('main').append(form);
        })";
        window.execute(script, &[]);
        window.wait_until("it is", |window| window.count("form .cas-news") == 1);
        window.type_text(&field("name"), "!");
        wait_for_error(window, "name", "Not so loud.");
    });
}

#[test]
fn errors_that_came_with_the_page_go_when_their_reason_does() {
    everywhere("/visits/1", |_, window| {
        window.enter(&field("ends"), "2029-12-31");
        window.enter(&field("code"), "taken");
        window.submit();
        assert_eq!(window.status(), 422);
        window.wait_until("the script has begun", |window| window.count("form .cas-news") == 1);
        assert_eq!(errors(window, "code"), "This code is taken.");
        assert_eq!(errors(window, "ends"), "Too early.");
        // Another field's edit is the remedy.
        window.enter(&field("begins"), "2029-12-30");
        wait_for_error(window, "ends", "");
        assert_eq!(errors(window, "code"), "This code is taken.");
        window.enter(&field("code"), "free");
        wait_for_error(window, "code", "");
    });
}

#[test]
fn a_reset_takes_back_what_was_said() {
    everywhere("/visits/1", |_, window| {
        window.type_text(&field("name"), "!");
        wait_for_error(window, "name", "Not so loud.");
        window.execute("document.querySelector('form').reset()", &[]);
        wait_for_error(window, "name", "");
    });
}
