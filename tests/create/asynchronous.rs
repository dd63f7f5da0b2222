//! The same on connections of diesel-async.

use super::{Backend, Stage};
use crate::{Client, TABLES, clients, filled};
use cas_forms::{CasForm as _, Reason};
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::asynchronous::{Insert as _, purge_nonces};
use diesel::prelude::*;
use std::time::Duration;

fn stage() -> Stage {
    Stage::with(&format!("{TABLES}{}", Backend::NONCE_TABLE))
}

#[tokio::test]
async fn a_page_that_is_sent_again_answers_the_key_of_its_row() {
    let stage = stage();
    let mut connection = stage.connect_async().await;
    let create = Client::create().with(clients::tenant.eq(7));
    let mut page = filled();
    let body = page.body();
    let first = create.submit(&body).insert(&mut connection).await.expect("created");
    let again = create.submit(&body).insert(&mut connection).await.expect("a repeat");
    assert_eq!((again.key(), again.is_repeat()), (first.key(), true));
    let other = page.set("name", "Berta").body();
    let refused = create.submit(&other).insert(&mut connection).await.expect_err("refused");
    assert_eq!(refused.reason(), Reason::Created);
    assert_eq!(purge_nonces(&mut connection, Duration::from_hours(1)).await, Ok(0));
    let tenants = clients::table.select(clients::tenant);
    assert_eq!(tenants.load(&mut stage.connect()), Ok(vec![7]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_sent_by_many_at_once_makes_one_row() {
    let stage = stage();
    let body = filled().body();
    let mut tasks = Vec::new();
    for _ in 0..6 {
        let (mut connection, body) = (stage.connect_async().await, body.clone());
        tasks.push(tokio::spawn(async move {
            let create = Client::create();
            let created = create.submit(&body).insert(&mut connection).await;
            created.expect("created, or a repeat").is_repeat()
        }));
    }
    let mut made = 0;
    for task in tasks {
        made += u32::from(!task.await.expect("no panic"));
    }
    assert_eq!(made, 1);
    assert_eq!(clients::table.count().get_result(&mut stage.connect()), Ok(1_i64));
}

#[tokio::test]
async fn a_refusal_leaves_nothing() {
    let stage = stage();
    let mut connection = stage.connect_async().await;
    let create = Client::create();
    create.submit(&filled().body()).insert(&mut connection).await.expect("created");
    let body = filled().body();
    let refused = create.submit(&body).insert(&mut connection).await.expect_err("taken");
    let errors: Vec<_> = refused.form().errors().map(|(spec, _)| spec.name()).collect();
    assert!(errors.contains(&"email"), "{errors:?}");
    diesel::delete(clients::table).execute(&mut stage.connect()).expect("deleted");
    let created = create.submit(&body).insert(&mut connection).await.expect("created");
    assert!(!created.is_repeat());
}
