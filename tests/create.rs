//! Pages for something new: one row for each page, on every backend, however often it is sent.
#![allow(missing_docs, reason = "`table!` makes public items")]
#![allow(clippy::duplicate_mod, reason = "the same cases, with another database")]

#[path = "support"]
mod support {
    pub(crate) mod page;
    pub(crate) mod server;
    pub(crate) mod stage;
}

#[path = "create"]
mod sqlite {
    pub(crate) use crate::support::stage::Sqlite as Stage;
    pub(crate) type Backend = diesel::sqlite::Sqlite;
    mod asynchronous;
    mod cases;
    mod columns;
}

#[path = "create"]
mod postgres {
    pub(crate) use crate::support::stage::Pg as Stage;
    pub(crate) type Backend = diesel::pg::Pg;
    mod asynchronous;
    mod cases;
    mod columns;
}

#[path = "create"]
mod mariadb {
    pub(crate) use crate::support::stage::Maria as Stage;
    pub(crate) type Backend = diesel::mysql::Mysql;
    mod asynchronous;
    mod cases;
    mod columns;
    mod generated;
}

use cas_forms::CasForm;
use support::page::Page;

diesel::table! {
    clients (id) { id -> Integer, name -> Text, email -> Text, notes -> Nullable<Text>, pin -> Text, rank -> Integer, tenant -> Integer, }
}

diesel::table! {
    clubs (code) { code -> Text, title -> Text, }
}

diesel::table! {
    members (club, number) { club -> Text, number -> Integer, name -> Text, }
}

#[derive(CasForm)]
#[diesel(table_name = clients)]
struct Client {
    #[cas(required, max_length = 30)]
    name: String,
    email: String,
    notes: Option<String>,
    #[cas(secret)]
    pin: String,
    #[cas(readonly)]
    rank: i32,
}

#[derive(CasForm)]
#[diesel(table_name = clubs)]
struct Club {
    code: String,
    title: String,
}

#[derive(CasForm)]
#[diesel(table_name = members)]
struct Member {
    number: i32,
    name: String,
}

const TABLES: &str = "CREATE TABLE clients (id SERIAL, name VARCHAR(40) NOT NULL, \
    email VARCHAR(40) NOT NULL UNIQUE, notes VARCHAR(40), pin VARCHAR(40) NOT NULL, \
    rank INTEGER NOT NULL DEFAULT 5, tenant INTEGER NOT NULL DEFAULT 1); \
    CREATE TABLE clubs (code VARCHAR(40) PRIMARY KEY, title VARCHAR(40) NOT NULL); \
    CREATE TABLE members (club VARCHAR(40), number INTEGER, name VARCHAR(40) NOT NULL, \
    PRIMARY KEY (club, number));";

/// A page for a new client, filled in.
fn page() -> Page {
    let mut page = Page::new(Client::create().blank().as_form("Create"));
    page.set("name", "Anna").set("email", "anna@example.org").set("pin", "1234");
    page
}
