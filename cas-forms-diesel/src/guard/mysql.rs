//! The guard on MariaDB.

use super::key::{Kind, Part};
use super::pass::PassSql;
use super::{Dialect, Guard, Guarded, LEASED, PassBy, literal, quoted};
use crate::backend::CasBackend as _;
use diesel::mysql::Mysql;

impl Dialect for Mysql {
    // The user variable stays with the connection, so that it proves nothing: it only says whether it is
    // worth a look for the row.
    const PASS_BY: PassBy = PassBy::Row(PassSql {
        enter: "INSERT INTO cas_passes (connection, token) SELECT CONNECTION_ID(), @cas_pass := ",
        leave: "DELETE FROM cas_passes WHERE connection = CONNECTION_ID() AND token = ",
    });

    fn guard(guarded: &Guarded) -> Guard {
        let update = trigger(guarded, "UPDATE", &["OLD", "NEW"]);
        let delete = trigger(guarded, "DELETE", &["OLD"]);
        let up = format!(
            "-- What gets a save past the guards: a row is there only while it is being made.
CREATE TABLE IF NOT EXISTS cas_passes (
    connection BIGINT UNSIGNED NOT NULL,
    token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (connection, token)
) ENGINE = InnoDB;
{update}{delete}"
        );
        let down = format!(
            "-- Other guards may still need the table cas_passes.
DROP TRIGGER {};\nDROP TRIGGER {};\n",
            trigger_name(guarded, "UPDATE"),
            trigger_name(guarded, "DELETE"),
        );
        Guard { up, down }
    }
}

fn trigger_name(guarded: &Guarded, event: &str) -> String {
    let event = event.to_ascii_lowercase();
    guarded.beside(&format!("cas_guard_{}_{event}", guarded.table()), '`')
}

fn trigger(guarded: &Guarded, event: &str, rows: &[&str]) -> String {
    let table = guarded.beside(guarded.table(), '`');
    let trigger = trigger_name(guarded, event);
    let checks = rows.iter().map(|row| check(&name(guarded, row))).collect::<Vec<_>>().concat();
    format!(
        "CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW
BEGIN
    DECLARE leases, passes INT;
    DECLARE lease_token CHAR(64) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE refusal VARCHAR(400) CHARACTER SET utf8mb4;
    {checks}END;
"
    )
}

/// Refuses where the lease with this name is somebody else's. `SELECT .. INTO` is the one form of a query in a
/// trigger that locks nothing: what is locked without being there keeps others from inserting beside it.
fn check(name: &str) -> String {
    let now = Mysql::NOW_US;
    format!(
        "SELECT COUNT(*) INTO leases FROM cas_leases WHERE resource = {name};
    IF leases > 0 AND NOT COALESCE(@cas_override = 'on', FALSE) THEN
        SELECT MAX(token), MAX(CONCAT('{LEASED}', LEFT(holder, 100), ' for ',
            CEIL((expires_us - {now}) / 1000000), ' s: ', LEFT(CONVERT(resource USING utf8mb4), 128)))
        INTO lease_token, refusal
        FROM cas_leases
        WHERE resource = {name} AND token IS NOT NULL AND expires_us > {now}
        LOCK IN SHARE MODE;
        SET passes = 0;
        IF @cas_pass = lease_token THEN
            SELECT COUNT(*) INTO passes FROM cas_passes
            WHERE connection = CONNECTION_ID() AND token = lease_token;
        END IF;
        IF refusal IS NOT NULL AND passes = 0 THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = refusal;
        END IF;
    END IF;
    "
    )
}

/// The name of the lease of a row. The table of leases compares bytes, so that they must be those of
/// UTF-8, whatever the column holds.
fn name(guarded: &Guarded, row: &str) -> String {
    // A backslash would escape, unless the server was told otherwise: digits cannot be mistaken.
    let resource = if guarded.resource.bytes().all(|byte| !matches!(byte, b'\'' | b'\\')) {
        literal(guarded.resource)
    } else {
        let digits = guarded.resource.bytes().map(|byte| format!("{byte:02x}"));
        let digits = digits.collect::<Vec<_>>().concat();
        format!("CONVERT(X'{digits}' USING utf8mb4)")
    };
    let mut name = vec![resource];
    for Part { column, kind } in &guarded.key {
        let column = quoted(column, '`');
        let text = match kind {
            Kind::Plain => format!("{row}.{column}"),
            Kind::Text => format!(
                "REPLACE(REPLACE(CONVERT({row}.{column} USING utf8mb4), '~', '~0'), '/', '~1')"
            ),
            Kind::Binary => format!("LOWER(HEX({row}.{column}))"),
        };
        name.push(text);
    }
    let name = name.join(", '/', ");
    format!("CAST(CONVERT(CONCAT({name}) USING utf8mb4) AS BINARY)")
}
