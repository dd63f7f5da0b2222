//! MariaDB.

use super::{Awaited, Desk, Entry, Inside, SEEDS, Use, database, entries};
use crate::history;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_async::AsyncMysqlConnection;

database! { MysqlConnection, AsyncMysqlConnection }

pub(crate) const LEVELS: [&str; 4] =
    ["READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];

pub(crate) const JOBS: &[&str] = &["UPDATE docs SET views = views + 1 WHERE id = {doc}"];

/// Where the tables of this name are.
pub(crate) fn url_of(server: &str, name: &str) -> String {
    let (address, _) = server.rsplit_once('/').expect("a database");
    format!("{address}/{name}")
}

pub(crate) fn settings(level: &str) -> String {
    format!("SET SESSION TRANSACTION ISOLATION LEVEL {level}")
}

fn state(row: &str) -> String {
    format!(
        "concat_ws('|', {row}.title, coalesce({row}.body, ''), {row}.stock, \
         date_format({row}.seen, '%Y-%m-%dT%H:%i'))"
    )
}

pub(crate) fn create(server: &str, name: &str) {
    let mut connection = connect(server, "SELECT 1").expect("the server answers");
    connection.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    let mut connection = connect(&url_of(server, name), "SELECT 1").expect("the server answers");
    let (old, new) = (state("OLD"), state("NEW"));
    for statement in [
        "CREATE TABLE docs (id INTEGER PRIMARY KEY AUTO_INCREMENT, title VARCHAR(255) NOT NULL, body TEXT, \
         stock INTEGER NOT NULL, seen DATETIME NOT NULL, views INTEGER NOT NULL DEFAULT 0) \
         CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
        "CREATE TABLE history (seq BIGINT PRIMARY KEY AUTO_INCREMENT, doc INTEGER NOT NULL, old TEXT, new TEXT) \
         CHARACTER SET utf8mb4",
        include_str!(
            "../../../cas-forms-diesel/migrations/mysql/2026-01-01-000000_cas_nonces/up.sql"
        ),
        SEEDS,
        &format!(
            "CREATE TRIGGER log_insert AFTER INSERT ON docs FOR EACH ROW \
             INSERT INTO history (doc, new) VALUES (NEW.id, {new})"
        ),
        &format!(
            "CREATE TRIGGER log_update AFTER UPDATE ON docs FOR EACH ROW \
             INSERT INTO history (doc, old, new) SELECT NEW.id, {old}, {new} FROM DUAL \
             WHERE HEX({old}) <> HEX({new})"
        ),
        &format!(
            "CREATE TRIGGER log_delete AFTER DELETE ON docs FOR EACH ROW \
             INSERT INTO history (doc, old) VALUES (OLD.id, {old})"
        ),
    ] {
        connection.batch_execute(statement).expect(statement);
    }
}
