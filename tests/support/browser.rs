//! Real browsers, driven as a user would: Debian's Chromium and Firefox, by real clicks and keys.
//!
//! ```ignore
//! use support::browser::{Browser, Scripts, field};
//!
//! for browser in Browser::ALL {
//!     let session = browser.start(Scripts::Off); // a fresh profile, in a private folder
//!     let first = session.window();
//!     let second = session.open_window(); // two people edit one customer
//!     for window in [&first, &second] {
//!         window.go("http://127.0.0.1:8000/customers/1");
//!     }
//!
//!     // `enter` works for each kind of control; `field` finds it by its field's name.
//!     first.enter(&field("name"), "Ada");
//!     first.enter(&field("since"), "2001-12-31");
//!     first.enter(&field("plan"), "gold"); // a select, or the radio button of that value
//!     first.enter(&field("active"), "true");
//!     first.submit(); // presses the submit button and waits for the next page
//!     assert!(first.text("main").contains("saved"));
//!
//!     second.enter(&field("name"), "Grace");
//!     second.submit();
//!     assert_eq!(second.status(), 409);
//!     assert_eq!(second.value(&field("name")), "Grace");
//!
//!     // What a user does who leaves and comes back, or whose machine loses power.
//!     second.reload();
//!     second.click_through("nav a");
//!     second.back();
//!     session.crash_and_restore(); // SIGKILL; the windows from before are gone
//!     let restored = session.window_showing("/customers/1");
//!     restored.screenshot("restored.png");
//! } // everything that was started is stopped here, after a panic too
//! ```
//!
//! Each method that names an element takes a CSS selector and waits until there is such an element;
//! nothing sleeps blindly. Every failure is a panic that says what was expected where, and a test
//! that fails also prints what its windows showed.
//!
//! With [`Scripts::Off`] the *page's* scripts do not run; [`Window::execute`] still does.
//!
//! A test about restored state proves nothing unless something was restored: let it assert that the
//! page was fetched again (its hidden original is the new one), and have one test with a field that
//! nothing protects, whose text does come back. In Firefox, a window that was closed just before the
//! crash comes back as well.

#![allow(
    clippy::missing_panics_doc,
    dead_code,
    unreachable_pub,
    reason = "for test targets, which include it: a failure is a panic, and each uses a part"
)]

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use self::driver::{Driver, program};
use self::wire::{Answer, Wire};

pub use self::window::{Window, field};

mod crash;
mod dates;
mod driver;
mod enter;
mod window;
mod wire;

/// How long to wait for what must come: more than a busy machine ever needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser that a test can start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Debian's `chromium` and `chromium-driver`.
    Chromium,
    /// Debian's `firefox-esr` and the `geckodriver` that cargo installs.
    Firefox,
    /// Debian's `webkit2gtk-driver`, on a screen of `xvfb`'s. It restores no sessions and knows no
    /// privileged scripts.
    WebKit,
}

/// Whether the scripts of a page run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    /// As usual.
    On,
    /// Switched off by the user.
    Off,
}

impl Browser {
    /// Those in which every test must hold.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// The same, or the one that the environment names: `CAS_BROWSER=webkit`.
    pub fn all() -> Vec<Self> {
        match std::env::var("CAS_BROWSER").as_deref() {
            Err(_) => Self::ALL.into(),
            Ok("chromium") => vec![Self::Chromium],
            Ok("firefox") => vec![Self::Firefox],
            Ok("webkit") => vec![Self::WebKit],
            Ok(other) => panic!("CAS_BROWSER={other}: it is chromium, firefox or webkit"),
        }
    }

    /// Starts the browser with a fresh profile and one empty window. A page that is left is fetched
    /// again when the user goes back to it.
    pub fn start(self, scripts: Scripts) -> Session {
        self.start_with(scripts, false)
    }

    /// The same, but pages that are left are kept whole where they may be: not by a click of the
    /// driver's in Firefox, which makes the page one that may not.
    pub fn start_keeping_pages(self, scripts: Scripts) -> Session {
        self.start_with(scripts, true)
    }

    fn start_with(self, scripts: Scripts, keeps: bool) -> Session {
        let home = tempfile::Builder::new().prefix("browser-").tempdir();
        let home = home.expect("a temporary folder can be made");
        fs::create_dir(home.path().join("profile")).expect("the temporary folder is ours");
        let profile = home.path().join("profile");
        let live = Live::start(self, home.path(), &self.capabilities(&profile, scripts, keeps));
        let live = RefCell::new(live);
        Session { shared: Rc::new(Shared { live, browser: self, scripts, keeps, home }) }
    }

    fn capabilities(self, profile: &Path, scripts: Scripts, keeps: bool) -> Value {
        if self == Self::WebKit {
            let scripts = format!("--enable-javascript={}", scripts == Scripts::On);
            let keeps = format!("--enable-page-cache={keeps}");
            return json!({ "webkitgtk:browserOptions": {
                "binary": driver::mini_browser(),
                "args": ["--automation", scripts, keeps],
            }});
        }
        let profile = profile.to_str().expect("temporary folders have plain names");
        match self {
            Self::Chromium => json!({ "goog:chromeOptions": {
                "binary": program("chromium", "apt-get install chromium"),
                "args": [
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    if keeps { "--enable-features=BackForwardCache" } else { "--disable-features=BackForwardCache" },
                    "--window-size=1200,1000",
                    // Without effect on a profile that has no session yet.
                    "--restore-last-session",
                    format!("--user-data-dir={profile}"),
                ],
                "prefs": match scripts {
                    Scripts::On => json!({}),
                    Scripts::Off => json!({ "profile.managed_default_content_settings.javascript": 2 }),
                },
            }}),
            Self::Firefox | Self::WebKit => json!({ "moz:firefoxOptions": {
                "binary": program("firefox-esr", "apt-get install firefox-esr"),
                "args": ["-headless", "-width", "1200", "-height", "1000", "-profile", profile],
                "prefs": {
                    "javascript.enabled": scripts == Scripts::On,
                    "intl.locale.requested": "en-US",
                    "intl.regional_prefs.use_os_locales": false,
                    "fission.bfcacheInParent": keeps,
                    "browser.sessionhistory.max_total_viewers": if keeps { 8 } else { 0 },
                    // Reloading the answer to a POST shall send it again, not ask.
                    "dom.confirm_repost.testing.always_accept": true,
                    // Restore the session, after a crash too, as often as it takes.
                    "browser.startup.page": 3,
                    "browser.sessionstore.resume_from_crash": true,
                    "browser.sessionstore.max_resumed_crashes": -1,
                    "toolkit.startup.max_resumed_crashes": -1,
                },
            }}),
        }
    }
}

/// A running browser. It is stopped when the session and its windows are dropped.
#[derive(Debug)]
pub struct Session {
    shared: Rc<Shared>,
}

/// What a session shares with its windows.
#[derive(Debug)]
struct Shared {
    // First, so that the browser is gone before its folder is removed.
    live: RefCell<Live>,
    browser: Browser,
    scripts: Scripts,
    /// Whether pages that are left are kept.
    keeps: bool,
    home: TempDir,
}

/// The part that a crash ends.
#[derive(Debug)]
struct Live {
    driver: Driver,
    wire: Wire,
    session: String,
    window: String,
}

impl Live {
    fn start(browser: Browser, home: &Path, capabilities: &Value) -> Self {
        let driver = Driver::start(browser, home);
        let wire = Wire::new(driver.port);
        let request = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = wire.post("/session", &request).unwrap_or_else(|fault| {
            let log = fs::read_to_string(home.join("driver.log")).unwrap_or_default();
            panic!("{browser:?} does not start: {fault}\n{log}")
        });
        let session = answer["sessionId"].as_str().expect("a session has an id").to_owned();
        Self { driver, wire, session, window: String::new() }
    }

    fn get(&self, path: &str) -> Answer {
        self.wire.get(&format!("/session/{}{path}", self.session))
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.wire.post(&format!("/session/{}{path}", self.session), body)
    }

    /// The driver has one current window for all commands.
    fn switch(&mut self, window: &str) -> Answer {
        if self.window != window {
            self.post("/window", &json!({ "handle": window }))?;
            window.clone_into(&mut self.window);
        }
        Ok(Value::Null)
    }
}

impl Session {
    /// Which browser this is.
    pub fn browser(&self) -> Browser {
        self.shared.browser
    }

    /// The window that a new session starts with.
    pub fn window(&self) -> Window {
        let handle = until(PATIENCE, || self.handles().into_iter().next());
        self.handle(handle.expect("a new session has a window"))
    }

    /// Opens another window, with the same cookies.
    pub fn open_window(&self) -> Window {
        // The driver wants to be somewhere while it opens another one.
        self.window().url();
        let answer = self.shared.live.borrow().post("/window/new", &json!({ "type": "window" }));
        let answer = answer.unwrap_or_else(|fault| panic!("no window could be opened: {fault}"));
        self.handle(answer["handle"].as_str().expect("a new window has a handle").to_owned())
    }

    /// The window whose address contains `part`, for windows that the browser opened itself.
    pub fn window_showing(&self, part: &str) -> Window {
        let found = until(PATIENCE, || {
            let windows = self.handles().into_iter().map(|handle| self.handle(handle));
            windows.into_iter().find(|window| window.shows(part))
        });
        found.unwrap_or_else(|| panic!("{:?} has no window at {part}", self.browser()))
    }

    fn handles(&self) -> Vec<String> {
        let handles = self.shared.live.borrow().get("/window/handles").unwrap_or_default();
        serde_json::from_value(handles).unwrap_or_default()
    }

    fn handle(&self, handle: String) -> Window {
        Window::new(Rc::clone(&self.shared), handle)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if thread::panicking() {
            for handle in self.handles() {
                eprintln!("{:?} showed {}", self.browser(), self.handle(handle).summary());
            }
        }
    }
}

/// Asks again and again until there is an answer or the time is up: a driver never calls us.
fn until<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + limit;
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() > end {
            return None;
        }
        thread::sleep(Duration::from_millis(20));
    }
}
