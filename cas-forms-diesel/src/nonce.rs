//! The table `cas_nonces`: which pages for something new were sent, and what they made.
//!
//! It holds no nonce, but its hash: who reads the table can neither send a page again nor guess at what
//! was typed from the digest of it, which the nonce is part of.

use crate::backend::CasBackend;
use cas_forms::{CasForm, Input, Nonce};
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::sql_types::Untyped;
use diesel::{QueryResult, RunQueryDsl};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::time::Duration;

/// What is remembered of a submission.
#[derive(Debug)]
pub(crate) struct Mark {
    nonce: String,
    form: &'static str,
    pub(crate) digest: String,
}

impl Mark {
    pub(crate) fn new<F: CasForm>(nonce: &Nonce, input: &Input<'_, F>) -> Self {
        let form = F::spec().name();
        let mut said = Sha256::new();
        let mut piece = |bytes: &[u8]| {
            said.update((bytes.len() as u64).to_le_bytes());
            said.update(bytes);
        };
        piece(nonce.as_str().as_bytes());
        piece(form.as_bytes());
        input.each_typed(&mut piece);
        let name = Sha256::new_with_prefix(nonce.as_str());
        Mark { nonce: hexadecimal(&name.finalize()), form, digest: hexadecimal(&said.finalize()) }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Takes the nonce: one row, or none where it was taken. Whoever takes it at the same time waits
/// here until it is known whether something was made.
#[derive(Debug)]
pub(crate) struct Claim<'a>(pub(crate) &'a Mark);

impl<DB: CasBackend> QueryFragment<DB> for Claim<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("INSERT INTO cas_nonces (nonce, form, digest, new_key) VALUES (");
        DB::push_text(&mut out, &self.0.nonce)?;
        out.push_sql(", ");
        DB::push_text(&mut out, self.0.form)?;
        out.push_sql(", ");
        DB::push_text(&mut out, &self.0.digest)?;
        out.push_sql(", ");
        out.push_sql(DB::NO_KEY);
        out.push_sql(")");
        out.push_sql(DB::OR_NOTHING);
        Ok(())
    }
}

/// What was made with a nonce that is taken.
#[derive(Debug)]
pub(crate) struct Find<'a>(pub(crate) &'a Mark);

impl<DB: CasBackend> QueryFragment<DB> for Find<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT digest, new_key FROM cas_nonces WHERE nonce = ");
        DB::push_text(&mut out, &self.0.nonce)?;
        // A snapshot of the caller's may be older than the row.
        out.push_sql(DB::FOR_SHARE);
        Ok(())
    }
}

/// Writes down what was made.
#[derive(Debug)]
pub(crate) struct Fill<'a> {
    pub(crate) mark: &'a Mark,
    pub(crate) key: &'a str,
}

impl<DB: CasBackend> QueryFragment<DB> for Fill<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE cas_nonces SET new_key = ");
        DB::push_text(&mut out, self.key)?;
        out.push_sql(" WHERE nonce = ");
        DB::push_text(&mut out, &self.mark.nonce)
    }
}

/// Forgets what is older.
#[derive(Debug)]
pub(crate) struct Purge(pub(crate) Duration);

impl<DB: CasBackend> QueryFragment<DB> for Purge {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        // Beyond a century every clock and calendar agrees that there is nothing.
        let seconds = self.0.as_secs().min(100 * 366 * 24 * 3600);
        out.push_sql("DELETE FROM cas_nonces WHERE made_at < ");
        out.push_sql(&DB::ago(seconds));
        Ok(())
    }
}

macro_rules! nodes {
    ($($node:ty: $id:ty;)*) => {$(
        impl QueryId for $node {
            type QueryId = $id;
            const HAS_STATIC_QUERY_ID: bool = false;
        }
        impl<C> RunQueryDsl<C> for $node {}
    )*};
}

nodes! { Claim<'_>: (); Find<'_>: (); Fill<'_>: (); Purge: (); }

impl Query for Find<'_> {
    type SqlType = Untyped;
}

/// What a nonce stands for.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) digest: Option<String>,
    /// The key as text.
    pub(crate) key: Option<String>,
}

impl<DB: CasBackend> QueryableByName<DB> for Remembered {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        Ok(Remembered { digest: DB::text(row, "digest")?, key: DB::text(row, "new_key")? })
    }
}
