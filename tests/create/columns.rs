//! Which columns get which values, and which key comes back.

use super::{Backend, Stage};
use crate::support::page::Page;
use crate::{Client, Club, Member, TABLES, clients, clubs, filled, members};
use cas_forms::{CasForm as _, Reason};
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::sync::{Insert as _, Open as _};
use diesel::prelude::*;

fn stage() -> Stage {
    Stage::with(&format!("{TABLES}{}", Backend::NONCE_TABLE))
}

#[test]
fn columns_that_are_not_on_the_page_are_assigned() {
    let stage = stage();
    let mut connection = stage.connect();
    let create = Client::create().with((clients::tenant.eq(7), clients::rank.eq(9)));
    let created = create.submit(&filled().body()).insert(&mut connection).expect("created");
    let row = clients::table.select((clients::name, clients::tenant, clients::rank));
    let row: Vec<(String, i32, i32)> = row.load(&mut connection).expect("the row");
    assert_eq!(row, [("Anna".to_owned(), 7, 9)]);
    let at = Client::at(*created.key()).scope(clients::tenant.eq(7));
    assert!(at.open(&mut connection).is_ok());
}

#[test]
fn an_assignment_that_is_absent_leaves_the_column_its_default() {
    let stage = stage();
    let mut connection = stage.connect();
    let tenant: Option<i32> = None;
    let create = Client::create().with(tenant.map(|tenant| clients::tenant.eq(tenant)));
    create.submit(&filled().body()).insert(&mut connection).expect("created");
    let tenants: Vec<i32> =
        clients::table.select(clients::tenant).load(&mut connection).expect("it");
    assert_eq!(tenants, [1]);
}

#[test]
fn a_natural_key_on_the_page_comes_back() {
    let stage = stage();
    let mut connection = stage.connect();
    let mut page = Page::new(Club::create().blank().as_form("Create"));
    let body = page.set("code", "a \"b\"\\, ü").set("title", "Chess").body();
    let created = Club::create().submit(&body).insert(&mut connection).expect("created");
    assert_eq!(created.key(), "a \"b\"\\, ü");
    let again = Club::create().submit(&body).insert(&mut connection).expect("a repeat");
    assert_eq!((again.key(), again.is_repeat()), (created.key(), true));
    assert_eq!(clubs::table.count().get_result(&mut connection), Ok(1_i64));
}

#[test]
fn a_composite_key_partly_assigned_and_partly_typed_comes_back() {
    let stage = stage();
    let mut connection = stage.connect();
    let create = Member::create().with(members::club.eq("chess"));
    let mut page = Page::new(create.blank().as_form("Create"));
    let body = page.set("number", "3").set("name", "Anna").body();
    let created = create.submit(&body).insert(&mut connection).expect("created");
    let again = create.submit(&body).insert(&mut connection).expect("a repeat");
    assert_eq!(created.key(), &("chess".to_owned(), 3));
    assert_eq!((again.key(), again.is_repeat()), (created.key(), true));
}

#[test]
fn a_readonly_field_is_left_to_the_database_whatever_arrives() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().set("rank", "99").body();
    Client::create().submit(&body).insert(&mut connection).expect("created");
    let ranks: Vec<i32> = clients::table.select(clients::rank).load(&mut connection).expect("it");
    assert_eq!(ranks, [5]);
}

#[test]
fn a_value_that_claims_to_be_a_rows_own_does_not_pass_by_the_rules() {
    let stage = stage();
    let mut connection = stage.connect();
    let body = filled().set("name", "").hide("original-name", "\"\"").body();
    let refused = Client::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!((refused.reason(), refused.status()), (Reason::Originals, 428));
    let mut kept = Page::new(refused.form().as_form("Create"));
    let body = kept.set("pin", "1").body();
    let refused = Client::create().submit(&body).insert(&mut connection).expect_err("refused");
    assert_eq!(refused.reason(), Reason::Invalid);
    assert_eq!(clients::table.count().get_result(&mut connection), Ok(0_i64));
}
