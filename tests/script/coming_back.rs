//! Pages that were left, and what a browser makes of them.

use crate::support::browser::{Browser, Scripts, Session, Window, field};
use crate::support::desk::Server;
use crate::{announced, errors, visit, wait_for_error};

#[test]
fn a_page_that_was_kept_can_be_sent_again_and_is_judged_anew() {
    for browser in Browser::all() {
        let (server, session) = (Server::start(), browser.start_keeping_pages(Scripts::On));
        let window = session.window();
        visit(&server, &window, "/visits/1");
        window.execute("document.documentElement.dataset.kept = 'yes'", &[]);
        window.enter(&field("notes"), "mine");
        // Firefox keeps no page that its driver is watching, which it does at a click.
        window.execute("setTimeout(() => document.querySelector('[type=submit]').click())", &[]);
        window.wait_until("it is saved", |window| window.url().ends_with("/?Written"));
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
        // What it was sent with is still there, if the browser keeps it in such a form, and is not
        // marked: nothing was restored.
        let kept = if browser == Browser::WebKit { "" } else { "mine" };
        assert_eq!(window.value(&field("notes")), kept);
        assert_eq!(window.count(".cas-restored"), 0);
        window.submit();
        assert_eq!(window.status(), 409);
    }
}

/// How a browser comes to bring back what was typed.
#[derive(Clone, Copy, Debug)]
enum Return {
    Back,
    Reload,
    CrashAndRestore,
}

const RETURNS: [(Browser, Return); 4] = [
    (Browser::Chromium, Return::Back),
    (Browser::Chromium, Return::CrashAndRestore),
    (Browser::Firefox, Return::Reload),
    (Browser::Firefox, Return::CrashAndRestore),
];

/// Types, and comes back to a page that is fetched anew and to which the browser brings it back.
fn restore(how: Return, server: &Server, session: &Session) -> Window {
    let cache = if matches!(how, Return::Reload) { "no-cache" } else { "no-store" };
    let mut window = session.window();
    visit(server, &window, &format!("/visits/1?restore=on&cache={cache}"));
    window.enter(&field("name"), "Typed");
    window.enter(&field("guests"), "10");
    server.run("UPDATE visits SET name = 'Grace', guests = 3");
    match how {
        Return::Back => {
            window.click_through("nav a");
            window.back();
        }
        Return::Reload => window.reload(),
        Return::CrashAndRestore => {
            session.crash_and_restore();
            window = session.window_showing("/visits/1");
        }
    }
    assert_eq!(window.value("input[name=original-name]"), "\"Grace\"", "not fetched anew");
    window.wait_until("it is brought back", |window| window.value(&field("name")) == "Typed");
    window
}

#[test]
fn what_the_browser_brought_back_is_marked_until_it_is_edited() {
    for (browser, how) in RETURNS {
        println!("{browser:?} {how:?}");
        let (server, session) = (Server::start(), browser.start(Scripts::On));
        let asked = |body: &str| server.seen("/check").iter().any(|seen| seen.body.contains(body));
        let window = restore(how, &server, &session);
        let note = "#id_name-restored.cas-restored";
        assert!(window.text(note).starts_with("Your browser brought this entry back"));
        let described = window.attribute(&field("name"), "aria-describedby");
        assert_eq!(described.as_deref(), Some("id_name-help id_name-restored"));
        window.wait_until("it is announced", |window| {
            announced(window) == "2 fields need your attention."
        });
        assert_eq!(window.count(".cas-restored"), 2);
        // It counts as touched: the server is asked about it.
        window.wait_until("the server is asked", |_| asked("original-name=%22Grace%22"));
        assert!(asked("name=Typed"));
        window.type_text(&field("name"), "x");
        window.wait_until("it is the user's", |window| window.count(note) == 0);
        window.clear(&field("guests"));
        wait_for_error(&window, "guests", "Please fill in this field.");
        assert_eq!(errors(&window, "email"), "");
    }
}

#[test]
fn a_page_that_comes_as_it_was_sent_has_no_marks() {
    for browser in Browser::all() {
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
        let asked = server.seen("/check").len();
        window.type_text(&field("notes"), "x");
        window.wait_until("the server is asked", |_| server.seen("/check").len() > asked);
        assert_eq!(window.count(".cas-restored"), 0);
    }
}
