//! The story of two people and one row, told by real browsers, with scripts on and off.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod browser;
    pub(crate) mod demo;
    pub(crate) mod workshop;
}
#[path = "browser"]
mod browser {
    mod demo;
    mod save_twice;
}

use support::browser::{Browser, Scripts, Session, Window, field};
use support::workshop::{self, Workshop};

/// Every browser, with scripts and without.
fn everywhere(test: impl Fn(&Workshop, &Session)) {
    for browser in Browser::all() {
        for scripts in [Scripts::On, Scripts::Off] {
            test(&Workshop::start(), &browser.start(scripts));
        }
    }
}

fn changed(window: &Window) -> Vec<String> {
    window.texts(".cas-stale > label, .cas-stale > .cas-label")
}

#[test]
fn the_second_of_two_windows_is_told_what_moved_decides_and_saves() {
    everywhere(|shop, session| {
        let (first, second) = (session.window(), session.open_window());
        for window in [&first, &second] {
            window.go(&shop.url("/things/1"));
        }
        first.enter(&field("line"), "by the first");
        first.submit();
        assert!(first.url().ends_with("/?Written"), "{}", first.url());

        second.enter(&field("line"), "by the second");
        second.enter(&field("note"), "typed\nas well");
        second.submit();
        assert_eq!(second.status(), 409);
        assert_eq!(changed(&second), ["Line"]);
        assert_eq!(second.value(&field("line")), "by the second");
        assert_eq!(second.value(&field("note")), "typed\nas well");
        let conflict = second.text(".cas-conflict");
        for text in ["first", "by the first", "by the second"] {
            assert!(conflict.contains(text), "{text} in {conflict}");
        }
        // The choice is required: nothing is sent without it.
        second.click("button[type=submit]");
        assert_eq!(shop.ask("SELECT line AS answer FROM things"), "by the first");
        second.click("input[name=resolve-line][value=mine]");
        second.submit();
        assert!(second.url().ends_with("/?Written"), "{}", second.url());
        assert_eq!(
            shop.ask("SELECT line || '/' || note AS answer FROM things"),
            "by the second/typed\nas well"
        );
    });
}

#[test]
fn keeping_theirs_leaves_the_row_alone() {
    everywhere(|shop, session| {
        let window = session.window();
        window.go(&shop.url("/things/1"));
        window.enter(&field("line"), "mine");
        shop.run("UPDATE things SET line = 'theirs'");
        window.submit();
        assert_eq!(window.status(), 409);
        window.click("input[name=resolve-line][value=theirs]");
        window.submit();
        assert!(window.url().ends_with("/?Unchanged"), "{}", window.url());
        assert_eq!(shop.ask("SELECT line AS answer FROM things"), "theirs");
    });
}

#[test]
fn an_edit_to_a_column_that_is_not_on_the_page_does_not_disturb() {
    everywhere(|shop, session| {
        let window = session.window();
        window.go(&shop.url("/things/1"));
        window.enter(&field("line"), "mine");
        shop.run("UPDATE things SET elsewhere = 'changed'");
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        assert_eq!(shop.ask("SELECT line || elsewhere AS answer FROM things"), "minechanged");
    });
}

#[test]
fn every_widget_can_be_edited_and_is_written() {
    everywhere(|shop, session| {
        let window = session.window();
        window.go(&shop.url("/things/1"));
        for (name, value) in workshop::EDITS {
            window.enter(&field(name), value);
        }
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}: {}", window.url(), window.text("main"));
        let row = shop.ask(
            "SELECT line || maybe || address || contact || note || amount || big || rate || flag || size || \
             country || day || substr(clock, 1, 5) || substr(moment, 1, 16) AS answer FROM things",
        );
        let typed =
            "editedsomeb@example.orgd@example.orgx1121-7.51lfr2025-02-0311:222025-02-03 11:22";
        assert_eq!(row, typed);
    });
}
