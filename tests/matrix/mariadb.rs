//! MariaDB's columns.

use super::column::{Column, Edit, long_texts, texts};
use super::forms;
use super::runner::Kind;
use diesel::MysqlConnection;
use diesel_async::AsyncMysqlConnection;

pub(crate) type Of = Kind<MysqlConnection, AsyncMysqlConnection>;
type Columns = Vec<Column<MysqlConnection, AsyncMysqlConnection>>;

pub(crate) fn columns() -> Columns {
    [text(), numbers(), times(), others()].into_iter().flatten().collect()
}

/// A backslash begins an escape here.
fn quote(texts: impl IntoIterator<Item = String>) -> impl Iterator<Item = String> {
    super::column::quote(texts.into_iter().map(|text| text.replace('\\', "\\\\")))
}

fn text() -> Columns {
    let typed = Edit::Type("typed");
    let mut columns: Columns = [
        "varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
        "varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci",
        "varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        "varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin",
        "varchar(60) CHARACTER SET utf16 COLLATE utf16_general_ci",
        "text CHARACTER SET utf8mb4",
    ]
    .into_iter()
    .map(|declared| {
        Column::new(Of::of::<forms::maybe_text::Cell>(), declared, typed)
            .values(quote(texts()))
            .values(["NULL", "CONCAT('a', CHAR(0))"])
    })
    .collect();
    let latin = |text: &String| text.chars().all(|letter| letter < '\u{100}');
    let column = Column::new(
        Of::of::<forms::text::Cell>(),
        "varchar(60) CHARACTER SET latin1 COLLATE latin1_swedish_ci",
        typed,
    );
    columns.push(column.values(quote(texts().into_iter().filter(latin))).values(["'Ã¡'"]));
    // Blanks at the end are not stored.
    let unpadded = |text: &String| !text.ends_with(' ');
    let column =
        Column::new(Of::of::<forms::text::Cell>(), "char(60) CHARACTER SET utf8mb4", typed);
    columns.push(column.values(quote(texts().into_iter().filter(unpadded))).same("'a'", "'a '"));
    let column =
        Column::new(Of::of::<forms::area::Cell>(), "longtext CHARACTER SET utf8mb4", typed);
    columns.push(column.values(quote(long_texts())));
    columns.extend([
        Column::new(
            Of::of::<forms::maybe_text::Cell>(),
            "enum('a', 'A', 'b', 'typed') CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
            typed,
        )
        .values(["NULL", "'a'", "'A'", "'b'"]),
        Column::new(Of::of::<forms::maybe_text::Cell>(), "set('a', 'b', 'typed')", typed)
            .values(["NULL", "''", "'a'", "'a,b'"]),
        Column::new(
            Of::of::<forms::maybe_text::Cell>(),
            "uuid",
            Edit::Type("67e55044-10b1-426f-9247-bb680e5fe0c8"),
        )
        .values(["NULL", "'00000000-0000-0000-0000-000000000000'"])
        .values(["'ffffffff-ffff-ffff-ffff-ffffffffffff'"]),
        Column::new(Of::of::<forms::maybe_text::Cell>(), "inet6", Edit::Type("::2")).values([
            "NULL",
            "'::1'",
            "'::ffff:10.0.0.1'",
        ]),
        Column::new(
            Of::of::<forms::state::Cell>(),
            "varchar(20) CHARACTER SET utf8mb4",
            Edit::Type("public"),
        )
        .values(["'draft'", "'draft '", "NULL"])
        .unreadable(&["'Draft'", "''"]),
    ]);
    columns
}

fn numbers() -> Columns {
    let typed = Edit::Type("7");
    let floats = ["NULL", "0", "1", "0.1", "1e-40", "-1e-40", "16777216"];
    vec![
        Column::new(Of::of::<forms::int1::Cell>(), "tinyint", typed)
            .values(["NULL", "0", "-1", "127", "-128"]),
        Column::new(Of::of::<forms::int2::Cell>(), "smallint", typed)
            .values(["NULL", "0", "-1", "32767", "-32768"]),
        Column::new(Of::of::<forms::int2::Cell>(), "year", Edit::Type("2024"))
            .values(["NULL", "0", "1970", "2155"]),
        Column::new(Of::of::<forms::int4::Cell>(), "integer", typed).values([
            "NULL",
            "0",
            "-1",
            "2147483647",
            "-2147483648",
        ]),
        Column::new(Of::of::<forms::int8::Cell>(), "bigint", typed)
            .values(["NULL", "9007199254740993", "9007199254740992"])
            .values(["9223372036854775807", "-9223372036854775808"]),
        Column::new(Of::of::<forms::uint1::Cell>(), "tinyint unsigned", typed)
            .values(["NULL", "0", "255"]),
        Column::new(Of::of::<forms::uint2::Cell>(), "smallint unsigned", typed)
            .values(["NULL", "0", "65535"]),
        Column::new(Of::of::<forms::uint4::Cell>(), "integer unsigned", typed).values([
            "NULL",
            "0",
            "4294967295",
        ]),
        Column::new(Of::of::<forms::uint8::Cell>(), "bigint unsigned", typed).values([
            "NULL",
            "0",
            "18446744073709551615",
            "18446744073709551614",
        ]),
        Column::new(Of::of::<forms::flag::Cell>(), "boolean", Edit::Check)
            .values(["true", "false"])
            .unreadable(&["2", "-1"]),
        Column::new(Of::of::<forms::maybe_flag::Cell>(), "boolean", Edit::Type("true"))
            .values(["NULL", "false"]),
        Column::new(Of::of::<forms::flag::Cell>(), "bit(1)", Edit::Check)
            .unreadable(&["b'0'", "b'1'"]),
        Column::new(Of::of::<forms::float4::Cell>(), "float", typed).values(floats),
        Column::new(Of::of::<forms::float4::Cell>(), "float(10, 2)", typed)
            .values(["NULL", "0", "0.1", "0.11"]),
        Column::new(Of::of::<forms::float8::Cell>(), "double", typed)
            .values(floats)
            .values(["16777217", "5e-324", "1.7976931348623157e308", "0.30000000000000004", "0.3"])
            .same("0.0", "-0.0"),
        Column::new(Of::of::<forms::big_decimal::Cell>(), "decimal(65, 30)", typed).values([
            "NULL",
            "0",
            "1",
            "-1",
            "0.1",
            "0.1000000000000000055",
            "1e30",
        ]),
        Column::new(Of::of::<forms::decimal::Cell>(), "decimal(20, 2)", typed)
            .values(["NULL", "0", "1.5", "-1", "123456789012345678.91"])
            .same("1.5", "1.50"),
    ]
}

fn times() -> Columns {
    let typed = Edit::Type("2024-03-01T07:00");
    let datetime = |kind: Of, declared| {
        Column::new(kind, declared, typed)
            .values(["NULL", "'2024-02-29 10:20:30'", "'2024-10-27 00:30'", "'2024-10-27 01:30'"])
            .unreadable(&["'0000-00-00'"])
    };
    let exact = ["'2024-02-29 10:20:30.123456'", "'2024-02-29 10:20:30.123457'"];
    vec![
        Column::new(Of::of::<forms::date::Cell>(), "date", Edit::Type("2024-03-01"))
            .values(["NULL", "'2024-02-29'", "'0001-01-01'", "'9999-12-31'"])
            .unreadable(&["'0000-00-00'", "'2024-00-10'"]),
        Column::new(Of::of::<forms::time::Cell>(), "time(6)", Edit::Type("07:00"))
            .values(["NULL", "'00:00'", "'23:59:59.999999'", "'23:59:59.999998'"])
            .unreadable(&["'24:00:00'", "'-01:00:00'", "'838:59:59'"]),
        datetime(Of::of::<forms::datetime::Cell>(), "datetime"),
        datetime(Of::of::<forms::datetime::Cell>(), "datetime(6)").values(exact),
        datetime(Of::of::<forms::timestamp::Cell>(), "timestamp(6) NULL").values(exact),
        datetime(Of::of::<forms::timestamp::Cell>(), "timestamp NULL"),
    ]
}

fn others() -> Columns {
    let typed = Edit::Type("c0ffee");
    vec![
        Column::new(Of::of::<forms::bytes::Cell>(), "blob", typed)
            .values(["NULL", "''", "x'00'", "x'0000'", "x'41'", "x'61'", "x'6120'", "x'ff'"]),
        Column::new(Of::of::<forms::bytes::Cell>(), "varbinary(20)", typed)
            .values(["NULL", "''", "x'00'", "x'41'", "x'61'", "x'6120'", "x'ff'"]),
        Column::new(Of::of::<forms::json::Cell>(), "json", Edit::Type("[7]"))
            .values(["NULL", "'null'", "'1'", "'1.0'", "'\"a\"'", "'\"A\"'", "'{\"a\":1,\"b\":2}'"])
            .slow(&["'{ \"a\" : 1 }'", "'[1,  3]'"])
            .same("'{\"a\":1}'", "'{\"a\": 1}'")
            .unreadable(&["'{\"a\":1,\"a\":2}'", "'0.1000000000000000055'"]),
    ]
}
