//! How often a save asks the database.

use super::desk::{Elsewhere, Statements};
use super::runner::{Outcome, Runner};
use cas_forms::{DoneKind, Reason};

/// A first save may have its statement prepared. From then on an accepted one asks once, a refused
/// one twice, and nothing is prepared.
pub(crate) fn are_few<C>(
    connect: impl Fn(&Statements) -> C,
    elsewhere: &mut dyn Elsewhere,
    runner: &Runner<C>,
) {
    elsewhere.run(
        "CREATE TABLE cells (id INTEGER PRIMARY KEY, value VARCHAR(60), other INTEGER NOT NULL); \
         INSERT INTO cells VALUES (1, 'a', 1)",
    );
    let statements = Statements::default();
    let mut connection = connect(&statements);
    let mut rounds = Vec::new();
    for round in ["2", "3", "4"] {
        let mut page = (runner.open)(&mut connection).expect("the row");
        let body = page.set("other", round).body();
        let _opening = (statements.take(), statements.take_prepared());
        let accepted = (runner.save)(&mut connection, &body);
        assert_eq!(accepted, Outcome::Done(DoneKind::Written, vec!["other"]));
        let accepted = (statements.take().len(), statements.take_prepared());
        elsewhere.run("UPDATE cells SET value = 'A'");
        let refused = (runner.save)(&mut connection, &page.set("other", "9").body());
        assert_eq!(refused, Outcome::Refused(Reason::Stale, vec!["value", "other"]));
        let refused = (statements.take().len(), statements.take_prepared());
        elsewhere.run("UPDATE cells SET value = 'a'");
        rounds.push([accepted, refused]);
    }
    assert_eq!(rounds, [[(1, 1), (2, 1)], [(1, 0), (2, 0)], [(1, 0), (2, 0)]]);
}
