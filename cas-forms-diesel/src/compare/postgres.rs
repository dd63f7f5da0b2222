//! PostgreSQL: `IS NOT DISTINCT FROM` is null-safe; text is compared in the collation "C", which
//! looks at bytes, and floats by their bits.

use super::{Compare, Sides};
use diesel::QueryResult;
use diesel::pg::Pg;

compare! {
    // Misses on a padded char(n), since the cast strips its blanks.
    true Pg: Text => "" "::text COLLATE \"C\" IS NOT DISTINCT FROM " "::text COLLATE \"C\"";
    false Pg: Bool SmallInt Integer BigInt Date Time Timestamp Timestamptz Binary =>
        "" " IS NOT DISTINCT FROM " "";
    false Pg: Float => "float4send(" ") IS NOT DISTINCT FROM float4send(" ")";
    false Pg: Double => "float8send(" ") IS NOT DISTINCT FROM float8send(" ")";
}
