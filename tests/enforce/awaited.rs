//! The same, awaited.

use super::{Async, Backend, Place};
use crate::enforce::papers::*;
use crate::run;
use cas_forms::{CasForm, DoneKind, Presented, Reason};
use cas_forms_diesel::asynchronous::{Delete as _, Open as _, Save as _};
use diesel_async::AsyncConnection as _;

async fn room() -> (Async, super::Db, Pass, Place) {
    let place = Place::new();
    let (mut other, mine) = (place.connect(), Pass::fresh());
    furnish::<Backend>(&mut other);
    hold::<Backend>(&mut other, "papers/1", "Ann", &mine, 90);
    let db = Async::establish(&place.url()).await.expect("the database answers");
    (db, other, mine, place)
}

// The other connection blocks its thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_holder_saves_and_deletes_and_nobody_else() {
    let (mut db, _, mine, _place) = room().await;
    let mine = Paper::at(1).lease(&mine.presented());
    let nobody = Paper::at(1).lease(&Presented::default());
    let html = Paper::at(1).open(&mut db).await.expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    let refused = nobody.submit(&body).save(&mut db).await.expect_err("not held");
    assert_eq!(refused.reason(), Reason::Locked);
    assert_eq!(refused.holder().expect("a holder").holder.user(), "Ann");
    mine.submit(&body).save(&mut db).await.expect("held");
    let html = Paper::at(1).open(&mut db).await.expect("the row").as_p().to_string();
    let body = typed(html, &[]);
    let refused = nobody.submit(&body).delete(&mut db).await.expect_err("not held");
    assert_eq!(refused.reason(), Reason::Locked);
    let done = mine.submit(&body).delete(&mut db).await.expect("held");
    assert_eq!(done.kind(), DoneKind::Deleted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_holder_merges_and_nobody_else() {
    let (mut db, mut other, mine, _place) = room().await;
    let html = Merged::at(1).open(&mut db).await.expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    run(&mut other, "UPDATE papers SET state = 'done' WHERE id = 1");
    let at = Merged::at(1).lease(&Presented::default());
    let refused = at.submit(&body).save(&mut db).await.expect_err("not held");
    assert_eq!(refused.reason(), Reason::Locked);
    let at = Merged::at(1).lease(&mine.presented());
    let done = at.submit(&body).save(&mut db).await.expect("held");
    assert_eq!(done.taken().count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_after_the_lease_was_given_back_is_already_applied() {
    let (mut db, mut other, mine, _place) = room().await;
    let html = Paper::at(1).open(&mut db).await.expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "new")]);
    let at = Paper::at(1).lease(&mine.presented());
    at.submit(&body).save(&mut db).await.expect("held");
    release(&mut other, "papers/1");
    let done = at.submit(&body).save(&mut db).await.expect("it is done");
    assert_eq!(done.kind(), DoneKind::AlreadyApplied);
}
