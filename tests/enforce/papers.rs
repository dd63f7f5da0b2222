//! A table of papers, forms of it, and their leases.

use crate::run;
use crate::support::page::Page;
use cas_forms::{CasForm, Presented, Secret};
use cas_forms_diesel::CasBackend;
use diesel::connection::SimpleConnection;

diesel::table! {
    papers (id) {
        id -> Integer,
        title -> Text,
        state -> Text,
    }
}

#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = papers)]
#[lockable(ttl = "90s")]
pub(crate) struct Paper {
    #[cas(required)]
    pub(crate) title: String,
    pub(crate) state: String,
}

/// Merging takes the longest way: a write that misses, two looks, and a transaction with locks.
#[derive(CasForm)]
#[diesel(table_name = papers)]
#[cas(on_stale = merge)]
#[lockable(ttl = "90s")]
pub(crate) struct Merged {
    title: String,
    state: String,
}

/// Opened without a lease while the store does not answer.
#[derive(CasForm)]
#[diesel(table_name = papers)]
#[lockable(ttl = "90s", fallback = cas)]
pub(crate) struct Fallback {
    title: String,
    state: String,
}

/// Saved without a lease.
#[derive(CasForm)]
#[diesel(table_name = papers)]
pub(crate) struct Free {
    title: String,
    state: String,
}

pub(crate) const TABLE: &str = "CREATE TABLE papers (id INTEGER PRIMARY KEY, title VARCHAR(40) NOT NULL, state VARCHAR(9) NOT NULL)";

/// The lease of one page.
#[derive(Clone)]
pub(crate) struct Pass(pub(crate) Secret);

impl Pass {
    pub(crate) fn fresh() -> Self {
        Pass(Secret::fresh().expect("random numbers"))
    }

    /// What its page carries.
    pub(crate) fn presented(&self) -> Presented {
        Presented::of_text(self.0.reveal())
    }
}

/// The tables, with two papers.
pub(crate) fn furnish<DB: CasBackend>(db: &mut impl SimpleConnection) {
    run(db, DB::LEASE_TABLE);
    run(db, TABLE);
    run(db, "INSERT INTO papers VALUES (1, 'old', 'open')");
    run(db, "INSERT INTO papers VALUES (2, 'other', 'open')");
}

/// The lease is this holder's from now on, for so many seconds.
pub(crate) fn hold<DB: CasBackend>(
    db: &mut impl SimpleConnection,
    resource: &str,
    holder: &str,
    pass: &Pass,
    seconds: i64,
) {
    run(db, &holding::<DB>(resource, holder, pass, seconds));
}

pub(crate) fn holding<DB: CasBackend>(
    resource: &str,
    holder: &str,
    pass: &Pass,
    seconds: i64,
) -> String {
    let (token, now) = (pass.0.digest(), DB::NOW_US);
    let values = format!("'{token}', '{holder}', 'page', {now} + {seconds} * 1000000");
    if DB::OR_NOTHING.is_empty() {
        return format!(
            "INSERT INTO cas_leases (resource, token, holder, page, expires_us, fence) VALUES ('{resource}', \
             {values}, 1) ON DUPLICATE KEY UPDATE token = VALUES(token), holder = VALUES(holder), \
             expires_us = VALUES(expires_us), fence = fence + 1"
        );
    }
    format!(
        "INSERT INTO cas_leases (resource, token, holder, page, expires_us, fence) VALUES ('{resource}', \
         {values}, 1) ON CONFLICT (resource) DO UPDATE SET token = excluded.token, \
         holder = excluded.holder, expires_us = excluded.expires_us, fence = cas_leases.fence + 1"
    )
}

/// Nobody holds it any more.
pub(crate) fn release(db: &mut impl SimpleConnection, resource: &str) {
    run(
        db,
        &format!(
            "UPDATE cas_leases SET token = NULL, holder = '', expires_us = 0 WHERE resource = '{resource}'"
        ),
    );
}

/// A page as it is submitted, with these entries.
pub(crate) fn typed(html: String, entries: &[(&str, &str)]) -> String {
    let mut page = Page::new(html);
    for (name, value) in entries {
        page.set(name, value);
    }
    page.body()
}
