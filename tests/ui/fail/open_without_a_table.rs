//! What has no table cannot be opened.

use cas_forms::CasForm;
use cas_forms_diesel::sync::Open as _;
use diesel::prelude::*;

#[derive(CasForm)]
struct Form {
    name: String,
}

fn main() {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    let _ = Form::at(()).open(&mut connection);
}
