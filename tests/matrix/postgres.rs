//! PostgreSQL's columns.

use super::column::{Column, Edit, long_texts, quote, texts};
use super::forms;
use super::runner::Kind;
use diesel::PgConnection;
use diesel_async::AsyncPgConnection;

pub(crate) type Of = Kind<PgConnection, AsyncPgConnection>;
type Columns = Vec<Column<PgConnection, AsyncPgConnection>>;

/// What the declarations name.
pub(crate) const TYPES: &str = "
    CREATE EXTENSION citext;
    CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
    CREATE DOMAIN words AS varchar(60) COLLATE folded CHECK (value <> 'never');
    CREATE TYPE mood AS ENUM ('glad', 'sad', 'bored');
";

pub(crate) fn columns() -> Columns {
    [text(), numbers(), times(), lists(), others()].into_iter().flatten().collect()
}

fn text() -> Columns {
    let typed = Edit::Type("typed");
    let mut columns: Columns = [
        "text",
        "varchar(60)",
        "text COLLATE \"C\"",
        "text COLLATE \"und-x-icu\"",
        "text COLLATE folded",
        "words",
        "bpchar",
        "name",
    ]
    .into_iter()
    .map(|declared| {
        Column::new(Of::of::<forms::maybe_text::Cell>(), declared, typed)
            .values(quote(texts()))
            .values(["NULL"])
    })
    .collect();
    // A name has 63 bytes, as citext has its own type.
    let citext = Column::new(Of::of::<forms::citext::Cell>(), "citext", typed);
    columns.push(citext.values(quote(texts())));
    // Padded: what differs in blanks at the end is the same there.
    let padded = Column::new(Of::of::<forms::text::Cell>(), "char(8)", Edit::Type("eightful"));
    columns
        .push(padded.values(["'a'", "'A'", "' a'", "''", "'á'", "'12345678'"]).same("'a'", "'a '"));
    let folded = Of::of::<forms::area::Cell>();
    columns.push(Column::new(folded, "text COLLATE folded", typed).values(quote(long_texts())));
    let state = Of::of::<forms::state::Cell>();
    columns.push(
        Column::new(state, "citext", Edit::Type("public"))
            .values(["'draft'", "'draft '", "NULL"])
            .unreadable(&["'Draft'", "''"]),
    );
    let mood = Of::of::<forms::mood::Cell>();
    columns
        .push(Column::new(mood, "mood", Edit::Type("bored")).values(["'glad'", "'sad'", "NULL"]));
    columns
}

fn numbers() -> Columns {
    let typed = Edit::Type("7");
    let floats = [
        "NULL",
        "0",
        "'-0'",
        "1",
        "'NaN'",
        "'Infinity'",
        "'-Infinity'",
        "0.1",
        "1e-40",
        "-1e-40",
        "16777217",
    ];
    vec![
        Column::new(Of::of::<forms::int2::Cell>(), "smallint", typed)
            .values(["NULL", "0", "-1", "32767", "-32768"]),
        Column::new(Of::of::<forms::int4::Cell>(), "integer", typed).values([
            "NULL",
            "0",
            "-1",
            "2147483647",
            "-2147483648",
        ]),
        Column::new(Of::of::<forms::int8::Cell>(), "bigint", typed).values([
            "NULL",
            "0",
            "9007199254740993",
            "9007199254740992",
            "9223372036854775807",
            "-9223372036854775808",
        ]),
        Column::new(Of::of::<forms::oid::Cell>(), "oid", typed).values(["NULL", "0", "4294967295"]),
        Column::new(Of::of::<forms::flag::Cell>(), "boolean", Edit::Check)
            .values(["true", "false"]),
        Column::new(Of::of::<forms::maybe_flag::Cell>(), "boolean", Edit::Type("true"))
            .values(["NULL", "false"]),
        Column::new(Of::of::<forms::float4::Cell>(), "real", typed).values(floats),
        Column::new(Of::of::<forms::float8::Cell>(), "double precision", typed)
            .values(floats)
            .values(["16777216", "5e-324", "1.7976931348623157e308", "0.1::real"]),
        Column::new(Of::of::<forms::big_decimal::Cell>(), "numeric", typed)
            .values(["NULL", "0", "1", "-1", "0.1", "1e40", "1e-40", "0.1000000000000000055"])
            .same("1.0", "1.00")
            .same("0.00", "0")
            .unreadable(&["'NaN'", "'Infinity'", "'-Infinity'"]),
        Column::new(Of::of::<forms::decimal::Cell>(), "numeric(20, 2)", typed).values([
            "NULL",
            "0",
            "1",
            "-1",
            "0.10",
            "123456789012345678.91",
        ]),
        Column::new(Of::of::<forms::decimal::Cell>(), "numeric", typed)
            .values(["NULL", "0.00", "1.50", "0.1000000000000000055"])
            .same("1.0", "1.00")
            .stuck("0.12345678901234567890123456789012")
            .unreadable(&["'NaN'", "1e40"]),
        Column::new(Of::of::<forms::raw_money::Cell>(), "money", Edit::Type("00000000000000ff"))
            .values(["NULL", "0", "-0.01", "92233720368547758.07"]),
    ]
}

fn times() -> Columns {
    vec![
        Column::new(Of::of::<forms::date::Cell>(), "date", Edit::Type("2024-03-01"))
            .values(["NULL", "'2024-02-29'", "'0001-01-01'", "'9999-12-31'", "'1970-01-01'"])
            .unreadable(&["'infinity'", "'-infinity'"]),
        Column::new(Of::of::<forms::time::Cell>(), "time", Edit::Type("07:00"))
            .values(["NULL", "'00:00'", "'23:59:59.999999'", "'23:59:59.999998'", "'12:00'"])
            .unreadable(&["'24:00'"]),
        Column::new(
            Of::of::<forms::timestamp::Cell>(),
            "timestamp",
            Edit::Type("2024-03-01T07:00"),
        )
        .values(["NULL", "'2024-02-29 10:20:30'", "'2024-02-29 10:20:30.123456'"])
        .values(["'2024-02-29 10:20:30.123457'", "'0001-01-01'", "'9999-12-31 23:59:59'"])
        .unreadable(&["'infinity'", "'-infinity'"]),
        Column::new(
            Of::of::<forms::timestamptz::Cell>(),
            "timestamptz",
            Edit::Type("2024-03-01T07:00"),
        )
        .values(["NULL", "'2024-10-27 02:30+02'", "'2024-10-27 02:30+01'"])
        .values(["'2024-02-29 10:20:30.123456Z'", "'2024-02-29 10:20:30.123457Z'"])
        .unreadable(&["'infinity'", "'-infinity'"]),
        // Bytes keep what no clock shows.
        Column::new(
            Of::of::<forms::raw_timestamp::Cell>(),
            "timestamp",
            Edit::Type("0000000000000001"),
        )
        .values(["'infinity'", "'-infinity'", "'2024-02-29'"]),
        Column::new(
            Of::of::<forms::raw_interval::Cell>(),
            "interval",
            Edit::Type("00000000000000000000000000000001"),
        )
        .values(["NULL", "'30 days'", "'720 hours'", "'-30 days'", "'0'"]),
    ]
}

fn lists() -> Columns {
    let texts = [
        "NULL",
        "'{}'",
        "'{a}'",
        "'{A}'",
        "'{\"a \"}'",
        "'{NULL}'",
        "'{\"NULL\"}'",
        "'{\"\"}'",
        "'{a,b}'",
        "'{b,a}'",
        "'{\"a,b\"}'",
    ];
    let types = ["text[]", "varchar(20)[]", "bpchar[]", "text[] COLLATE folded"];
    let mut columns: Columns = types
        .into_iter()
        .map(|declared| {
            let words = Of::of::<forms::words::Cell>();
            Column::new(words, declared, Edit::Type("[\"typed\"]")).values(texts)
        })
        .collect();
    columns.extend([
        Column::new(Of::of::<forms::tags::Cell>(), "text[]", Edit::Pick(&["c"]))
            .values(["'{}'", "'{a}'", "'{A}'", "'{\"a \"}'", "'{A,a}'"])
            .unreadable(&["'[0:1]={a,c}'", "'{{a},{c}}'", "'{a,A}'", "'{a,a}'"]),
        Column::new(Of::of::<forms::tags::Cell>(), "varchar(20)[]", Edit::Pick(&["c"]))
            .values(["'{}'", "'{a}'", "'{A}'"]),
        Column::new(Of::of::<forms::citexts::Cell>(), "citext[]", Edit::Type("[\"typed\"]"))
            .values(["'{a}'", "'{A}'"]),
        Column::new(
            Of::of::<forms::raw_doubles::Cell>(),
            "double precision[]",
            Edit::Type("0000000000000000000002bd"),
        )
        .values(["'{0}'", "'{-0}'", "'{NaN}'", "'{0,1}'", "'{0,NULL}'"]),
        Column::new(
            Of::of::<forms::raw_intervals::Cell>(),
            "interval[]",
            Edit::Type("0000000000000000000004a2"),
        )
        .values(["'{30 days}'", "'{1 month}'"]),
        Column::new(
            Of::of::<forms::raw_numerics::Cell>(),
            "numeric[]",
            Edit::Type("0000000000000000000006a4"),
        )
        .values(["'{1}'", "'{2}'", "'{0.00}'"]),
        Column::new(
            Of::of::<forms::raw_members::Cell>(),
            "integer[]",
            Edit::Type("000000000000000000000017"),
        )
        .values(["'{1}'", "'{NULL}'", "'{1,NULL}'", "'{NULL,1}'"]),
    ]);
    columns
}

fn others() -> Columns {
    vec![
        Column::new(Of::of::<forms::bytes::Cell>(), "bytea", Edit::Type("c0ffee")).values([
            "NULL",
            "''",
            "'\\x00'",
            "'\\x0000'",
            "'\\x41'",
            "'\\x61'",
            "'\\xff'",
        ]),
        Column::new(
            Of::of::<forms::code::Cell>(),
            "uuid",
            Edit::Type("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        )
        .values(["NULL", "'00000000-0000-0000-0000-000000000000'"])
        .values(["'ffffffff-ffff-ffff-ffff-ffffffffffff'"]),
        Column::new(Of::of::<forms::jsonb::Cell>(), "jsonb", Edit::Type("[7]"))
            .values([
                "NULL", "'null'", "'1'", "'\"a\"'", "'\"A\"'", "'{}'", "'[]'", "'[1,2]'", "'[2,1]'",
            ])
            .values(["'1.0'"])
            .slow(&["'{\"a\": 1.50}'"])
            .same("'{\"a\":1,\"b\":2}'", "'{\"b\":2, \"a\":1}'")
            .unreadable(&["'1e400'", "'0.1000000000000000055'"]),
        Column::new(Of::of::<forms::json::Cell>(), "json", Edit::Type("[7]"))
            .values(["NULL", "'null'", "'1'", "'1.0'", "'{\"a\":1,\"b\":2}'", "'\"A\"'", "'[1,2]'"])
            .slow(&["'{ \"a\" : 1 }'", "'[1,  3]'"])
            .same("'{\"a\":1}'", "'{\"a\": 1}'")
            .same("'1.0'", "'1.00'")
            .unreadable(&["'{\"a\":1,\"a\":2}'", "'1e400'"]),
        Column::new(Of::of::<forms::raw_inet::Cell>(), "inet", Edit::Type("022000040a000009"))
            .values(["NULL", "'10.0.0.1'", "'10.0.0.1/24'", "'::1'", "'::ffff:10.0.0.1'"]),
        Column::new(Of::of::<forms::raw_cidr::Cell>(), "cidr", Edit::Type("021801040a000900"))
            .values(["NULL", "'10.0.0.0/8'", "'10.0.0.0/16'"]),
        Column::new(Of::of::<forms::raw_mac::Cell>(), "macaddr", Edit::Type("08002b010204"))
            .values(["NULL", "'08:00:2b:01:02:03'"]),
        Column::new(Of::of::<forms::raw_mac8::Cell>(), "macaddr8", Edit::Type("08002b0102030405"))
            .values(["NULL", "'08:00:2b:01:02:03'", "'08:00:2b:01:02:03:04:06'"]),
        Column::new(Of::of::<forms::raw_char::Cell>(), "\"char\"", Edit::Type("78"))
            .values(["NULL", "'a'", "'A'", "' '"]),
        Column::new(Of::of::<forms::raw_lsn::Cell>(), "pg_lsn", Edit::Type("00000000000000ff"))
            .values(["NULL", "'0/0'", "'FFFFFFFF/FFFFFFFF'"]),
        Column::new(Of::of::<forms::raw_int_range::Cell>(), "int4range", Edit::Type("01"))
            .values(["NULL", "'[1,3)'", "'[1,4)'", "'(,)'", "'[1,)'"])
            .same("'[1,3)'", "'[1,2]'"),
        Column::new(Of::of::<forms::raw_numeric_range::Cell>(), "numrange", Edit::Type("01"))
            .values(["NULL", "'[1,3)'", "'[1,3]'", "'(1,3)'"]),
        Column::new(Of::of::<forms::raw_instant_range::Cell>(), "tstzrange", Edit::Type("01"))
            .values(["'[2024-01-01,)'", "'(2024-01-01,)'", "'[2024-01-01,infinity)'"]),
        Column::new(
            Of::of::<forms::raw_int_ranges::Cell>(),
            "int4multirange",
            Edit::Type("00000000"),
        )
        .values(["NULL", "'{[1,3)}'", "'{[1,3),[5,6)}'"]),
    ]
}
