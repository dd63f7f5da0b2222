//! One contest: everybody saves a row of their own to and fro between two states.

use crate::row::Row;
use crate::support::Customer;
use crate::support::stopwatch::{self, Contestant};
use crate::support::submitted;
use cas_forms::Form;
use diesel::QueryResult;
use diesel::connection::{Instrumentation, InstrumentationEvent};
use std::sync::{Arc, Mutex};

/// What is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    AllFields,
    OneField,
}

/// The two states of a row, with what a browser sends to get from each to the other.
pub(crate) struct States {
    pub(crate) edit: Edit,
    pub(crate) rows: [Row; 2],
    /// `bodies[n]` edits the page of `rows[1 - n]` to `rows[n]`.
    pub(crate) bodies: [String; 2],
}

impl States {
    pub(crate) fn new(edit: Edit) -> Self {
        let [before, ..] = crate::support::rows();
        let after = match edit {
            Edit::AllFields => submitted::edited(&before),
            Edit::OneField => Customer { credit: before.credit / 2 + 10, ..before.clone() },
        };
        let body = |from: &Customer, to| {
            let notes = Form::new(Row::from(from)).field(Row::FIELDS.notes).name();
            submitted::body(from, to, &notes)
        };
        States {
            edit,
            rows: [Row::from(&before), Row::from(&after)],
            bodies: [body(&after, &before), body(&before, &after)],
        }
    }
}

/// The rows that the contestants save.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Id {
    Unprotected = 1,
    Version,
    Locked,
    Ours,
}

pub(crate) const IDS: [i32; 4] =
    [Id::Unprotected as i32, Id::Version as i32, Id::Locked as i32, Id::Ours as i32];

/// A contestant under its name.
pub(crate) type Named<'c> = (&'static str, Box<dyn FnMut() -> usize + 'c>);

/// Turns what saves the row into one of the two states into a contestant.
pub(crate) fn alternating<'c>(
    name: &'static str,
    mut save: impl FnMut(usize) -> usize + 'c,
) -> Named<'c> {
    let mut state = 0;
    let run = move || {
        state = 1 - state;
        save(state)
    };
    (name, Box::new(run))
}

/// The contestants on a connection of Diesel's. Generic code would need a bound for every column
/// and every statement; the text is the same for every connection.
macro_rules! diesel_contestants {
    ($connection:ty, $transaction:ident, $($lock:ident)?) => {
        pub(crate) fn fill(connection: &mut $connection, states: &States) {
            diesel::delete(customers::table).execute(connection).expect("an empty table");
            for id in IDS {
                let row = &states.rows[0];
                let values = (
                    customers::id.eq(id),
                    customers::name.eq(&row.name),
                    customers::company.eq(&row.company),
                    customers::email.eq(&row.email),
                    customers::notes.eq(&row.notes),
                    customers::credit.eq(row.credit),
                    customers::discount.eq(row.discount),
                    customers::active.eq(row.active),
                    customers::since.eq(row.since),
                    customers::version.eq(0),
                );
                let insert = diesel::insert_into(customers::table).values(values);
                insert.execute(connection).expect("a row");
            }
        }

        fn stored(connection: &mut $connection, id: Id) -> Row {
            let row = customers::table.find(id as i32).select(Row::as_select());
            row.first(connection).expect("the row")
        }

        fn update(connection: &mut $connection, id: Id, row: &Row, edit: Edit) -> usize {
            let target = diesel::update(customers::table.find(id as i32));
            let written = match edit {
                Edit::AllFields => target.set(row).execute(connection),
                Edit::OneField => target.set(customers::credit.eq(row.credit)).execute(connection),
            };
            one(written)
        }

        fn update_version(connection: &mut $connection, version: i32, row: &Row, edit: Edit) -> usize {
            let found = customers::table
                .find(Id::Version as i32)
                .filter(customers::version.eq(version));
            let next = customers::version.eq(customers::version + 1);
            let written = match edit {
                Edit::AllFields => diesel::update(found).set((row, next)).execute(connection),
                Edit::OneField => {
                    let set = (customers::credit.eq(row.credit), next);
                    diesel::update(found).set(set).execute(connection)
                }
            };
            one(written)
        }

        fn update_locked(connection: &mut $connection, shown: &Row, row: &Row, edit: Edit) -> usize {
            connection
                .$transaction(|connection| {
                    let query = customers::table.find(Id::Locked as i32).select(Row::as_select());
                    $(let query = query.$lock();)?
                    let stored: Row = query.first(connection)?;
                    assert_eq!(stored, *shown, "nobody else writes");
                    Ok::<_, diesel::result::Error>(update(connection, Id::Locked, row, edit))
                })
                .expect("a transaction")
        }

        /// The statement of a save, after making sure that it is the only one.
        pub(crate) fn statement(connection: &mut $connection, states: &States) -> String {
            fill(connection, states);
            let (listener, statements) = listen();
            connection.set_instrumentation(listener);
            let at = Row::at(Id::Ours as i32);
            at.submit(&states.bodies[1]).save(connection).expect("saved");
            connection.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            let statements = statements.lock().expect("not poisoned");
            let [statement] = &statements[..] else { panic!("not one round trip: {statements:?}") };
            statement.clone()
        }

        pub(crate) fn race(
            title: &str,
            connection: &mut $connection,
            states: &States,
            others: Vec<Named<'_>>,
            bars: &Bars,
        ) {
            fill(connection, states);
            let States { edit, rows, bodies } = states;
            let connection = RefCell::new(connection);
            let mut version = -1;
            let at = Row::at(Id::Ours as i32);
            let mut contestants = vec![
                alternating("Diesel, unprotected", |state| {
                    update(*connection.borrow_mut(), Id::Unprotected, &rows[state], *edit)
                }),
                alternating("Diesel, version column", |state| {
                    version += 1;
                    update_version(*connection.borrow_mut(), version, &rows[state], *edit)
                }),
                alternating("lock, select, compare, update", |state| {
                    let shown = &rows[1 - state];
                    update_locked(*connection.borrow_mut(), shown, &rows[state], *edit)
                }),
                alternating(READING, |state| {
                    let (_, input) = at.submit(&bodies[state]).into_parts();
                    std::hint::black_box(&input).dirty().count()
                }),
                alternating(WHOLE, |state| {
                    let connection = &mut connection.borrow_mut();
                    let done = at.submit(&bodies[state]).save(**connection).expect("saved");
                    done.written().count()
                }),
            ];
            contestants.extend(others);
            print(title, &mut contestants, bars);
            drop(contestants);
            for id in [Id::Unprotected, Id::Version, Id::Locked, Id::Ours] {
                let stored = stored(*connection.borrow_mut(), id);
                assert!(rows.contains(&stored), "{id:?} left {stored:?}");
            }
        }
    };
}
pub(crate) use diesel_contestants;

/// Every save has to write.
pub(crate) fn one(written: QueryResult<usize>) -> usize {
    let written = written.expect("an update");
    assert_eq!(written, 1);
    written
}

pub(crate) const READING: &str = "cas-forms, read and judge";
pub(crate) const WHOLE: &str = "cas-forms, all of it";
pub(crate) const RAW: &str = "SQLite's C interface";

/// What saving alone may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bars {
    /// Against Diesel's unprotected update.
    pub(crate) unprotected: f64,
    /// Against the raw interface.
    pub(crate) raw: Option<f64>,
}

/// Runs a contest and prints its table. Saving alone is what all of it takes beyond reading and
/// judging the submission, which nobody else does here.
pub(crate) fn print(title: &str, contestants: &mut [Named<'_>], bars: &Bars) {
    let mut runs: Vec<_> =
        contestants.iter_mut().map(|(name, run)| Contestant { name, run: &mut **run }).collect();
    let rounds = stopwatch::rounds(&mut runs);
    let figure = |own: &[f64], first: &[f64]| stopwatch::figure(1, own, first);
    let figures: Vec<_> = rounds.iter().map(|own| figure(own, &rounds[0])).collect();
    stopwatch::print(title, &runs, &figures);
    let of = |wanted| runs.iter().position(|run| run.name == wanted).map(|at| &rounds[at]);
    let (Some(whole), Some(reading)) = (of(WHOLE), of(READING)) else { return };
    let saving: Vec<_> = whole.iter().zip(reading).map(|(whole, part)| whole - part).collect();
    let alone = figure(&saving, &rounds[0]);
    stopwatch::print_line("cas-forms, saving alone", &alone);
    stopwatch::bar("saving alone, against Diesel unprotected", alone.ratio, bars.unprotected);
    if let (Some(bar), Some(raw)) = (bars.raw, of(RAW)) {
        stopwatch::bar("saving alone, against C", figure(&saving, raw).ratio, bar);
    }
}

/// Keeps the text of every statement that is sent.
pub(crate) fn listen() -> (impl Instrumentation, Arc<Mutex<Vec<String>>>) {
    let statements = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&statements);
    let listener = move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            let text = query.split_once(" -- binds").map_or(&*query, |(text, _)| text);
            kept.lock().expect("not poisoned").push(text.to_owned());
        }
    };
    (listener, statements)
}
