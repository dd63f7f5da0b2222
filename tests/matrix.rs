//! Every type of column on every database, with values that other comparisons take for equal: what
//! is untouched is not written, and what somebody else changed is reported, and stays.
#![allow(missing_docs, reason = "`table!` makes public items")]

#[path = "matrix"]
mod matrix {
    pub(crate) mod column;
    pub(crate) mod desk;
    pub(crate) mod forms;
    pub(crate) mod mariadb;
    pub(crate) mod postgres;
    pub(crate) mod round_trips;
    pub(crate) mod runner;
    pub(crate) mod sqlite;
}
#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
}

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use matrix::column::{Column, Edit};
use matrix::desk::{Desk, Elsewhere, Statements, Tally};
use matrix::runner::{Kind, RUNTIME, Runner};
use matrix::{forms, mariadb, postgres, round_trips, sqlite};
use std::sync::LazyLock;
use support::server::{MariaDb, Postgres};

static POSTGRES: LazyLock<Postgres> = LazyLock::new(Postgres::start);
static MARIADB: LazyLock<MariaDb> = LazyLock::new(MariaDb::start);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    value: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    other: i32,
}

macro_rules! elsewhere {
    ($($connection:ty, $value:literal;)*) => {$(
        impl Elsewhere for $connection {
            fn run(&mut self, sql: &str) {
                self.batch_execute(sql).unwrap_or_else(|error| panic!("{sql:.200}: {error}"));
            }
            fn row(&mut self) -> (Option<String>, i32) {
                let row = concat!("SELECT ", $value, " AS value, other FROM cells");
                let row: Row = diesel::sql_query(row).get_result(self).expect("the row");
                (row.value, row.other)
            }
        }
    )*};
}

elsewhere! {
    PgConnection, "concat(value)";
    MysqlConnection, "HEX(CONCAT(value))";
    SqliteConnection, "quote(value)";
}

/// A connection to a database that has nothing in it yet, and its address.
fn fresh<C: Connection + Elsewhere>(url: &str, database: &str) -> (String, C) {
    C::establish(url).expect("the server answers").run(&format!("CREATE DATABASE {database}"));
    let (server, _) = url.rsplit_once('/').expect("an address");
    let url = format!("{server}/{database}");
    let connection = C::establish(&url).expect("the server answers");
    (url, connection)
}

fn watched<C: Connection>(url: &str, statements: &Statements) -> C {
    let mut connection = C::establish(url).expect("the server answers");
    connection.set_instrumentation(statements.watch());
    connection
}

fn watched_async<C: diesel_async::AsyncConnection>(url: &str, statements: &Statements) -> C {
    let mut connection = RUNTIME.block_on(C::establish(url)).expect("the server answers");
    connection.set_instrumentation(statements.watch());
    connection
}

/// Asks everything of every column.
fn judge<C, S, A>(
    connect: impl Fn(&Statements) -> C,
    elsewhere: &mut dyn Elsewhere,
    columns: &[Column<S, A>],
    runner: fn(&Column<S, A>) -> &Runner<C>,
) -> Tally {
    let mut tally = Tally::default();
    for column in columns {
        elsewhere.run(&format!(
            "DROP TABLE IF EXISTS cells; \
             CREATE TABLE cells (id INTEGER PRIMARY KEY, value {}, other INTEGER NOT NULL); \
             INSERT INTO cells VALUES (1, {}, 1)",
            column.declared,
            column.any(),
        ));
        let statements = Statements::default();
        // Each table has statements of its own under the same texts.
        let connection = connect(&statements);
        let mut desk = Desk { connection, statements, elsewhere, tally: &mut tally };
        desk.judge(column, runner(column));
    }
    tally
}

/// Says how much was tried. Nothing of it may have failed.
fn report(database: &str, tally: &Tally) {
    let Tally { columns, values, cases, failures } = tally;
    println!("{database}: {columns} columns, {values} values, {cases} cases");
    let first = failures.iter().take(50).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(failures.is_empty(), "{} failures:\n{first}", failures.len());
}

#[test]
fn nothing_is_lost_on_postgres() {
    let (url, mut elsewhere) = fresh::<PgConnection>(&POSTGRES.url(), "sync");
    elsewhere.run(postgres::TYPES);
    let connect = |statements: &Statements| watched::<PgConnection>(&url, statements);
    let tally = judge(connect, &mut elsewhere, &postgres::columns(), |column| &column.kind.sync);
    report("PostgreSQL", &tally);
}

#[test]
fn nothing_is_lost_on_async_postgres() {
    let (url, mut elsewhere) = fresh::<PgConnection>(&POSTGRES.url(), "asynchronous");
    elsewhere.run(postgres::TYPES);
    let connect = |statements: &Statements| watched_async::<AsyncPgConnection>(&url, statements);
    let tally =
        judge(connect, &mut elsewhere, &postgres::columns(), |column| &column.kind.asynchronous);
    report("PostgreSQL, async", &tally);
}

#[test]
fn nothing_is_lost_on_mariadb() {
    let (url, mut elsewhere) = fresh::<MysqlConnection>(&MARIADB.url(), "sync");
    let connect = |statements: &Statements| watched::<MysqlConnection>(&url, statements);
    let tally = judge(connect, &mut elsewhere, &mariadb::columns(), |column| &column.kind.sync);
    report("MariaDB", &tally);
}

#[test]
fn nothing_is_lost_on_async_mariadb() {
    let (url, mut elsewhere) = fresh::<MysqlConnection>(&MARIADB.url(), "asynchronous");
    let connect = |statements: &Statements| watched_async::<AsyncMysqlConnection>(&url, statements);
    let tally =
        judge(connect, &mut elsewhere, &mariadb::columns(), |column| &column.kind.asynchronous);
    report("MariaDB, async", &tally);
}

/// A database in a file, and its address.
fn file(folder: &tempfile::TempDir) -> (String, SqliteConnection) {
    let url = folder.path().join("cells.sqlite").display().to_string();
    let mut connection = SqliteConnection::establish(&url).expect("a file");
    // Most of the time would be spent on waiting for the disk.
    connection.run("PRAGMA synchronous = OFF");
    (url, connection)
}

#[test]
fn nothing_is_lost_on_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (url, mut elsewhere) = file(&folder);
    let connect = |statements: &Statements| watched::<SqliteConnection>(&url, statements);
    let tally = judge(connect, &mut elsewhere, &sqlite::columns(), |column| &column.kind.sync);
    report("SQLite", &tally);
}

#[test]
fn nothing_is_lost_on_async_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (url, mut elsewhere) = file(&folder);
    let connect = |statements: &Statements| {
        watched_async::<SyncConnectionWrapper<SqliteConnection>>(&url, statements)
    };
    let tally =
        judge(connect, &mut elsewhere, &sqlite::columns(), |column| &column.kind.asynchronous);
    report("SQLite, async", &tally);
}

/// A column under a form that compares as the column's collation does.
fn careless<S, A>(kind: Kind<S, A>, declared: &'static str) -> [Column<S, A>; 1] {
    [Column::new(kind, declared, Edit::Type("typed")).values(["'a'", "'A'"])]
}

fn loses_case(tally: &Tally) {
    let lost = tally.failures.iter().any(|failure| failure.contains("'a' to 'A': (Done(Written"));
    assert!(lost, "{:?}", tally.failures);
}

#[test]
fn a_looser_comparison_is_found_out_on_every_database() {
    let (url, mut elsewhere) = fresh::<PgConnection>(&POSTGRES.url(), "careless");
    elsewhere.run(postgres::TYPES);
    let columns = careless(postgres::Of::of::<forms::careless::Cell>(), "text COLLATE folded");
    let connect = |statements: &Statements| watched::<PgConnection>(&url, statements);
    loses_case(&judge(connect, &mut elsewhere, &columns, |column| &column.kind.sync));

    let (url, mut elsewhere) = fresh::<MysqlConnection>(&MARIADB.url(), "careless");
    let columns = careless(mariadb::Of::of::<forms::careless::Cell>(), "varchar(9)");
    let connect = |statements: &Statements| watched::<MysqlConnection>(&url, statements);
    loses_case(&judge(connect, &mut elsewhere, &columns, |column| &column.kind.sync));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let (url, mut elsewhere) = file(&folder);
    let columns = careless(sqlite::Of::of::<forms::careless::Cell>(), "text COLLATE NOCASE");
    let connect = |statements: &Statements| watched::<SqliteConnection>(&url, statements);
    loses_case(&judge(connect, &mut elsewhere, &columns, |column| &column.kind.sync));
}

#[test]
fn a_save_asks_postgres_once_and_a_refused_one_twice() {
    let runners = postgres::Of::of::<forms::maybe_text::Cell>();
    let (url, mut elsewhere) = fresh::<PgConnection>(&POSTGRES.url(), "trips");
    let connect = |statements: &Statements| watched::<PgConnection>(&url, statements);
    round_trips::are_few(connect, &mut elsewhere, &runners.sync);
    let (url, mut elsewhere) = fresh::<PgConnection>(&POSTGRES.url(), "trips_async");
    let connect = |statements: &Statements| watched_async::<AsyncPgConnection>(&url, statements);
    round_trips::are_few(connect, &mut elsewhere, &runners.asynchronous);
}

#[test]
fn a_save_asks_mariadb_once_and_a_refused_one_twice() {
    let runners = mariadb::Of::of::<forms::maybe_text::Cell>();
    let (url, mut elsewhere) = fresh::<MysqlConnection>(&MARIADB.url(), "trips");
    let connect = |statements: &Statements| watched::<MysqlConnection>(&url, statements);
    round_trips::are_few(connect, &mut elsewhere, &runners.sync);
    let (url, mut elsewhere) = fresh::<MysqlConnection>(&MARIADB.url(), "trips_async");
    let connect = |statements: &Statements| watched_async::<AsyncMysqlConnection>(&url, statements);
    round_trips::are_few(connect, &mut elsewhere, &runners.asynchronous);
}

#[test]
fn a_save_asks_sqlite_once_and_a_refused_one_twice() {
    let runners = sqlite::Of::of::<forms::maybe_text::Cell>();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (url, mut elsewhere) = file(&folder);
    let connect = |statements: &Statements| watched::<SqliteConnection>(&url, statements);
    round_trips::are_few(connect, &mut elsewhere, &runners.sync);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (url, mut elsewhere) = file(&folder);
    let connect = |statements: &Statements| {
        watched_async::<SyncConnectionWrapper<SqliteConnection>>(&url, statements)
    };
    round_trips::are_few(connect, &mut elsewhere, &runners.asynchronous);
}
