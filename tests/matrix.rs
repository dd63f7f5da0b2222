//! Every type of column on every database, with values that other comparisons take for equal: what
//! is untouched is not written, and what somebody else changed is reported, and stays.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "matrix"]
mod matrix {
    pub(crate) mod column;
    pub(crate) mod desk;
    pub(crate) mod forms;
    pub(crate) mod postgres;
    pub(crate) mod runner;
}
#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
}

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use matrix::column::Column;
use matrix::desk::{Desk, Elsewhere, Statements, Tally};
use matrix::postgres;
use matrix::runner::{RUNTIME, Runner};
use std::sync::LazyLock;
use support::server::Postgres;

static POSTGRES: LazyLock<Postgres> = LazyLock::new(Postgres::start);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    value: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    other: i32,
}

struct Sql<C>(C, &'static str);

impl Elsewhere for Sql<PgConnection> {
    fn run(&mut self, sql: &str) {
        self.0.batch_execute(sql).unwrap_or_else(|error| panic!("{sql:.200}: {error}"));
    }
    fn row(&mut self) -> (Option<String>, i32) {
        let row: Row = diesel::sql_query(self.1).get_result(&mut self.0).expect("the row");
        (row.value, row.other)
    }
}

/// Asks everything of every column.
fn judge<C, S, A>(
    name: &str,
    connect: impl Fn(Statements) -> C,
    elsewhere: &mut dyn Elsewhere,
    columns: &[Column<S, A>],
    runner: fn(&Column<S, A>) -> &Runner<C>,
) {
    let mut tally = Tally::default();
    for column in columns {
        elsewhere.run(&format!(
            "DROP TABLE IF EXISTS cells; \
             CREATE TABLE cells (id INTEGER PRIMARY KEY, value {}, other INTEGER NOT NULL); \
             INSERT INTO cells VALUES (1, {}, 1)",
            column.declared, column.values[0],
        ));
        let statements = Statements::default();
        // Each table has statements of its own under the same texts.
        let connection = connect(statements.clone());
        let mut desk = Desk { connection, statements, elsewhere, tally: &mut tally };
        desk.judge(column, runner(column));
    }
    let Tally { columns, values, cases, failures } = tally;
    println!("{name}: {columns} columns, {values} values, {cases} cases");
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn postgres_sync() {
    let url = POSTGRES.url();
    let mut elsewhere = Sql(
        PgConnection::establish(&url).expect("PostgreSQL answers"),
        "SELECT concat(value) AS value, other FROM cells",
    );
    elsewhere.run(postgres::TYPES);
    let connect = |statements: Statements| {
        let mut connection = PgConnection::establish(&url).expect("PostgreSQL answers");
        connection.set_instrumentation(statements.watch());
        connection
    };
    judge("PostgreSQL", connect, &mut elsewhere, &postgres::columns(), |column| &column.kind.sync);
}
