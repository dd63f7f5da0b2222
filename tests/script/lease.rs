//! Locked pages: who has it, for how long, and what becomes of it.

mod leaving;
mod losing;
mod waiting;
mod working;

use crate::support::browser::{Browser, Scripts, Session, Window};
use crate::support::office::Office;

const NOTES: &str = "[name^=notes]";
const NOTICE: &str = ".cas-lease";
const OPEN: &str = "This is locked for you while you have it open.";

/// In every browser.
fn everywhere(test: impl Fn(&Office, &Session)) {
    for browser in Browser::all() {
        let (office, session) = (Office::start(), browser.start(Scripts::On));
        test(&office, &session);
        assert_eq!(office.seen("/policy"), [""; 0], "{browser:?}");
    }
}

fn go(office: &Office, window: &Window, path: &str) {
    window.go(&office.url(path));
    window.wait_until("the script has begun", |window| window.count("form .cas-news") == 1);
}

fn wait_for_notice(window: &Window, start: &str) {
    window.wait_until(&format!("the page says {start:?}"), |window| {
        window.texts(NOTICE).join("|").starts_with(start)
    });
}

fn wait_for_holder(window: &Window, office: &Office, user: Option<&str>) {
    window.wait_until(&format!("{user:?} holds it"), |_| office.holder().as_deref() == user);
}

fn announced(window: &Window) -> String {
    window.property(".cas-news", "textContent").as_str().unwrap_or_default().to_owned()
}

/// Stops every clock of the page, as a browser does that freezes a hidden tab.
fn freeze(window: &Window) {
    window.execute("for (let id = 1; id < 10000; id++) clearTimeout(id)", &[]);
}

/// Looks at the tab again.
fn look_at(window: &Window) {
    window.execute("document.dispatchEvent(new Event('visibilitychange'))", &[]);
}
