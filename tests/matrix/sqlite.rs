//! SQLite's columns.

use super::column::{Column, Edit, long_texts, quote, texts};
use super::forms;
use super::runner::Kind;
use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;

pub(crate) type Of = Kind<SqliteConnection, SyncConnectionWrapper<SqliteConnection>>;
type Columns = Vec<Column<SqliteConnection, SyncConnectionWrapper<SqliteConnection>>>;

pub(crate) fn columns() -> Columns {
    [text(), numbers(), times(), others()].into_iter().flatten().collect()
}

fn text() -> Columns {
    let typed = Edit::Type("typed");
    let declared = ["text", "text COLLATE NOCASE", "text COLLATE RTRIM", "varchar(9)", ""];
    let mut columns: Columns = declared
        .into_iter()
        .map(|declared| {
            Column::new(Of::of::<forms::maybe_text::Cell>(), declared, typed)
                .values(quote(texts()))
                .values(["NULL", "'a' || char(0)"])
                .unreadable(&["x'61'"])
        })
        .collect();
    columns.extend([
        Column::new(Of::of::<forms::area::Cell>(), "text COLLATE NOCASE", typed)
            .values(quote(long_texts())),
        Column::new(Of::of::<forms::state::Cell>(), "text COLLATE NOCASE", Edit::Type("public"))
            .values(["'draft'", "'draft '", "NULL"])
            .unreadable(&["'Draft'", "''"]),
    ]);
    columns
}

fn numbers() -> Columns {
    let typed = Edit::Type("7");
    let floats = ["NULL", "0.0", "1.0", "0.5", "9e999", "-9e999", "16777216.0"];
    vec![
        Column::new(Of::of::<forms::int2::Cell>(), "smallint", typed)
            .values(["NULL", "0", "-1", "32767", "-32768"])
            .unreadable(&["32768", "'x'", "1.5"]),
        Column::new(Of::of::<forms::int4::Cell>(), "integer", typed)
            .values(["NULL", "0", "-1", "2147483647", "-2147483648"])
            .unreadable(&["4294967297", "'x'", "1.5"]),
        Column::new(Of::of::<forms::int8::Cell>(), "bigint", typed)
            .values(["NULL", "9007199254740993", "9007199254740992"])
            .values(["9223372036854775807", "-9223372036854775808"])
            .unreadable(&["'x'", "1e300"]),
        Column::new(Of::of::<forms::flag::Cell>(), "boolean", Edit::Check)
            .values(["true", "false"])
            .unreadable(&["2", "'true'"]),
        Column::new(Of::of::<forms::maybe_flag::Cell>(), "boolean", Edit::Type("true"))
            .values(["NULL", "false"]),
        Column::new(Of::of::<forms::float4::Cell>(), "real", typed)
            .values(floats)
            .unreadable(&["0.1", "'x'"]),
        Column::new(Of::of::<forms::float8::Cell>(), "real", typed)
            .values(floats)
            .values(["0.1", "0.30000000000000004", "0.3", "5e-324", "1.7976931348623157e308"])
            .same("0.0", "-0.0")
            .unreadable(&["'x'"]),
        // Where nothing is converted both zeros are kept, and `IS` takes them for one.
        Column::new(Of::of::<forms::float8::Cell>(), "", typed)
            .values(["NULL", "1.0", "5e-324"])
            .slow(&["0.0", "-0.0"])
            .unreadable(&["'1.0'", "9007199254740993"]),
    ]
}

fn times() -> Columns {
    let typed = Edit::Type("2024-03-01T07:00");
    vec![
        Column::new(Of::of::<forms::date::Cell>(), "date", Edit::Type("2024-03-01")).values([
            "NULL",
            "'2024-02-29'",
            "'0001-01-01'",
            "'9999-12-31'",
        ]),
        Column::new(Of::of::<forms::time::Cell>(), "time COLLATE RTRIM", Edit::Type("07:00"))
            .values(["NULL", "'00:00:00'", "'23:59:59.999999'", "'23:59:59.999999999'"])
            .slow(&["'10:00'"])
            .unreadable(&["'10:00+02:00'", "'10:00:00.1234567891'"]),
        Column::new(Of::of::<forms::timestamp::Cell>(), "timestamp", typed)
            .values(["NULL", "'2024-02-29 10:20:30'", "'2024-02-29 10:20:30.123456'"])
            .values(["'2024-02-29 10:20:30.123457'", "'9999-12-31 23:59:59'"])
            .slow(&["'2024-02-29T10:20:31'", "'2024-02-29 10:20:30.1'"])
            .same("'2024-02-29 10:20:30'", "'2024-02-29T10:20:30'")
            .unreadable(&["'2024-02-29T10:20:30-05:00'", "2400000.7"]),
        Column::new(Of::of::<forms::timestamptz_sqlite::Cell>(), "timestamp", typed)
            .values(["NULL", "'2024-02-29 10:20:30+00:00'", "'2024-02-29 10:20:30.123456+00:00'"])
            .slow(&["'2024-02-29T10:20:31Z'", "'2024-02-29 12:20:32+02:00'"])
            .same("'2024-02-29 10:20:30+00:00'", "'2024-02-29T10:20:30Z'"),
    ]
}

fn others() -> Columns {
    vec![
        Column::new(Of::of::<forms::bytes::Cell>(), "blob", Edit::Type("c0ffee"))
            .values(["NULL", "x''", "x'00'", "x'0000'", "x'41'", "x'61'", "x'6120'", "x'ff'"])
            .unreadable(&["'a'", "1"]),
        Column::new(Of::of::<forms::json::Cell>(), "text COLLATE NOCASE", Edit::Type("[7]"))
            .values(["NULL", "'null'", "'1'", "'1.0'", "'\"a\"'", "'\"A\"'", "'{\"a\":1,\"b\":2}'"])
            .slow(&["'{ \"a\" : 1 }'", "'[1,  3]'"])
            .same("'{\"a\":1}'", "'{\"a\": 1}'")
            .unreadable(&["'{\"a\":1,\"a\":2}'", "'0.1000000000000000055'", "x'31'"]),
        // A document that is a number becomes one.
        Column::new(Of::of::<forms::json::Cell>(), "json", Edit::Type("7"))
            .values(["NULL", "'1'", "'0.5'", "'\"1\"'", "'[1]'"])
            .same("'1'", "'1.0'"),
    ]
}
