//! PostgreSQL.

use super::{Awaited, Desk, Entry, Inside, SEEDS, Use, database, entries};
use crate::history;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel_async::AsyncPgConnection;

database! { PgConnection, AsyncPgConnection }

pub(crate) const LEVELS: [&str; 3] = ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"];

pub(crate) const JOBS: &[&str] = &["UPDATE docs SET views = views + 1 WHERE id = {doc}"];

/// What a connection to the tables of this schema is set to.
pub(crate) fn settings(schema: &str, level: &str) -> String {
    format!(
        "SET search_path = {schema}; SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {level}"
    )
}

pub(crate) fn create(url: &str, schema: &str) {
    let mut connection = connect(url, "SELECT 1").expect("the server answers");
    for statement in [
        &format!("CREATE SCHEMA {schema}; SET search_path = {schema}"),
        "CREATE COLLATION loose (provider = icu, locale = 'und-u-ka-shifted-ks-level2', deterministic = false)",
        "CREATE TABLE docs (id SERIAL PRIMARY KEY, title TEXT COLLATE loose NOT NULL, body TEXT COLLATE loose, \
         stock INTEGER NOT NULL, seen TIMESTAMP NOT NULL, views INTEGER NOT NULL DEFAULT 0)",
        "CREATE TABLE history (seq BIGSERIAL PRIMARY KEY, doc INTEGER NOT NULL, old TEXT, new TEXT)",
        include_str!(
            "../../../cas-forms-diesel/migrations/postgres/2026-01-01-000000_cas_nonces/up.sql"
        ),
        SEEDS,
        "CREATE FUNCTION state(docs) RETURNS text LANGUAGE sql AS $$ \
         SELECT concat_ws('|', $1.title, coalesce($1.body, ''), $1.stock, \
         to_char($1.seen, 'YYYY-MM-DD\"T\"HH24:MI')) COLLATE \"C\" $$",
        "CREATE FUNCTION log_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF TG_OP = 'INSERT' THEN \
         INSERT INTO history (doc, new) VALUES (NEW.id, state(NEW)); \
         ELSIF TG_OP = 'DELETE' THEN \
         INSERT INTO history (doc, old) VALUES (OLD.id, state(OLD)); \
         ELSIF state(OLD) COLLATE \"C\" <> state(NEW) COLLATE \"C\" THEN \
         INSERT INTO history (doc, old, new) VALUES (NEW.id, state(OLD), state(NEW)); \
         END IF; RETURN NULL; END $$",
        "CREATE TRIGGER log_write AFTER INSERT OR UPDATE OR DELETE ON docs \
         FOR EACH ROW EXECUTE FUNCTION log_write()",
    ] {
        connection.batch_execute(statement).expect(statement);
    }
}
