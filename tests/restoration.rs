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

/// Every column gets a value that is neither the first nor the typed one; a flag has only two, and what
/// is restored beside an original that did not change is an edit like any other.
const SOMEBODY_ELSE: &str = "UPDATE things SET line = 'theirs', maybe = 'theirs', address = 't@example.org', \
    contact = 'u@example.org', note = 'theirs', amount = 99, big = 99, rate = 9.9, flag = 1, size = 'm', \
    country = 'at', day = '2020-05-05', clock = '05:05:00', moment = '2020-05-05 05:05:00'";

/// Types into every control, comes back, and sends the page as it then stands.
fn come_back(browser: Browser, how: Return, path: &str, shown: &[&str], end: impl Fn(&Window)) {
    let shop = Workshop::start();
    let session = browser.start(Scripts::On);
    let window = session.window();
    window.go(&shop.url(path));
    let served = window.text("#served");
    for (name, value) in EDITS {
        if shown.contains(&name) {
            window.enter(&field(name), value);
        }
    }
    window.enter("#unprotected", "typed");
    let window = how.go(&session, window, path, || shop.run(SOMEBODY_ELSE));
    assert_ne!(
        window.text("#served"),
        served,
        "{browser:?} {how:?}: the page was not fetched anew"
    );
    assert_eq!(window.value("input[name=original-line]"), "\"theirs\"", "{browser:?} {how:?}");
    let restored = if how.restores(browser) { "typed" } else { "" };
    assert_eq!(window.value("#unprotected"), restored, "{browser:?} {how:?}: what is unprotected");
    let before = shop.row(1);
    window.submit();
    assert_eq!(shop.row(1), before, "{browser:?} {how:?} {path}: overwritten unseen");
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

fn names() -> Vec<&'static str> {
    EDITS.iter().map(|(name, _)| *name).collect()
}

#[test]
fn nothing_typed_comes_back_beside_a_fresh_original() {
    everywhere(|browser, how| {
        let path = format!("/things/1?cache={}", how.cache());
        come_back(browser, how, &path, &names(), |window| {
            assert!(
                window.url().ends_with("/?Unchanged"),
                "{browser:?} {how:?}: {}",
                window.text("main")
            );
        });
    });
}

#[test]
fn a_form_tag_written_by_hand_is_as_safe() {
    let names: Vec<_> = names().into_iter().filter(|name| *name != "contact").collect();
    everywhere(|browser, how| {
        let path = format!("/plain/1?tag=plain&cache={}", how.cache());
        come_back(browser, how, &path, &names, |window| {
            assert!(
                window.url().ends_with("/?Unchanged"),
                "{browser:?} {how:?}: {}",
                window.text("main")
            );
        });
    });
}

/// A field that asks for autofill belongs to a form tag with our attributes; under any other it is
/// not sent, and the submission is refused.
#[test]
fn autofill_in_a_form_tag_written_by_hand_is_refused() {
    everywhere(|browser, how| {
        let path = format!("/things/1?tag=plain&cache={}", how.cache());
        come_back(browser, how, &path, &names(), |window| {
            assert_eq!(window.status(), 428, "{browser:?} {how:?}");
        });
    });
}
