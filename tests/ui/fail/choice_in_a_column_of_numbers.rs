//! A choice is stored as its text.

use cas_forms::{CasChoice, CasForm};
use cas_forms_diesel::sync::Open as _;
use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use diesel::prelude::*;

diesel::table! { cups (id) { id -> Integer, size -> Integer, lid -> Text } }

#[derive(CasChoice, Clone, Debug, FromSqlRow, AsExpression)]
#[diesel(sql_type = diesel::sql_types::Text)]
enum Size {
    Small,
    Large,
}

#[derive(CasChoice, Clone, Debug)]
enum Lid {
    On,
    Off,
}

#[derive(CasForm)]
#[diesel(table_name = cups)]
struct Cup {
    size: Size,
}

#[derive(CasForm)]
#[diesel(table_name = cups)]
struct Lidded {
    lid: Lid,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let _ = Cup::at(1).open(&mut connection);
}
