//! The texts of the statements, and which of them a connection keeps.

use super::papers::*;
use crate::run;
use cas_forms::{CasForm, Presented};
use cas_forms_diesel::sync::{Delete as _, Open as _, Save as _};
use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The texts that a connection keeps; none twice.
type Kept = Arc<Mutex<BTreeSet<String>>>;

fn room() -> (SqliteConnection, Pass, Kept) {
    let mut db = SqliteConnection::establish(":memory:").expect("SQLite in memory");
    furnish::<Sqlite>(&mut db);
    let mine = Pass::fresh();
    hold::<Sqlite>(&mut db, "papers/1", "Ann", &mine, 90);
    let kept = Kept::default();
    let listener = Arc::clone(&kept);
    db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::CacheQuery { sql, .. } = event {
            assert!(listener.lock().expect("not poisoned").insert(sql.to_owned()), "twice: {sql}");
        }
    });
    (db, mine, kept)
}

/// Every way to save, many times.
macro_rules! save_all {
    ($db:expr, $place:expr) => {
        for round in 0..20 {
            for names in [&["title"][..], &["state"], &["title", "state"]] {
                let html = $place.open($db).expect("the row").as_p().to_string();
                let text = format!("{round}{}", names.len());
                let entries: Vec<_> = names.iter().map(|name| (*name, text.as_str())).collect();
                let body = typed(html, &entries);
                $place.submit(&body).save($db).expect("saved");
                $place.submit(&body.replace(&text, "x")).save($db).expect_err("stale");
            }
        }
        let body = typed($place.open($db).expect("the row").as_p().to_string(), &[]);
        $place.submit(&body).delete($db).expect("deleted");
    };
}

fn of<'k>(kept: &'k BTreeSet<String>, verb: &str) -> Vec<&'k String> {
    kept.iter().filter(|sql| sql.starts_with(verb)).collect()
}

#[test]
fn a_form_without_a_lock_has_nothing_to_do_with_leases() {
    let (mut db, _, kept) = room();
    save_all!(&mut db, Free::at(1));
    let kept = kept.lock().expect("not poisoned");
    assert!(kept.iter().all(|sql| !sql.contains("cas_")), "{kept:?}");
    assert_eq!((of(&kept, "UPDATE").len(), of(&kept, "DELETE").len()), (3, 1), "{kept:?}");
}

#[test]
fn leased_saves_are_kept_like_others() {
    let (mut db, mine, kept) = room();
    save_all!(&mut db, Paper::at(1).lease(&mine.presented()));
    let kept = kept.lock().expect("not poisoned");
    let writes: Vec<_> = [of(&kept, "UPDATE"), of(&kept, "DELETE")].concat();
    assert_eq!(writes.len(), 4, "{kept:?}");
    assert!(writes.iter().all(|sql| sql.contains("cas_leases")), "{kept:?}");
    // Beside the writes: the look that opens, the look that compares, and the look at the lease.
    assert_eq!(kept.len(), 4 + 3, "{kept:?}");
}

#[test]
fn leased_and_unfenced_saves_of_one_form_do_not_take_each_others_text() {
    let (mut db, mine, _) = room();
    for (presented, free) in [
        (mine.presented(), ""),
        (Presented::of_text("unfenced"), "UPDATE cas_leases SET token = NULL, expires_us = 0"),
    ] {
        run(&mut db, free);
        let at = Fallback::at(1).lease(&presented);
        let html = at.open(&mut db).expect("the row").as_p().to_string();
        let text = format!("{}", free.len());
        let body = typed(html, &[("title", &text), ("state", &text)]);
        at.submit(&body).save(&mut db).expect("saved");
    }
    let at = Fallback::at(1).lease(&mine.presented());
    let html = at.open(&mut db).expect("the row").as_p().to_string();
    let body = typed(html, &[("title", "x"), ("state", "x")]);
    at.submit(&body).save(&mut db).expect_err("it was given back");
}
