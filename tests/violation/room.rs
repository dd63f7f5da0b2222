//! Columns that have no room for a value.

use super::{Backend, NAMES_COLUMNS, Stage};
use crate::support::page::Page;
use crate::{Good, TABLES, page, wrong};
use cas_forms::{CasForm, ErrorCode, FormError};
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::sync::{Insert as _, Open as _, Save as _};

diesel::table! {
    lots (id) { id -> Integer, amount -> Integer, }
}

#[derive(CasForm)]
#[diesel(table_name = lots)]
struct Lot {
    amount: i32,
}

#[test]
fn a_text_that_is_too_long_for_its_column_is_refused() {
    let stage = Stage::with(&format!("{TABLES}{}", Backend::NONCE_TABLE));
    let mut connection = stage.connect();
    let expected = if NAMES_COLUMNS {
        (vec![("name", ErrorCode::TooLarge)], vec![])
    } else {
        (vec![], vec![FormError::TooLarge])
    };
    let body = page().set("name", "a very long hammer").body();
    let refused = Good::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(wrong(&refused), expected);
    let at = Good::at(1);
    let mut page = Page::new(at.open(&mut connection).expect("the row").as_form("Save"));
    let body = page.set("name", "a very long hammer").body();
    let refused = at.submit(&body).save(&mut connection).expect_err("refused");
    assert_eq!(wrong(&refused), expected);
}

#[test]
fn a_number_that_is_out_of_range_for_its_column_is_refused() {
    let tables = "CREATE TABLE lots (id SERIAL, amount SMALLINT NOT NULL);";
    let stage = Stage::with(&format!("{tables}{}", Backend::NONCE_TABLE));
    let mut connection = stage.connect();
    let mut page = Page::new(Lot::create().blank().as_form("Create"));
    let body = page.set("amount", "40000").body();
    let refused = Lot::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(refused.status(), 422, "{refused:?}");
    let errors: Vec<_> = refused.form().errors().map(|(_, code)| code.clone()).collect();
    if NAMES_COLUMNS {
        assert_eq!(errors, [ErrorCode::TooLarge]);
    } else {
        assert_eq!(refused.form().form_errors(), [FormError::TooLarge]);
    }
}
