//! After every kind of refusal, Save once more without looking: what was not shown is not
//! overwritten, and what was typed is still there.

use crate::everywhere;
use crate::support::browser::{Window, field};
use crate::support::workshop::{Thing, Workshop};

/// What somebody else does meanwhile: to the field that is typed into, and to one that is not.
const THEIRS: [&str; 2] = ["line = 'theirs'", "note = 'theirs'"];

/// An ordinary row, on the page, with something typed into its line; the check refuses `taken`.
fn open(shop: &Workshop, window: &Window, typed: &str) {
    shop.run("DELETE FROM things");
    shop.insert(1, &Thing::ordinary());
    window.go(&shop.url("/things/1"));
    if !typed.is_empty() {
        window.enter(&field("line"), typed);
    }
}

fn save(shop: &Workshop, theirs: &str) {
    shop.run(&format!("UPDATE things SET {theirs}"));
}

fn is_done(window: &Window) -> bool {
    window.url().contains("/?")
}

/// What the line shows, unless the form is gone because it was saved.
fn line(window: &Window) -> String {
    window.value(&field("line"))
}

fn is_asked(window: &Window) -> bool {
    window.count("form[method=post] [name=resolve-line]:invalid") > 0
}

/// Presses Save. Where the browser sends nothing because a question is open, the page is sent all
/// the same, as by a browser that does not know `required`, and the server refuses it.
fn press(shop: &Workshop, window: &Window) {
    if !is_asked(window) {
        return window.submit();
    }
    let (served, row) = (window.text("#served"), shop.row(1));
    window.click("button[type=submit]");
    assert_eq!(window.text("#served"), served, "nothing is sent without an answer");
    window.execute("document.querySelector('form[method=post]').noValidate = true", &[]);
    window.submit();
    assert!([409, 422, 428].contains(&window.status()), "{}", window.status());
    assert!(is_asked(window), "the question stays");
    assert_eq!(shop.row(1), row, "nothing is written without an answer");
}

#[test]
fn a_stale_page_overwrites_nothing_unseen() {
    everywhere(|shop, session| {
        let window = session.window();
        // (what is typed, what somebody else does, what the row's line is after two saves)
        for (typed, theirs, kept) in [
            ("mine", "line = 'theirs'", "theirs"),
            // The second page shows what moved.
            ("mine", "note = 'theirs'", "mine"),
            ("", "amount = 5", "first"),
            ("", "line = 'theirs'", "theirs"),
        ] {
            open(shop, &window, typed);
            save(shop, theirs);
            let before = shop.row(1);
            window.submit();
            assert_eq!(window.status(), 409, "{theirs}");
            assert_eq!(shop.row(1), before, "{theirs}");
            press(shop, &window);
            if !is_done(&window) {
                assert_eq!(line(&window), typed);
            }
            assert_eq!(shop.ask("SELECT line AS answer FROM things"), kept, "{theirs}");
            let count =
                shop.ask(&format!("SELECT count(*) || '' AS answer FROM things WHERE {theirs}"));
            assert_eq!(count, "1", "{theirs}");
        }
    });
}

#[test]
fn an_invalid_page_overwrites_nothing_unseen() {
    everywhere(|shop, session| {
        let window = session.window();
        for theirs in THEIRS {
            for is_first in [true, false] {
                open(shop, &window, "taken");
                window.enter(&field("maybe"), "typed too");
                if is_first {
                    save(shop, theirs);
                    window.submit();
                } else {
                    window.submit();
                    assert_eq!(window.status(), 422);
                    assert!(window.text(".cas-errors").contains("This line is taken."));
                    save(shop, theirs);
                    press(shop, &window);
                }
                let before = shop.row(1);
                assert_eq!(window.status(), 409, "stale goes before invalid: {theirs}");
                for _ in 0..2 {
                    assert_eq!(line(&window), "taken");
                    assert_eq!(window.value(&field("maybe")), "typed too");
                    let page = window.text("main");
                    for told in ["This line is taken.", "theirs"] {
                        assert!(page.contains(told), "{theirs}: no {told} in {page}");
                    }
                    press(shop, &window);
                    assert_eq!(shop.row(1), before, "{theirs}");
                }
            }
        }
    });
}

#[test]
fn a_page_without_an_original_overwrites_nothing_unseen() {
    everywhere(|shop, session| {
        let window = session.window();
        for theirs in THEIRS {
            for (typed, is_first) in [("mine", true), ("mine", false), ("", true), ("", false)] {
                open(shop, &window, typed);
                window.execute("document.querySelector('[name=original-line]').remove()", &[]);
                if is_first {
                    save(shop, theirs);
                }
                window.submit();
                assert_eq!(window.status(), 428, "{theirs}");
                if !is_first {
                    save(shop, theirs);
                }
                let before = shop.row(1);
                for _ in 0..2 {
                    if is_done(&window) {
                        break;
                    }
                    if !typed.is_empty() {
                        assert_eq!(line(&window), typed, "{theirs}");
                    }
                    press(shop, &window);
                    assert_eq!(shop.row(1), before, "{theirs}");
                }
            }
        }
    });
}

#[test]
fn a_database_that_fails_overwrites_nothing_unseen() {
    /// How it fails: another program is in the middle of a write, or nothing may be written.
    #[derive(Clone, Copy, Debug)]
    enum Failure {
        Locked,
        ReadOnly,
    }
    everywhere(|shop, session| {
        let window = session.window();
        for failure in [Failure::Locked, Failure::ReadOnly] {
            for theirs in THEIRS {
                open(shop, &window, "mine");
                let mut other = shop.connect();
                let update = format!("UPDATE things SET {theirs}");
                match failure {
                    Failure::Locked => other.run(&format!("BEGIN EXCLUSIVE; {update}")),
                    Failure::ReadOnly => {
                        shop.run("PRAGMA query_only = 1");
                        other.run(&update);
                    }
                }
                for _ in 0..2 {
                    window.submit();
                    assert_eq!(window.status(), 503, "{failure:?}");
                    assert_eq!(line(&window), "mine", "{failure:?}");
                }
                match failure {
                    Failure::Locked => other.run("COMMIT"),
                    Failure::ReadOnly => shop.run("PRAGMA query_only = 0"),
                }
                let before = shop.row(1);
                window.submit();
                assert_eq!(window.status(), 409, "{failure:?}: {theirs}");
                assert_eq!(line(&window), "mine", "{failure:?}");
                assert!(window.text("main").contains("theirs"), "{failure:?}: {theirs}");
                assert_eq!(shop.row(1), before, "{failure:?}: {theirs}");
            }
        }
    });
}

#[test]
fn a_deleted_row_leaves_the_text_on_the_page() {
    everywhere(|shop, session| {
        let window = session.window();
        open(shop, &window, "typed in vain");
        shop.run("DELETE FROM things");
        for _ in 0..2 {
            window.submit();
            assert_eq!(window.status(), 410);
            assert_eq!(line(&window), "typed in vain");
        }
        assert_eq!(shop.ask("SELECT count(*) || '' AS answer FROM things"), "0");
    });
}
