//! The guard on PostgreSQL.

use super::key::{Kind, Part};
use super::{Dialect, Guard, Guarded, LEASED, PassBy, literal, quoted};
use crate::backend::CasBackend as _;
use diesel::pg::Pg;

impl Dialect for Pg {
    const PASS_BY: PassBy = PassBy::Setting;

    fn guard(guarded: &Guarded) -> Guard {
        let table = guarded.beside(guarded.table(), '"');
        let function = guarded.beside(&format!("cas_guard_{}", guarded.table()), '"');
        let (before, after) = (name(guarded, "OLD"), name(guarded, "NEW"));
        let (all, now) = (literal(&format!("{}/", guarded.resource)), Pg::NOW_US);
        // A row that is not there has no lease: its fields are null, as is what is made of them.
        let up = format!(
            "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
    -- Whoever writes to the table need not be able to read the leases.
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $cas$
DECLARE
    lease record;
    pass text = current_setting('cas.lease', true);
    names text[];
BEGIN
    IF current_setting('cas.override', true) = 'on' THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        names = ARRAY(SELECT resource FROM cas_leases WHERE starts_with(resource, {all}));
    ELSE
        names = ARRAY[{before}, {after}];
    END IF;
    -- Locked, so that a snapshot from before it was acquired fails instead of passing.
    FOR lease IN SELECT * FROM cas_leases WHERE resource = ANY (names) FOR SHARE LOOP
        IF lease.token IS NOT NULL AND lease.expires_us > {now}
            AND NOT COALESCE(lease.token = encode(sha256(convert_to(pass, 'UTF8')), 'hex'), false)
        THEN
            RAISE EXCEPTION '{LEASED}% for % s: %', lease.holder,
                ceil((lease.expires_us - {now}) / 1000000.0), lease.resource
                USING ERRCODE = 'lock_not_available',
                HINT = 'An administrator may SET LOCAL cas.override = ''on''.';
        END IF;
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END
$cas$;
-- Where the leases are now is where the function looks for them, whatever its caller sets.
DO $cas$
BEGIN
    EXECUTE format('ALTER FUNCTION {plain}() SET search_path = pg_catalog, %I, pg_temp', (
        SELECT nspname FROM pg_namespace JOIN pg_class ON pg_namespace.oid = relnamespace
        WHERE pg_class.oid = 'cas_leases'::regclass
    ));
END
$cas$;
CREATE TRIGGER cas_guard BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE TRIGGER cas_guard_all BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
",
            plain = function.replace('\'', "''").replace('%', "%%"),
        );
        let down = format!(
            "DROP TRIGGER cas_guard_all ON {table};\nDROP TRIGGER cas_guard ON {table};\n\
             DROP FUNCTION {function}();\n"
        );
        Guard { up, down }
    }
}

/// The name of the lease of a row.
fn name(guarded: &Guarded, row: &str) -> String {
    let mut name = vec![literal(guarded.resource)];
    for Part { column, kind } in &guarded.key {
        let column = quoted(column, '"');
        let text = match kind {
            Kind::Plain => format!("{row}.{column}::text"),
            Kind::Text => {
                format!("replace(replace({row}.{column}::text, '~', '~0'), '/', '~1')")
            }
            Kind::Binary => format!("encode({row}.{column}, 'hex')"),
        };
        name.push(text);
    }
    name.join(" || '/' || ")
}
