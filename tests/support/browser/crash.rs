//! The end that no page sees coming, and what a browser brings back afterwards.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{Browser, Live, PATIENCE, Session, until};

/// Chromium tells nobody when it has saved: a page reports its state within a second, and a write
/// follows within 2.5 more.
const SAVED_AFTER: Duration = Duration::from_secs(5);

/// Firefox saves on request: first what the pages know, then the file.
const SAVE: &str = "
    const load = name => ChromeUtils.importESModule(`resource:///modules/sessionstore/${name}.sys.mjs`);
    (async () => {
        for (const each of Services.wm.getEnumerator('navigator:browser')) {
            await load('TabStateFlusher').TabStateFlusher.flushWindow(each);
        }
        await load('SessionSaver').SessionSaver.run();
    })().then(done, done);";

impl Session {
    /// Kills the browser with SIGKILL once it has saved its session, and starts it again with the
    /// same profile, so that it restores what it had open. Find the windows by
    /// [`window_showing`](Self::window_showing); those from before are gone.
    pub fn crash_and_restore(&self) {
        let browser = self.browser();
        let profile = self.shared.home.path().join("profile");
        match browser {
            Browser::WebKit => panic!("this browser restores no sessions"),
            Browser::Chromium => wait_for_save(&profile),
            Browser::Firefox => {
                let window = self.window();
                window.expect(window.privileged(SAVE), "saving the session");
            }
        }
        let mut live = self.shared.live.borrow_mut();
        live.driver.kill();
        if browser == Browser::Chromium {
            accept_restoration(&profile);
        }
        let capabilities = browser.capabilities(&profile, self.shared.scripts, self.shared.keeps);
        *live = Live::start(browser, self.shared.home.path(), &capabilities);
    }
}

/// Waits until Chromium's session file has been left alone for long enough.
fn wait_for_save(profile: &Path) {
    let begin = SystemTime::now();
    let files = profile.join("Default/Sessions");
    let saved = until(PATIENCE, || {
        let files = fs::read_dir(&files).ok()?.flatten();
        let last = files.filter_map(|file| file.metadata().ok()?.modified().ok()).max()?;
        let quiet = last.max(begin).elapsed().unwrap_or_default();
        (quiet > SAVED_AFTER).then_some(())
    });
    assert!(saved.is_some(), "Chromium saved no session in {}", files.display());
}

/// After a crash Chromium asks whether to restore, in a bubble that no driver can click: say yes by
/// making the crash look like an ordinary end.
fn accept_restoration(profile: &Path) {
    let file = profile.join("Default/Preferences");
    // It may not have come to write any yet; then it does not know of the crash either.
    if let Ok(preferences) = fs::read_to_string(&file) {
        let calm = preferences.replace(r#""exit_type":"Crashed""#, r#""exit_type":"Normal""#);
        fs::write(&file, calm).expect("the profile is ours");
    }
}
