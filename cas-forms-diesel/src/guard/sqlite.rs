//! The guard on SQLite.

use super::key::{Kind, Part};
use super::pass::PassSql;
use super::{Dialect, Guard, Guarded, LEASED, PassBy, literal, quoted};
use crate::backend::CasBackend as _;
use diesel::sqlite::Sqlite;

impl Dialect for Sqlite {
    // There are no settings, and a trigger sees no temporary table. One connection writes at a time:
    // a row that is not committed is its own.
    const PASS_BY: PassBy = PassBy::Row(PassSql {
        enter: "INSERT INTO cas_passes (token) SELECT ",
        leave: "DELETE FROM cas_passes WHERE token = ",
    });

    fn guard(guarded: &Guarded) -> Guard {
        let update = trigger(guarded, "UPDATE", &["OLD", "NEW"]);
        let delete = trigger(guarded, "DELETE", &["OLD"]);
        // What `REPLACE` removes is no deletion to it.
        let insert = trigger(guarded, "INSERT", &["NEW"]);
        let up = format!(
            "-- What gets a save past the guards: a row is there only while it is being made.
CREATE TABLE IF NOT EXISTS cas_passes (
    token TEXT NOT NULL
);
{update}{delete}{insert}"
        );
        let down = ["UPDATE", "DELETE", "INSERT"]
            .map(|event| format!("DROP TRIGGER {};\n", trigger_name(guarded, event)));
        let down =
            format!("-- Other guards may still need the table cas_passes.\n{}", down.concat());
        Guard { up, down }
    }
}

fn trigger_name(guarded: &Guarded, event: &str) -> String {
    let event = event.to_ascii_lowercase();
    guarded.beside(&format!("cas_guard_{}_{event}", guarded.table()), '`')
}

fn trigger(guarded: &Guarded, event: &str, rows: &[&str]) -> String {
    let (table, trigger) = (quoted(guarded.table(), '`'), trigger_name(guarded, event));
    let names: Vec<_> = rows.iter().map(|row| name(guarded, row)).collect();
    let (names, now) = (names.join(", "), Sqlite::NOW_US);
    // A new row takes nobody's place.
    let there = if event == "INSERT" {
        let key = guarded.key.iter().map(|part| {
            let column = quoted(&part.column, '`');
            format!("{table}.{column} = NEW.{column}")
        });
        let key = key.collect::<Vec<_>>().join(" AND ");
        format!("\n        AND EXISTS (SELECT 1 FROM {table} WHERE {key})")
    } else {
        String::new()
    };
    let leased = format!(
        "FROM cas_leases
    WHERE resource IN ({names}) AND token IS NOT NULL AND expires_us > {now}
        AND NOT EXISTS (SELECT 1 FROM cas_passes WHERE cas_passes.token IN (cas_leases.token, 'override')){there}"
    );
    // `RAISE` takes no expression before SQLite 3.47; the error of a function names what it was given.
    format!(
        "CREATE TRIGGER {trigger} BEFORE {event} ON {table}
WHEN EXISTS (
    SELECT 1 {leased}
)
BEGIN
    SELECT json_extract('{{}}', '{LEASED}' || holder || ' for '
        || ((expires_us - {now} + 999999) / 1000000) || ' s: ' || resource)
    {leased};
    SELECT RAISE(ABORT, '{LEASED}somebody else');
END;
"
    )
}

/// The name of the lease of a row.
fn name(guarded: &Guarded, row: &str) -> String {
    let mut name = vec![literal(guarded.resource)];
    for Part { column, kind } in &guarded.key {
        let column = quoted(column, '`');
        let text = match kind {
            Kind::Plain => format!("{row}.{column}"),
            Kind::Text => format!("replace(replace({row}.{column}, '~', '~0'), '/', '~1')"),
            Kind::Binary => format!("lower(hex({row}.{column}))"),
        };
        name.push(text);
    }
    name.join(" || '/' || ")
}
