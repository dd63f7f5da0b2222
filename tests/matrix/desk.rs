//! What is asked of every column: it is opened, submitted, and changed by somebody else.

use super::column::{Column, Edit};
use super::runner::{Outcome, Runner};
use crate::support::page::Page;
use cas_forms::{DoneKind, Reason};
use cas_forms_diesel::OpenError;
use diesel::connection::InstrumentationEvent;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

/// The row, seen and changed by somebody else.
pub(crate) trait Elsewhere {
    fn run(&mut self, sql: &str);
    /// The row's value as text, to see that it was not touched, and its other value.
    fn row(&mut self) -> (Option<String>, i32);
}

/// The statements that a connection runs, and how many it prepares for good.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statements(Arc<Mutex<(Vec<String>, usize)>>);

impl Statements {
    pub(crate) fn watch(&self) -> impl FnMut(InstrumentationEvent<'_>) + Send + 'static {
        let log = Arc::clone(&self.0);
        move |event| {
            let mut log = log.lock().expect("not poisoned");
            match event {
                InstrumentationEvent::StartQuery { query, .. } => log.0.push(query.to_string()),
                InstrumentationEvent::CacheQuery { .. } => log.1 += 1,
                _ => {}
            }
        }
    }
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("not poisoned").0)
    }
    pub(crate) fn take_prepared(&self) -> usize {
        std::mem::take(&mut self.0.lock().expect("not poisoned").1)
    }
}

/// A connection under test, and one beside it.
pub(crate) struct Desk<'e, C> {
    pub(crate) connection: C,
    pub(crate) statements: Statements,
    pub(crate) elsewhere: &'e mut dyn Elsewhere,
    pub(crate) tally: &'e mut Tally,
}

/// What was tried, and what went wrong.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) columns: usize,
    pub(crate) values: usize,
    pub(crate) cases: usize,
    pub(crate) failures: Vec<String>,
}

impl Tally {
    #[expect(clippy::needless_pass_by_value, reason = "they are made for the call")]
    fn expect<T: PartialEq + Debug>(&mut self, what: &str, found: T, wanted: T) {
        self.cases += 1;
        if found != wanted {
            self.failures.push(format!("{what}: {found:?} instead of {wanted:?}"));
        }
    }
}

/// A literal as a failure shows it.
fn short(literal: &str) -> String {
    literal.chars().take(40).collect()
}

/// Whether a statement writes the other field.
fn sets_other(sql: &str) -> bool {
    let set = sql.split_once(" SET ").and_then(|(_, rest)| rest.split_once(" WHERE "));
    set.is_some_and(|(set, _)| set.contains("other"))
}

const STALE: fn() -> Outcome = || Outcome::Refused(Reason::Stale, vec!["value"]);

impl<C> Desk<'_, C> {
    fn store(&mut self, literal: &str) {
        self.elsewhere.run(&format!("UPDATE cells SET value = {literal}, other = 1"));
    }

    fn open(&mut self, runner: &Runner<C>, what: &str) -> Option<Page> {
        match (runner.open)(&mut self.connection) {
            Ok(page) => Some(page),
            Err(error) => {
                self.tally.failures.push(format!("{what}: {error}"));
                None
            }
        }
    }

    /// Saves and counts the statements.
    fn save(&mut self, runner: &Runner<C>, body: &str) -> (Outcome, Vec<String>) {
        self.statements.take();
        let outcome = (runner.save)(&mut self.connection, body);
        let mut statements = self.statements.take();
        // The number of a type of one's own is looked up once.
        statements.retain(|sql| sql.contains("cells"));
        (outcome, statements)
    }

    /// Asks everything of a column that is declared so, and has a row of the key 1.
    pub(crate) fn judge<S, A>(&mut self, column: &Column<S, A>, runner: &Runner<C>) {
        self.tally.columns += 1;
        for value in &column.values {
            self.tally.values += 1;
            let what = format!("{} {}", column.declared, short(value));
            self.keep(column, runner, value, &what);
            self.edit(column, runner, value, &what);
            for other in column.values.iter().filter(|other| *other != value) {
                self.change(runner, value, other, true, &what);
            }
        }
        for [one, other] in &column.same {
            let what = format!("{} {}", column.declared, short(one));
            self.change(runner, one, other, false, &what);
        }
        for value in &column.stuck {
            self.store(value);
            let what = format!("{} {}", column.declared, short(value));
            let Some(mut page) = self.open(runner, &what) else { continue };
            let (outcome, _) = self.save(runner, &page.set("other", "2").body());
            self.tally.expect(&what, outcome, STALE());
        }
        for value in &column.unreadable {
            self.store(value);
            let opened = (runner.open)(&mut self.connection);
            let field = match opened {
                Err(OpenError::Unreadable(error)) => Some(error.field()),
                _ => None,
            };
            let what = format!("{} {}: readable", column.declared, short(value));
            self.tally.expect(&what, field, Some("value"));
        }
    }

    /// Untouched, nothing is written, nor of the value if the other field is edited.
    fn keep<S, A>(&mut self, column: &Column<S, A>, runner: &Runner<C>, value: &str, what: &str) {
        self.store(value);
        let Some(mut page) = self.open(runner, what) else { return };
        let before = self.elsewhere.row();
        let (outcome, statements) = self.save(runner, &page.body());
        self.tally.expect(
            &format!("{what} untouched"),
            (outcome, statements.len(), statements.iter().any(|sql| sql.starts_with("UPDATE"))),
            (Outcome::Done(DoneKind::Unchanged, vec![]), 1, false),
        );
        let (outcome, statements) = self.save(runner, &page.set("other", "2").body());
        let is_fast = statements.len() == 1;
        self.tally.expect(
            &format!("{what} beside an edit, in one statement"),
            (outcome, is_fast),
            (
                Outcome::Done(DoneKind::Written, vec!["other"]),
                !column.slow.iter().any(|slow| slow == value),
            ),
        );
        self.tally.expect(
            &format!("{what} is kept as it was"),
            self.elsewhere.row(),
            (before.0, 2),
        );
    }

    /// An edit writes this field only, and is loaded as it was made.
    fn edit<S, A>(&mut self, column: &Column<S, A>, runner: &Runner<C>, value: &str, what: &str) {
        self.store(value);
        let Some(mut page) = self.open(runner, what) else { return };
        match column.edit {
            Edit::Type(text) => _ = page.set("value", text),
            Edit::Check => {
                let checked = page.controls.iter().any(|c| c.kind == "checkbox" && c.checked);
                page.check("value", !checked);
            }
            Edit::Pick(members) => _ = page.pick("value", members),
        }
        let (outcome, statements) = self.save(runner, &page.body());
        self.tally.expect(
            &format!("{what} edited"),
            (outcome, statements.iter().any(|sql| sets_other(sql))),
            (Outcome::Done(DoneKind::Written, vec!["value"]), false),
        );
        let (outcome, _) = self.save(runner, &page.body());
        self.tally.expect(
            &format!("{what} edited a second time"),
            outcome,
            Outcome::Done(DoneKind::AlreadyApplied, vec![]),
        );
    }

    /// What somebody else changes is reported, and stays.
    fn change(&mut self, runner: &Runner<C>, value: &str, other: &str, is_told: bool, what: &str) {
        let what = format!("{what} to {}", short(other));
        self.store(value);
        let Some(mut page) = self.open(runner, &what) else { return };
        self.store(other);
        let before = self.elsewhere.row();
        let untouched = page.body();
        let body = page.set("other", "2").body();
        let (outcome, statements) = self.save(runner, &body);
        if is_told {
            self.tally.expect(&what, (outcome, statements.len()), (STALE(), 2));
            self.tally.expect(&format!("{what} stays"), self.elsewhere.row(), before);
            let (outcome, statements) = self.save(runner, &untouched);
            let what = format!("{what}, untouched");
            self.tally.expect(&what, (outcome, statements.len()), (STALE(), 1));
        } else {
            let written = Outcome::Done(DoneKind::Written, vec!["other"]);
            self.tally.expect(&what, outcome, written);
            self.tally.expect(&format!("{what} stays"), self.elsewhere.row(), (before.0, 2));
        }
    }
}
