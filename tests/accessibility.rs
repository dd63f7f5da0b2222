//! Every page of the demonstration in every state, light and dark: axe-core finds no violation.

mod support {
    #[allow(unused_imports, reason = "windows are found by their address elsewhere")]
    pub(crate) mod browser;
    pub(crate) mod demo;
    pub(crate) mod npm;
}

use serde_json::Value;
use std::fs;
use std::sync::LazyLock;
use support::browser::{Browser, Scripts, Window, field};
use support::demo::Demo;

static AXE: LazyLock<String> = LazyLock::new(|| {
    let file = support::npm::package("axe-core", "4.14.1").join("axe.min.js");
    fs::read_to_string(file).expect("the package holds it")
});

/// A window on the demonstration that counts what it looked at.
struct Visitor<'d> {
    demo: &'d Demo,
    window: Window,
    looks: usize,
    violations: Vec<String>,
}

impl Visitor<'_> {
    fn go(&self, path: &str) {
        // The page that is left gives its own lease back too late for the next one.
        self.demo.run("UPDATE cas_leases SET expires_us = 0");
        self.window.go(&self.demo.url(path));
    }

    /// Sends the form though the browser objects.
    #[track_caller]
    fn send(&self, status: u16) {
        self.window.execute("document.querySelector('form').noValidate = true", &[]);
        self.window.submit();
        assert_eq!(self.window.status(), status);
    }

    /// Has axe look at the page in both colour schemes.
    fn look(&mut self, state: &str) {
        let script =
            "return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
            violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) =>
                `${id} at ${target}: ${any.map(check => check.message)}`)))";
        for (dark, scheme) in [(false, "light"), (true, "dark")] {
            self.window.prefer_dark(dark);
            let query = "return matchMedia('(prefers-color-scheme: dark)').matches";
            self.window.wait_until("the page has these colours", |window| {
                window.execute(query, &[]) == dark
            });
            let found = self.window.execute(&format!("{};\n{script}", *AXE), &[]);
            let Value::Array(found) = found else { panic!("axe says {found}") };
            let found = found.iter().filter_map(Value::as_str);
            self.violations.extend(found.map(|each| format!("{state}, {scheme}: {each}")));
            self.looks += 1;
        }
    }
}

#[test]
fn axe_finds_no_violation_on_any_page_of_the_demonstration() {
    for browser in Browser::all() {
        let (demo, session) = (Demo::start(), browser.start(Scripts::On));
        let mut visitor =
            Visitor { demo: &demo, window: session.window(), looks: 0, violations: Vec::new() };
        lists(&mut visitor);
        customer(&mut visitor);
        conflicts(&mut visitor);
        creating(&mut visitor);
        deliveries(&mut visitor);
        deleting(&mut visitor);
        widgets(&mut visitor);
        println!("{browser:?}: axe looked {} times", visitor.looks);
        assert!(visitor.violations.is_empty(), "{browser:?}:\n{}", visitor.violations.join("\n"));
    }
}

#[test]
fn axe_would_find_a_violation_if_there_were_one() {
    for browser in Browser::all() {
        let (demo, session) = (Demo::start(), browser.start(Scripts::On));
        let mut visitor =
            Visitor { demo: &demo, window: session.window(), looks: 0, violations: Vec::new() };
        visitor.go("/customers/1");
        let harm = "document.querySelector('label').remove();
            document.querySelector('legend').style.color = 'light-dark(#ddd, #444)'";
        visitor.window.execute(harm, &[]);
        visitor.look("harmed");
        for part in [
            "light: label at",
            "dark: label at",
            "light: color-contrast at",
            "dark: color-contrast at",
        ] {
            let found = visitor.violations.iter().any(|violation| violation.contains(part));
            assert!(found, "{browser:?}: {part} in {:?}", visitor.violations);
        }
    }
}

fn lists(visitor: &mut Visitor<'_>) {
    visitor.go("/");
    visitor.look("the list");
    visitor.go("/nowhere");
    visitor.look("an address that is none");
    visitor.go("/customers/3");
    visitor.window.enter(&field("notes"), "new");
    visitor.window.submit();
    assert!(visitor.window.url().contains("written"), "{}", visitor.window.url());
    visitor.look("the list after a save");
}

fn customer(visitor: &mut Visitor<'_>) {
    visitor.go("/customers/1");
    visitor.look("a fresh form");
    visitor.go("/customers/5");
    visitor.window.text(".cas-kept");
    visitor.look("a stored value that breaks a rule");

    visitor.go("/customers/1");
    visitor.window.enter(&field("name"), "amélie");
    visitor.window.enter(&field("credit"), "7");
    visitor.window.clear(&field("email"));
    visitor.window.click("button[type=submit]");
    visitor.window.wait_until("all is marked", |window| window.count(".cas-errors") == 3);
    visitor.look("errors that the script shows");
    visitor.send(422);
    visitor.look("errors that the server shows");

    visitor.go("/customers/1");
    visitor.demo.run("UPDATE customers SET notes = 'theirs' WHERE id = 1");
    visitor.window.enter(&field("discount"), "30");
    visitor.window.text("#id_notes-now");
    visitor.window.text("#id_discount-errors");
    visitor.look("what the script is told");

    visitor.go("/customers/1");
    visitor.window.enter(&field("phone"), "+33 1 70189901");
    let bob = "UPDATE cas_leases SET token = 'his', holder = 'Bob', expires_us = 9000000000000000";
    visitor.demo.run(bob);
    visitor.send(423);
    visitor.look("a lease that was lost");
    visitor.window.go(&visitor.demo.url("/customers/1"));
    visitor.window.text(".lease.taken");
    visitor.look("a customer whom somebody else edits");
}

fn conflicts(visitor: &mut Visitor<'_>) {
    visitor.go("/customers/2");
    visitor.window.enter(&field("name"), "Mine");
    visitor.window.enter(&field("plan"), "team");
    visitor.window.enter(&field("newsletter"), "true");
    visitor.demo.run(
        "UPDATE customers SET name = 'Theirs', plan = 'free', employees = NULL, notes = 'a' WHERE id = 2",
    );
    visitor.window.submit();
    assert_eq!(visitor.window.status(), 409);
    visitor.look("conflicts");
    visitor.window.click("button[type=submit]");
    visitor.window.wait_until("answers are asked for", |window| window.count(".cas-errors") == 2);
    visitor.look("questions that the script asks again");
    visitor.send(422);
    visitor.window.text(".cas-errors");
    visitor.look("unanswered questions");

    visitor.window.click("input[name=resolve-name][value=mine]");
    visitor.window.click("input[name=resolve-plan][value=theirs]");
    visitor.demo.run("DELETE FROM customers WHERE id = 2");
    visitor.window.enter(&field("notes"), "into the void");
    visitor.window.text(".cas-summary-now");
    visitor.look("a deleted row that the script is told of");
    visitor.send(410);
    visitor.look("a deleted row");

    visitor.go("/customers/4");
    visitor.window.execute("document.querySelector('[name=original-name]').remove()", &[]);
    visitor.send(428);
    visitor.look("a page that arrived incomplete");
    visitor.window.execute("document.querySelector('[name=csrf-token]').value = 'x'", &[]);
    visitor.send(403);
    visitor.look("a page of another visitor");
    visitor.demo.run("UPDATE customers SET credit = 'much' WHERE id = 4");
    visitor.go("/customers/4");
    assert_eq!(visitor.window.status(), 500);
    visitor.look("a row that cannot be shown");
}

fn creating(visitor: &mut Visitor<'_>) {
    visitor.go("/new");
    visitor.look("a page for a new customer");
    visitor.window.click("button[type=submit]");
    visitor.window.wait_until("all is marked", |window| window.count(".cas-errors") > 3);
    visitor.look("a new customer, with errors by the script");
    visitor.send(422);
    visitor.look("a new customer, with errors by the server");
    for (name, value) in [
        ("number", "C-1003"),
        ("name", "Ann"),
        ("email", "ann@example.org"),
        ("plan", "team"),
        ("since", "2026-01-31"),
    ] {
        visitor.window.enter(&field(name), value);
    }
    visitor.send(422);
    visitor.window.text("#id_number-errors");
    visitor.look("a number that is taken");
    visitor.window.enter(&field("number"), "C-1007");
    visitor.window.submit();
    assert!(visitor.window.url().contains("created"), "{}", visitor.window.url());
    visitor.look("the list after a creation");
}

fn deliveries(visitor: &mut Visitor<'_>) {
    visitor.go("/customers/6/delivery");
    visitor.look("a delivery");
    visitor.window.enter(&field("city"), "Graz");
    visitor.demo.run("UPDATE customers SET instructions = 'theirs' WHERE id = 6");
    visitor.window.submit();
    assert!(visitor.window.url().contains("written"), "{}", visitor.window.url());
    visitor.look("a delivery that was merged");
    visitor.window.enter(&field("city"), "Linz");
    visitor.demo.run("UPDATE customers SET street = 'theirs' WHERE id = 6");
    visitor.send(409);
    visitor.look("an address that two changed");
    visitor.go("/customers/6/delivery");
    visitor.window.enter(&field("closes"), "11:00");
    visitor.demo.run("UPDATE customers SET opens = '12:00:00' WHERE id = 6");
    visitor.send(409);
    visitor.window.text("#id_closes-errors");
    visitor.look("hours that do not fit together");
}

fn deleting(visitor: &mut Visitor<'_>) {
    visitor.go("/customers/6");
    visitor.demo.run("UPDATE customers SET notes = 'theirs' WHERE id = 6");
    visitor.window.click_through("button[formaction]");
    assert_eq!(visitor.window.status(), 409);
    visitor.look("a delete that was refused");
    visitor.window.click_through("button[formaction]");
    assert!(visitor.window.url().contains("deleted"), "{}", visitor.window.url());
    visitor.look("the list after a delete");
}

fn widgets(visitor: &mut Visitor<'_>) {
    visitor.go("/widgets");
    visitor.look("every widget");
    visitor.window.clear(&field("text"));
    visitor.window.enter(&field("code"), "x");
    visitor.window.enter(&field("nickname"), "taken");
    visitor.window.enter(&field("until"), "2030-04-01");
    visitor.window.text("#id_nickname-errors");
    visitor.look("every widget, with errors by the script");
    visitor.send(422);
    visitor.look("every widget, with errors by the server");
    visitor.window.enter(&field("text"), "x");
    visitor.window.enter(&field("code"), "AB-123");
    visitor.window.enter(&field("nickname"), "free");
    visitor.window.enter(&field("until"), "2031-04-01");
    visitor.send(200);
    visitor.window.text(".saved");
    visitor.look("every widget, accepted");
}
