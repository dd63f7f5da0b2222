//! With scripts switched off the same page tells the same story after Save.

use crate::errors;
use crate::support::browser::{Browser, Scripts, field};
use crate::support::desk::Server;

#[test]
fn everything_is_said_after_save_where_scripts_are_off() {
    for browser in Browser::all() {
        let (server, session) = (Server::start(), browser.start(Scripts::Off));
        let window = session.window();
        window.go(&server.url("/visits/1"));
        // The browser's own rules hold.
        window.enter(&field("guests"), "11");
        window.click("button[type=submit]");
        assert_eq!(server.seen("/visits/1").len(), 0);
        window.enter(&field("guests"), "7");
        // The server's checks do.
        window.enter(&field("code"), "taken");
        window.enter(&field("ends"), "2029-12-31");
        window.submit();
        assert_eq!(window.status(), 422);
        assert_eq!(errors(&window, "code"), "This code is taken.");
        assert_eq!(errors(&window, "ends"), "Too early.");
        assert!(window.text(".cas-summary").contains("Seven is one too many."));
        window.enter(&field("code"), "mine");
        window.enter(&field("ends"), "2030-02-01");
        window.enter(&field("guests"), "6");
        server.run("UPDATE visits SET code = 'theirs'");
        window.submit();
        assert_eq!(window.status(), 409);
        window.click("input[name=resolve-code][value=mine]");
        window.submit();
        assert!(window.url().ends_with("/?Written"), "{}", window.url());
        assert_eq!(window.count(".cas-news"), 0);
        assert_eq!(server.seen("/check").len(), 0);
        assert_eq!(server.seen("/policy").len(), 0);
    }
}

#[test]
fn a_script_in_the_page_would_be_noticed() {
    for browser in Browser::all() {
        let (server, session) = (Server::start(), browser.start(Scripts::On));
        let window = session.window();
        window.go(&server.url("/loud"));
        window.wait_until("the browser reports it", |_| server.seen("/policy").len() == 1);
    }
}
