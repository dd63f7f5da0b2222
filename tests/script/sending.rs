//! A form is sent once.

use crate::{everywhere, field, visit};

/// Two clicks with a pause between them; later the page tells the server to answer, and how it looked.
const TWICE: &str = "
    const form = document.querySelector('form');
    const button = form.querySelector('[type=submit]');
    setTimeout(() => button.click());
    setTimeout(() => button.click(), 400);
    setTimeout(() => {
        const news = form.querySelector('.cas-news')?.textContent;
        fetch('/open', { method: 'POST', keepalive: true, body: `${form.getAttribute('aria-busy')}: ${news}` });
    }, 800);";

#[test]
fn a_second_click_sends_nothing() {
    // Without the script it does, or this would prove nothing.
    for (path, times, look) in
        [("/visits/1?script=off", 2, "null: undefined"), ("/visits/1", 1, "true: Saving ...")]
    {
        everywhere("/visits/1", |server, window| {
            window.go(&server.url(path));
            if times == 1 {
                visit(server, window, path);
            }
            window.enter(&field("notes"), "mine");
            server.hold("/visits/1");
            window.execute(TWICE, &[]);
            window.wait_until("the answer is there", |window| window.url().contains("/?"));
            assert_eq!(server.seen("/visits/1").len(), times, "{path}");
            assert_eq!(server.seen("/open")[0].body, look);
        });
    }
}

#[test]
fn a_form_that_was_refused_can_be_sent_again() {
    everywhere("/visits/1", |server, window| {
        for (code, end) in [("taken", "/visits/1"), ("free again", "/?Written")] {
            window.enter(&field("code"), code);
            window.submit();
            assert!(window.url().ends_with(end), "{}", window.url());
        }
        assert_eq!(server.seen("/visits/1").len(), 2);
    });
}

#[test]
fn a_form_that_is_sent_elsewhere_can_be_sent_again() {
    everywhere("/visits/1", |server, window| {
        window.execute("document.querySelector('form').target = '_blank'", &[]);
        window.enter(&field("notes"), "mine");
        for times in 1..=2 {
            window.click("button[type=submit]");
            window.wait_until("it is sent", |_| server.seen("/visits/1").len() == times);
        }
    });
}
