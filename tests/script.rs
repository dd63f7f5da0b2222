//! What the script adds in real browsers: news as one types. And that nothing depends on it.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "support"]
mod support {
    pub(crate) mod browser;
    pub(crate) mod desk;
    pub(crate) mod npm;
    pub(crate) mod office;
}
#[path = "script"]
mod script {
    mod coming_back;
    mod kept;
    mod lease;
    mod names;
    mod network;
    mod sending;
    mod source;
    mod typing;
    mod without;
}

use support::browser::{Browser, Scripts, Window, field};
use support::desk::Server;

/// In every browser, with the page of the row open.
fn everywhere(path: &str, test: impl Fn(&Server, &Window)) {
    for browser in Browser::all() {
        let (server, session) = (Server::start(), browser.start(Scripts::On));
        let window = session.window();
        visit(&server, &window, path);
        test(&server, &window);
        // Whatever happened, the policy was kept.
        assert_eq!(server.seen("/policy").len(), 0, "{browser:?}: {:?}", server.seen("/policy"));
    }
}

/// Goes to a page, and waits until the script has begun with its form.
fn visit(server: &Server, window: &Window, path: &str) {
    window.go(&server.url(path));
    window.wait_until("the script has begun", |window| window.count("form .cas-news") == 1);
}

/// The errors of a field, as its control refers to them.
fn errors(window: &Window, name: &str) -> String {
    let script = "
        const control = document.querySelector(arguments[0]);
        const target = control.closest('[role=radiogroup]') ?? control;
        const ids = (target.getAttribute('aria-describedby') ?? '').split(' ').filter(id => id);
        const notes = ids.map(id => document.getElementById(id));
        if (notes.includes(null)) return `${ids} are not all there`;
        const errors = notes.filter(note => note.matches('.cas-errors')).map(note => note.innerText);
        const wrong = target.getAttribute('aria-invalid') === 'true';
        return wrong === errors.length > 0 ? errors.join() : `aria-invalid says ${wrong}`;";
    let errors = window.execute(script, &[field(name).into()]);
    errors.as_str().expect("a text").to_owned()
}

#[track_caller]
fn wait_for_error(window: &Window, name: &str, expected: &str) {
    window.wait_until(&format!("{name} says {expected:?}"), |window| {
        errors(window, name) == expected
    });
}

/// What assistive technology was told last.
fn announced(window: &Window) -> String {
    window.property(".cas-news[role=status]", "textContent").as_str().unwrap_or_default().to_owned()
}
