//! A form is sent once.

use crate::{announced, everywhere, field, visit};

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

/// Does things to the form by the page's own clock, for a driver waits while a page is on its way; in
/// the end the server is told to answer, and whether the form was busy after each.
const LATER: &str = "
    const form = document.querySelector('form');
    const acts = {
        click: () => form.querySelector('[type=submit]').click(),
        stop: () => {
            window.stop();
            dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
        },
        say: () => form.dispatchEvent(new Event('cas-again')),
    };
    const busy = [];
    for (const [after, act] of arguments[0]) setTimeout(acts[act], after);
    for (const [after] of arguments[0])
        setTimeout(() => busy.push(form.getAttribute('aria-busy')), after + 200);
    const end = arguments[0].at(-1)[0] + 400;
    setTimeout(() => fetch('/open', { method: 'POST', keepalive: true, body: busy.join() }), end);";

/// How many POSTs come of such acts, and whether the form was busy after each.
#[track_caller]
fn later(acts: &[(u32, &str)], times: usize, busy: &str) {
    everywhere("/visits/1", |server, window| {
        server.hold("/visits/1");
        window.execute(LATER, &[serde_json::json!(acts)]);
        window.wait_until("the answer is there", |window| window.url().contains("/?"));
        assert_eq!(server.seen("/visits/1").len(), times);
        assert_eq!(server.seen("/open")[0].body, busy);
    });
}

#[test]
fn a_server_that_does_not_answer_is_waited_for() {
    later(&[(0, "click"), (5_000, "click"), (11_000, "click")], 1, "true,true,true");
}

#[test]
fn a_form_that_the_user_stopped_can_be_sent_again() {
    later(&[(0, "click"), (300, "stop"), (600, "click")], 2, "true,,true");
}

#[test]
fn a_page_says_that_no_page_will_follow() {
    let acts = [(0, "click"), (300, "click"), (600, "say"), (900, "click")];
    later(&acts, 2, "true,true,,true");
}

#[test]
fn a_page_may_send_the_form_in_its_own_way() {
    everywhere("/visits/1", |server, window| {
        // Heard after the script, and at once by both kinds of listeners.
        let script = "
            const send = event => {
                event.preventDefault();
                fetch('/own', { method: 'POST', body: String(document.forms[0].ariaBusy) });
            };
            (arguments[0] === 'window' ? window : document).addEventListener('submit', send)";
        for (times, target) in [(1, "window"), (3, "document")] {
            visit(server, window, "/visits/1");
            window.execute(script, &[target.into()]);
            for nth in 0..2 {
                window.click("button[type=submit]");
                window
                    .wait_until("the page sends it", |_| server.seen("/own").len() == times + nth);
                window.execute("return new Promise(over => setTimeout(over, 100))", &[]);
                assert_eq!(window.count("[aria-busy]"), 0);
            }
        }
        assert!(server.seen("/own").iter().all(|seen| seen.body == "null"));
        assert_eq!(server.seen("/visits/1").len(), 0);
        assert_eq!(announced(window), "");
    });
}

#[test]
fn a_form_of_a_dialog_is_not_sent_at_all() {
    everywhere("/visits/1", |server, window| {
        window.execute("document.querySelector('form').method = 'dialog'", &[]);
        window.click("button[type=submit]");
        window.execute("return new Promise(over => setTimeout(over, 100))", &[]);
        assert_eq!(window.count("[aria-busy]"), 0);
        assert_eq!(server.seen("/visits/1").len(), 0);
    });
}
