//! A window: going places and reading what is there.

use std::fmt::Display;
use std::path::Path;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::wire::{Answer, Fault};
use super::{Browser, Live, PATIENCE, Shared, until};

/// The key under which the protocol hides an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One window of a [`Session`](super::Session).
#[derive(Debug)]
pub struct Window {
    shared: Rc<Shared>,
    handle: String,
}

/// The selector of the visible control of a field, whether or not its name ends in a digest.
pub fn field(name: &str) -> String {
    format!(":is([name='{name}'], [name^='{name}--']):not([type=hidden])")
}

impl Window {
    pub(super) fn new(shared: Rc<Shared>, handle: String) -> Self {
        Self { shared, handle }
    }

    /// Goes to an address.
    #[track_caller]
    pub fn go(&self, url: &str) {
        self.expect(self.post("/url", &json!({ "url": url })), &format!("going to {url}"));
    }

    /// Reloads the page as the user does, so with what the browser then restores: in Firefox the
    /// driver's own reload restores nothing.
    #[track_caller]
    pub fn reload(&self) {
        self.leave("a reload", || match self.shared.browser {
            Browser::Chromium | Browser::WebKit => self.post("/refresh", &json!({})),
            Browser::Firefox => self.privileged("window.BrowserCommands.reload(); done()"),
        });
    }

    /// Goes back as the user does.
    #[track_caller]
    pub fn back(&self) {
        self.leave("going back", || match self.shared.browser {
            Browser::Chromium | Browser::WebKit => self.post("/back", &json!({})),
            Browser::Firefox => self.privileged("window.BrowserCommands.back(); done()"),
        });
    }

    /// Clicks, without waiting for what it brings.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.with(css, |element| self.post(&format!("{element}/click"), &json!({})));
    }

    /// Clicks a link or a button and waits until another page is there.
    #[track_caller]
    pub fn click_through(&self, css: &str) {
        self.leave(&format!("clicking {css}"), || {
            self.click(css);
            Ok(Value::Null)
        });
    }

    /// Clicks twice, as quickly as can be, and waits until another page is there.
    #[track_caller]
    pub fn double_click_through(&self, css: &str) {
        self.leave(&format!("clicking {css} twice"), || {
            self.with(css, |element| {
                let scroll = "arguments[0].scrollIntoView({ block: 'center' })";
                self.script(scroll, &[reference(element)])?;
                let click =
                    ["pointerDown", "pointerUp"].map(|kind| json!({ "type": kind, "button": 0 }));
                let there =
                    json!({ "type": "pointerMove", "origin": reference(element), "x": 0, "y": 0 });
                let both: Vec<_> = [there].iter().chain(&click).chain(&click).cloned().collect();
                self.post(
                    "/actions",
                    &json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": both }] }),
                )
            });
            Ok(Value::Null)
        });
    }

    /// Presses Enter in a control and waits until another page is there.
    #[track_caller]
    pub fn enter_through(&self, css: &str) {
        self.leave(&format!("pressing Enter in {css}"), || {
            self.focus(css);
            self.press("\u{E007}");
            Ok(Value::Null)
        });
    }

    /// Presses the first submit button of the page and waits until another page is there.
    #[track_caller]
    pub fn submit(&self) {
        self.click_through(":is(button:not([type]), [type=submit])");
    }

    /// The address.
    #[track_caller]
    pub fn url(&self) -> String {
        string(self.expect(self.get("/url"), "the address"))
    }

    /// The title.
    #[track_caller]
    pub fn title(&self) -> String {
        string(self.expect(self.get("/title"), "the title"))
    }

    /// The HTTP status that the page came with.
    #[track_caller]
    pub fn status(&self) -> u16 {
        // WebKit does not tell; the tests' pages have it for a title.
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus
            ?? Number(document.title)";
        let status = self.execute(script, &[]);
        status.as_u64().and_then(|status| status.try_into().ok()).expect("a status is a number")
    }

    /// The visible text of an element.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        string(self.with(css, |element| self.get(&format!("{element}/text"))))
    }

    /// The visible texts of all elements that there are now.
    #[track_caller]
    pub fn texts(&self, css: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)";
        let texts = self.execute(script, &[css.into()]);
        serde_json::from_value(texts).expect("texts are strings")
    }

    /// How many elements there are now.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let count = self.execute(script, &[css.into()]);
        count.as_u64().and_then(|count| count.try_into().ok()).expect("a count is a number")
    }

    /// An attribute, as the page was sent.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let script = "return arguments[0].getAttribute(arguments[1])";
        let value =
            self.with(css, |element| self.script(script, &[reference(element), name.into()]));
        value.as_str().map(str::to_owned)
    }

    /// A property, as it is now.
    #[track_caller]
    pub fn property(&self, css: &str, name: &str) -> Value {
        self.with(css, |element| self.get(&format!("{element}/property/{name}")))
    }

    /// What a control would submit now: of a group of radio buttons the chosen one's value, and of
    /// a checkbox `true` or `false`.
    #[track_caller]
    pub fn value(&self, css: &str) -> String {
        match self.kind(css).as_str() {
            "radio" if self.count(&format!("{css}:checked")) == 0 => String::new(),
            "radio" => string(self.property(&format!("{css}:checked"), "value")),
            "checkbox" => self.property(css, "checked").to_string(),
            _ => string(self.property(css, "value")),
        }
    }

    /// The type of a control, `select-one` and `textarea` among them.
    #[track_caller]
    pub(super) fn kind(&self, css: &str) -> String {
        string(self.property(css, "type"))
    }

    /// Runs a script of the test's own; it works where the page's scripts are switched off, too.
    #[track_caller]
    pub fn execute(&self, script: &str, arguments: &[Value]) -> Value {
        self.expect(self.script(script, arguments), script)
    }

    /// Makes pages believe that the user prefers dark colours, or light ones.
    #[track_caller]
    pub fn prefer_dark(&self, dark: bool) {
        let done = match self.browser() {
            Browser::Chromium => {
                let scheme = if dark { "dark" } else { "light" };
                let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
                let params = json!({ "features": [feature] });
                let body = json!({ "cmd": "Emulation.setEmulatedMedia", "params": params });
                self.post("/goog/cdp/execute", &body)
            }
            Browser::WebKit => self.fail("this browser cannot be told"),
            Browser::Firefox => {
                let name = "layout.css.prefers-color-scheme.content-override";
                let value = i32::from(!dark);
                self.privileged(&format!("Services.prefs.setIntPref('{name}', {value}); done()"))
            }
        };
        self.expect(done, "preferring colours");
    }

    /// Takes the browser off the network, or brings it back; the machine's own servers count as network.
    #[track_caller]
    pub fn go_offline(&self, offline: bool) {
        let done = match self.browser() {
            Browser::Chromium => {
                let speed = if offline { 0 } else { -1 };
                let params = json!({ "offline": offline, "latency": 0, "downloadThroughput": speed,
                    "uploadThroughput": speed });
                let body = json!({ "cmd": "Network.emulateNetworkConditions", "params": params });
                self.post("/goog/cdp/execute", &body)
            }
            Browser::WebKit => self.fail("this browser cannot be told"),
            Browser::Firefox => self.privileged(&format!(
                "Services.prefs.setBoolPref('network.disable-localhost-when-offline', true);
                 Services.io.offline = {offline}; done()"
            )),
        };
        self.expect(done, "leaving the network");
    }

    /// Saves a picture of the visible part.
    #[track_caller]
    pub fn screenshot(&self, file: impl AsRef<Path>) {
        let picture = string(self.expect(self.get("/screenshot"), "a picture"));
        let picture = STANDARD.decode(picture).expect("a picture comes as base64");
        std::fs::write(file, picture).expect("the picture's file can be written");
    }

    /// Waits until a condition holds.
    #[track_caller]
    pub fn wait_until(&self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        if until(PATIENCE, || holds(self).then_some(())).is_none() {
            self.fail(format_args!("waited in vain until {what}"));
        }
    }

    /// Closes the window.
    #[track_caller]
    pub fn close(self) {
        let closed = self.on(|live| live.wire.delete(&format!("/session/{}/window", live.session)));
        self.expect(closed, "closing the window");
        self.shared.live.borrow_mut().window.clear();
    }
}

impl Window {
    pub(super) fn browser(&self) -> Browser {
        self.shared.browser
    }

    /// Runs a command on each attempt to find the element, until both succeed.
    #[track_caller]
    pub(super) fn with(&self, css: &str, mut command: impl FnMut(&str) -> Answer) -> Value {
        let query = json!({ "using": "css selector", "value": css });
        let mut last = None;
        let done = until(PATIENCE, || {
            let found = self.post("/element", &query).and_then(|found| {
                command(&format!("/element/{}", found[ELEMENT].as_str().unwrap_or_default()))
            });
            match found {
                Err(fault) if is_gone(&fault) => {
                    last = Some(fault);
                    None
                }
                other => Some(other),
            }
        });
        match done {
            Some(answer) => self.expect(answer, css),
            None => self.fail(format_args!("{css}: {}", last.expect("a failure has a reason"))),
        }
    }

    /// Does something that replaces the page, and waits until the next one is complete.
    #[track_caller]
    fn leave(&self, what: &str, go: impl FnOnce() -> Answer) {
        let page = self.with("html", |element| Ok(element.into()));
        let page = format!("{}/name", string(page));
        self.expect(go(), what);
        let left =
            until(PATIENCE, || self.get(&page).is_err_and(|fault| is_gone(&fault)).then_some(()));
        if left.is_none() {
            // The usual reason, and a browser shows it to nobody who does not look.
            let invalid = self.execute(
                "return [...document.querySelectorAll('input:invalid, select:invalid, textarea:invalid')]
                    .map(control => control.name + ': ' + control.validationMessage).join(', ')",
                &[],
            );
            self.fail(format_args!("{what} led nowhere; the browser objects to: {invalid}"));
        }
        let complete = || self.script("return document.readyState === 'complete'", &[]);
        if until(PATIENCE, || matches!(complete(), Ok(Value::Bool(true))).then_some(())).is_none() {
            self.fail(format_args!("after {what} the next page was never complete"));
        }
    }

    /// Whether the window is at such an address, and done with loading it.
    pub(super) fn shows(&self, part: &str) -> bool {
        let script =
            "return document.readyState === 'complete' && location.href.includes(arguments[0])";
        matches!(self.script(script, &[part.into()]), Ok(Value::Bool(true)))
    }

    /// What the window shows, for the report of a failed test.
    pub(super) fn summary(&self) -> String {
        let script = "return location.href + '\\n' + document.body.innerText.slice(0, 3000)";
        self.script(script, &[]).map_or_else(|fault| fault.to_string(), string)
    }

    /// Runs a script with the rights of the browser itself; it calls `done()` when it is. Only
    /// Firefox offers this.
    pub(super) fn privileged(&self, script: &str) -> Answer {
        let script = format!("const done = arguments[0];\n{script}");
        self.post("/moz/context", &json!({ "context": "chrome" }))?;
        let answer = self.post("/execute/async", &json!({ "script": script, "args": [] }));
        self.post("/moz/context", &json!({ "context": "content" }))?;
        answer
    }

    pub(super) fn script(&self, script: &str, arguments: &[Value]) -> Answer {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        self.on(|live| live.post(path, body))
    }

    fn get(&self, path: &str) -> Answer {
        self.on(|live| live.get(path))
    }

    fn on(&self, command: impl FnOnce(&Live) -> Answer) -> Answer {
        let mut live = self.shared.live.borrow_mut();
        live.switch(&self.handle)?;
        command(&live)
    }

    #[track_caller]
    pub(super) fn expect(&self, answer: Answer, what: &str) -> Value {
        answer.unwrap_or_else(|fault| self.fail(format_args!("{what}: {fault}")))
    }

    #[track_caller]
    pub(super) fn fail(&self, what: impl Display) -> ! {
        let place = self.get("/url").map_or_else(|_| "a window that is gone".to_owned(), string);
        panic!("{:?} at {place}: {what}", self.browser())
    }
}

/// How a script is handed the element of a command's path.
pub(super) fn reference(element: &str) -> Value {
    json!({ ELEMENT: element.trim_start_matches("/element/") })
}

fn is_gone(fault: &Fault) -> bool {
    ["no such element", "stale element reference"].contains(&fault.error.as_str())
}

fn string(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
