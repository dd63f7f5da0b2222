//! The lost update in disguise: somebody types or chooses, leaves; somebody else saves; the page is
//! fetched anew, and the browser brings back the old text beside the fresh originals. Sent, it would
//! overwrite what nobody was shown.
#![allow(missing_docs, reason = "`table!` makes public items")]

mod support {
    pub(crate) mod browser;
    pub(crate) mod workshop;
}

use support::browser::{Browser, Scripts, Session, Window, field};
use support::workshop::{EDITS, Workshop};

/// How somebody comes back to a page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Return {
    Reload,
    Back,
    CrashAndRestore,
}

impl Return {
    const ALL: [Return; 3] = [Return::Reload, Return::Back, Return::CrashAndRestore];

    /// What makes the browser fetch the page anew.
    fn cache(self) -> &'static str {
        match self {
            Return::Reload => "no-cache",
            Return::Back | Return::CrashAndRestore => "no-store",
        }
    }

    /// Whether the browser brings back what was typed into a field that nothing protects: only
    /// there does a test prove anything.
    fn restores(self, browser: Browser) -> bool {
        match self {
            Return::Reload => browser == Browser::Firefox,
            Return::Back => browser != Browser::Firefox,
            Return::CrashAndRestore => true,
        }
    }

    fn go(self, session: &Session, window: Window, path: &str, meanwhile: impl FnOnce()) -> Window {
        match self {
            Return::Reload => {
                meanwhile();
                window.reload();
                window
            }
            Return::Back => {
                window.click_through("nav a");
                meanwhile();
                window.back();
                window
            }
            Return::CrashAndRestore => {
                meanwhile();
                session.crash_and_restore();
                session.window_showing(path)
            }
        }
    }
}

/// A page to come back to.
struct Visit {
    path: &'static str,
    /// Edits every control.
    edit: fn(&Window),
    /// Somebody else's write: every column gets a value that is neither the first nor the typed one.
    theirs: &'static str,
    /// An original of the page that is fetched then.
    fresh: (&'static str, &'static str),
    /// The row in one text.
    row: fn(&Workshop) -> String,
}

const THINGS: Visit = Visit {
    path: "/things/1",
    edit: |window| edit_things(window, |_| true),
    theirs: "UPDATE things SET line = 'theirs', maybe = 'theirs', address = 't@example.org', \
        contact = 'u@example.org', note = 'theirs', amount = 99, big = 99, rate = 9.9, flag = 1, size = 'm', \
        country = 'at', day = '2020-05-05', clock = '05:05:00', moment = '2020-05-05 05:05:00'",
    fresh: ("line", "\"theirs\""),
    row: |shop| shop.row(1),
};

const PLAIN: Visit = Visit {
    path: "/plain/1",
    edit: |window| edit_things(window, |name| name != "contact"),
    ..THINGS
};

const OTHERS: Visit = Visit {
    path: "/others/1",
    edit: |window| {
        window.click(&format!("{}[value=b]", field("tags")));
        window.click(&format!("{} option[value=b]", field("several")));
        window.enter(&field("perhaps"), "true");
        window.enter(&field("sure"), "true");
        window.put(&field("level"), "70");
        window.put(&field("tint"), "#00ff00");
    },
    theirs: "UPDATE others SET tags = '[\"c\"]', several = '[\"c\"]', perhaps = 0, sure = 0, level = 30, \
        tint = '#0000ff'",
    fresh: ("level", "30"),
    row: |shop| {
        shop.ask(
            "SELECT tags || several || quote(perhaps) || quote(sure) || level || tint AS answer FROM others",
        )
    },
};

fn edit_things(window: &Window, is_shown: impl Fn(&str) -> bool) {
    for (name, value) in EDITS {
        if is_shown(name) {
            window.enter(&field(name), value);
        }
    }
    // A flag has two values only. Ticked and taken back, it is touched and differs from what somebody
    // else makes of it.
    window.enter(&field("flag"), "false");
}

/// Edits every control, comes back, and sends the page as it then stands.
fn come_back(browser: Browser, how: Return, visit: &Visit, tag: &str, end: impl Fn(&Window)) {
    let shop = Workshop::start();
    let session = browser.start(Scripts::On);
    let window = session.window();
    let path = format!("{}?cache={}{tag}", visit.path, how.cache());
    window.go(&shop.url(&path));
    let served = window.text("#served");
    (visit.edit)(&window);
    window.enter("#unprotected", "typed");
    let window = how.go(&session, window, &path, || shop.run(visit.theirs));
    assert_ne!(
        window.text("#served"),
        served,
        "{browser:?} {how:?}: the page was not fetched anew"
    );
    let (name, original) = visit.fresh;
    let fresh = window.value(&format!("input[name=original-{name}]"));
    assert_eq!(fresh, original, "{browser:?} {how:?}");
    let restored = if how.restores(browser) { "typed" } else { "" };
    assert_eq!(window.value("#unprotected"), restored, "{browser:?} {how:?}: what is unprotected");
    let before = (visit.row)(&shop);
    window.submit();
    assert_eq!((visit.row)(&shop), before, "{browser:?} {how:?} {path}: overwritten unseen");
    end(&window);
}

fn everywhere(test: impl Fn(Browser, Return)) {
    for browser in Browser::all() {
        for how in Return::ALL {
            if (browser, how) != (Browser::WebKit, Return::CrashAndRestore) {
                test(browser, how);
            }
        }
    }
}

fn is_unchanged(browser: Browser, how: Return, window: &Window) {
    let url = window.url();
    assert!(url.ends_with("/?Unchanged"), "{browser:?} {how:?}: {}", window.text("main"));
}

#[test]
fn nothing_typed_comes_back_beside_a_fresh_original() {
    everywhere(|browser, how| {
        for visit in [THINGS, OTHERS] {
            come_back(browser, how, &visit, "", |window| is_unchanged(browser, how, window));
        }
    });
}

#[test]
fn a_form_tag_written_by_hand_is_as_safe() {
    everywhere(|browser, how| {
        for visit in [PLAIN, OTHERS] {
            let end = |window: &_| is_unchanged(browser, how, window);
            come_back(browser, how, &visit, "&tag=plain", end);
        }
    });
}

/// A field that asks for autofill belongs to a form tag with our attributes; under any other it is
/// not sent, and the submission is refused.
#[test]
fn autofill_in_a_form_tag_written_by_hand_is_refused() {
    everywhere(|browser, how| {
        come_back(browser, how, &THINGS, "&tag=plain", |window| {
            assert_eq!(window.status(), 428, "{browser:?} {how:?}");
        });
    });
}
