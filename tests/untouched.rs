//! Through real browsers: a form opened and sent untouched writes nothing and never
//! conflicts, whatever the row holds. The row's bytes are read before and after.
#![allow(missing_docs, reason = "`table!` makes public items")]

mod support {
    pub(crate) mod browser;
    pub(crate) mod workshop;
}

use chrono::NaiveDateTime;
use support::browser::{Browser, Scripts};
use support::workshop::{Thing, Workshop};

const TEXTS: [&str; 34] = [
    "",
    " ",
    "trailing blanks  ",
    "  leading blanks",
    "\ttabs\t",
    "a\r\nb",
    "a\rb",
    "a\nb",
    "\nleading line break",
    "\r\nleading CRLF",
    "\rleading CR",
    "\n\n",
    "trailing line break\n",
    "\r\n",
    "mixed\r\n\r\r\n\n",
    "NUL\0inside",
    "\x01\x0B\x0C\x1B\x7F",
    "C1 \u{80}\u{85}\u{9F}",
    "\u{2028}separators\u{2029}",
    "\u{FEFF}byte order mark",
    "\u{FFFD}\u{FFFE}\u{FFFF}",
    "\u{202E}right to left\u{202C}",
    "e\u{301} and é",
    "👩‍👩‍👧‍👦 \u{1F3F4}\u{E0067}\u{E0062}\u{E007F}",
    "planes \u{10000}\u{1FFFF}\u{20000}\u{3FFFF}\u{40000}\u{5FFFF}\u{6FFFF}\u{7FFFF}\u{8FFFF}",
    "planes \u{9FFFF}\u{AFFFF}\u{BFFFF}\u{CFFFF}\u{DFFFF}\u{EFFFF}\u{F0000}\u{10FFFF}",
    "\"quotes' <b>&amp; &#65; </textarea></select><!--",
    "null",
    "\"null\"",
    "back\\slash \\n \\u0041",
    "%41+%2B&a=b;c=d",
    "anna@example.org ",
    "not an address@",
    "a text that is longer than the forty characters that its rule allows",
];

const NUMBERS: [(i32, i64, f64); 10] = [
    (i32::MIN, i64::MIN, f64::MIN),
    (i32::MAX, i64::MAX, f64::MAX),
    (-1, 9_007_199_254_740_993, f64::MIN_POSITIVE),
    (1001, -9_007_199_254_740_993, 5e-324),
    (0, 0, -5e-324),
    (1, 1, 0.1 + 0.2),
    (2, 2, 1e21),
    (3, 3, 123_456_789_012_345_680.0),
    (4, 4, f64::INFINITY),
    (5, 5, f64::NEG_INFINITY),
];

const TIMES: [&str; 9] = [
    "2024-02-29T10:20:30.123456789",
    "2024-02-29T10:20:30.123456",
    "2024-02-29T10:20:30.123",
    "2024-02-29T10:20:30.5",
    "2024-02-29T10:20:30",
    "2024-02-29T10:20:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.999999999",
    "1582-10-10T23:59:59.000000001",
];

fn things() -> Vec<Thing> {
    let texts = TEXTS.iter().map(|text| Thing::of_text(text));
    let numbers = NUMBERS
        .iter()
        .map(|&(amount, big, rate)| Thing::ordinary().with_numbers(amount, big, rate));
    let times = TIMES.iter().map(|time| {
        let moment: NaiveDateTime = time.parse().unwrap_or_else(|error| panic!("{time}: {error}"));
        Thing::ordinary().with_times(moment)
    });
    texts.chain(numbers).chain(times).collect()
}

fn every_row_survives(browser: Browser) {
    let shop = Workshop::start();
    let session = browser.start(Scripts::Off);
    let window = session.window();
    for (id, thing) in (100..).zip(things()) {
        shop.insert(id, &thing);
        let before = shop.bytes(id);
        window.go(&shop.url(&format!("/things/{id}")));
        window.submit();
        let outcome = window.url();
        assert!(
            outcome.ends_with("/?Unchanged"),
            "{browser:?} {thing:?}: {outcome}\n{}",
            window.text("main")
        );
        assert_eq!(shop.bytes(id), before, "{browser:?} {thing:?}");
    }
}

#[test]
fn every_row_survives_every_browser() {
    Browser::all().into_iter().for_each(every_row_survives);
}

/// The same rows with one field edited: the others keep their bytes.
#[test]
fn an_edit_beside_hostile_values_writes_the_edit_only() {
    for browser in Browser::all() {
        let shop = Workshop::start();
        let session = browser.start(Scripts::Off);
        let window = session.window();
        for (id, text) in (100..).zip(["a\r\nb\r", "\n x ", "NUL\0", "\u{10FFFF}", ""]) {
            let thing = Thing::of_text(text)
                .with_times("2024-02-29T10:20:30.123456789".parse().expect("a time"));
            shop.insert(id, &thing);
            let before = shop.bytes(id);
            window.go(&shop.url(&format!("/things/{id}")));
            window.enter(&support::browser::field("amount"), "7");
            window.submit();
            assert!(window.url().ends_with("/?Written"), "{text:?}: {}", window.text("main"));
            shop.run(&format!("UPDATE things SET amount = 10 WHERE id = {id}"));
            assert_eq!(shop.bytes(id), before, "{text:?}");
        }
    }
}
