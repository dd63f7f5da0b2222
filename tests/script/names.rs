//! Controls whose names mean something to scripts, in a form whose own module cannot be had.

use crate::support::browser::field;
use crate::support::desk::NAMES;
use crate::{announced, errors, everywhere, wait_for_error};

#[test]
fn a_control_may_bear_the_name_of_anything() {
    everywhere("/plain", |server, window| {
        for name in NAMES {
            window.enter(&field(name), "typed");
        }
        window.wait_until("the last entry is asked about", |_| {
            server.seen("/check").last().is_some_and(|last| last.body.contains("__proto__=typed"))
        });
        let asked = server.seen("/check").pop().expect("it was asked").body;
        assert_eq!(asked, NAMES.map(|name| format!("{name}=typed")).join("&"));
        wait_for_error(window, "prepend", "Not so.");
        window.wait_until("what is wrong with the form is told", |window| {
            window.texts("form > .cas-summary li") == ["Not at all."]
        });
        // What was not spoken of is neither wrong nor changed.
        assert_eq!(window.count(".cas-errors"), 1);
        assert_eq!(
            window.texts(".cas-change"),
            ["Somebody else changed this meanwhile to theirs."]
        );
        assert_eq!(errors(window, "constructor"), "");
    });
}

#[test]
fn a_script_is_given_the_texts_of_such_controls() {
    everywhere("/visits/1", |_, window| {
        // Both are there before the script hears of an entry.
        let script = "
            const form = document.querySelector('form');
            for (const name of ['append', 'constructor', '__proto__'])
                form.insertAdjacentHTML('beforeend', `<input name=${name} value=x>`);";
        window.execute(script, &[]);
        window.enter(&field("ends"), "2029-12-31");
        wait_for_error(window, "ends", "Too early.");
    });
}

#[test]
fn what_the_browser_brought_back_is_marked_beside_such_controls() {
    everywhere("/plain", |_, window| {
        let script = "
            document.querySelector('[name=constructor]').value = 'brought back';
            dispatchEvent(new PageTransitionEvent('pageshow'));";
        window.execute(script, &[]);
        let text = "Your browser brought this entry back from an earlier visit. Please check it.";
        assert_eq!(window.text("#id_constructor-restored"), text);
        assert_eq!(window.count(".cas-restored"), 1);
        assert_eq!(announced(window), format!("constructor: {text}"));
    });
}

#[test]
fn without_the_forms_own_words_there_are_the_librarys() {
    everywhere("/plain", |server, window| {
        window.enter(&field("prepend"), "typed");
        window.wait_until("more than one is announced", |window| {
            announced(window) == "2 fields need your attention."
        });
        server.hold("/plain");
        let script = "
            const say = () => document.querySelector('.cas-news').textContent;
            setTimeout(() => document.querySelector('[type=submit]').click());
            setTimeout(() => fetch('/open', { method: 'POST', keepalive: true, body: say() }), 300)";
        window.execute(script, &[]);
        window.wait_until("it is told", |_| server.seen("/open").len() == 1);
        assert_eq!(server.seen("/open")[0].body, "Saving ...");
    });
}
