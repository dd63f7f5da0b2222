//! Pages that were left, and what a browser makes of them.

use crate::support::browser::{Browser, Scripts, Window, field};
use crate::support::desk::Server;
use crate::{announced, errors, visit, wait_for_error};

#[test]
fn a_page_that_was_kept_can_be_sent_again_and_is_judged_anew() {
    for browser in Browser::ALL {
        let (server, session) = (Server::start(), browser.start_keeping_pages(Scripts::On));
        let window = session.window();
        visit(&server, &window, "/visits/1");
        window.execute("document.documentElement.dataset.kept = 'yes'", &[]);
        window.enter(&field("notes"), "mine");
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        server.run("UPDATE visits SET notes = 'theirs'");
        let asked = server.seen("/check").len();
        window.back();
        let kept = window.attribute("html", "data-kept");
        assert_eq!(kept.as_deref(), Some("yes"), "{browser:?}: the page was not kept");
        window.wait_until("the server is asked", |_| server.seen("/check").len() > asked);
        window.wait_until("the news is told", |window| {
            window.texts("#id_notes-now").join("").contains("theirs")
        });
        assert_eq!(window.count("[aria-busy]"), 0);
        // What it was sent with is still there, and not marked: nothing else was restored.
        assert_eq!(window.value(&field("notes")), "mine");
        assert_eq!(window.count(".cas-restored"), 0);
        window.submit();
        assert_eq!(window.status(), 409);
    }
}

/// Types, and comes back to a page that is fetched anew and to which the browser brings it back.
fn restore(browser: Browser, server: &Server, window: &Window) {
    let (path, back) = match browser {
        Browser::Chromium => ("/visits/1?restore=on&cache=no-store", true),
        Browser::Firefox => ("/visits/1?restore=on&cache=no-cache", false),
    };
    visit(server, window, path);
    window.enter(&field("notes"), "typed");
    window.enter(&field("guests"), "10");
    server.run("UPDATE visits SET notes = 'theirs', name = 'Grace', guests = 3");
    if back {
        window.click_through("nav a");
        window.back();
    } else {
        window.reload();
    }
    let original = "input[name=original-notes]";
    assert_eq!(window.value(original), "\"theirs\"", "{browser:?}: not fetched anew");
    assert_eq!(window.value(&field("notes")), "typed", "{browser:?}: nothing was restored");
}

#[test]
fn what_the_browser_brought_back_is_marked_until_it_is_edited() {
    for browser in Browser::ALL {
        let (server, session) = (Server::start(), browser.start(Scripts::On));
        let window = session.window();
        restore(browser, &server, &window);
        let note = "#id_notes-restored.cas-restored";
        assert!(window.text(note).starts_with("Your browser brought this entry back"));
        let described = window.attribute(&field("notes"), "aria-describedby");
        assert_eq!(described.as_deref(), Some("id_notes-restored"));
        window.wait_until("it is announced", |window| {
            announced(window) == "2 fields need your attention."
        });
        assert_eq!(window.count(".cas-restored"), 2);
        // It counts as touched: the server is asked about it.
        window.wait_until("the server is asked", |_| !server.seen("/check").is_empty());
        let asked = server.seen("/check")[0].body.clone();
        assert!(asked.contains("notes=typed"), "{asked}");
        window.type_text(&field("notes"), "!");
        window.wait_until("it is the user's", |window| window.count(note) == 0);
        window.clear(&field("guests"));
        wait_for_error(&window, "guests", "Please fill in this field.");
        assert_eq!(errors(&window, "name"), "");
    }
}

#[test]
fn a_page_that_comes_as_it_was_sent_has_no_marks() {
    for browser in Browser::ALL {
        let (server, session) = (Server::start(), browser.start(Scripts::On));
        let window = session.window();
        // As sent with text that controls change: a number that is none, dates without a value.
        visit(&server, &window, "/visits/1");
        window.execute("document.querySelector('form').noValidate = true", &[]);
        window.enter(&field("guests"), "0");
        window.clear(&field("begins"));
        window.submit();
        assert_eq!(window.status(), 422);
        window.wait_until("the script has begun", |window| window.count("form .cas-news") == 1);
        window.type_text(&field("notes"), "x");
        window.wait_until("the server is asked", |_| server.seen("/check").len() > 1);
        assert_eq!(window.count(".cas-restored"), 0);
    }
}
