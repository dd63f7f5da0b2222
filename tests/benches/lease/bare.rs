//! The least that keeps others out in SQL: a row with a token and an end, and three statements that
//! are prepared once. No fencing token, no holder, no answer but whether it was done.

use cas_forms_diesel::CasBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::{QueryResult, RunQueryDsl};

pub(crate) const TABLE: &str = "CREATE TABLE bare (resource VARCHAR(200) NOT NULL PRIMARY KEY, \
    token VARCHAR(64), expires_us BIGINT NOT NULL)";

pub(crate) const ACQUIRE: usize = 0;
pub(crate) const RENEW: usize = 1;
pub(crate) const RELEASE: usize = 2;

/// Statements with `?` for a text, `@` for the time now, and `#` for when a lease ends.
const RENEWING: &str = "UPDATE bare SET expires_us = # WHERE resource = ? AND token = ?";
const RELEASING: &str =
    "UPDATE bare SET token = NULL, expires_us = 0 WHERE resource = ? AND token = ?";
const ON_CONFLICT: &str = "INSERT INTO bare (resource, token, expires_us) VALUES (?, ?, #) \
    ON CONFLICT (resource) DO UPDATE SET token = excluded.token, expires_us = # \
    WHERE bare.expires_us <= @";
const ON_DUPLICATE: &str = "INSERT INTO bare (resource, token, expires_us) VALUES (?, ?, #) \
    ON DUPLICATE KEY UPDATE token = IF(expires_us <= @, VALUES(token), token), \
    expires_us = IF(token = VALUES(token), #, expires_us)";

/// A statement with the texts that are bound.
pub(crate) struct Bare<'b, const WHICH: usize> {
    pub(crate) resource: &'b str,
    pub(crate) token: &'b str,
}

impl<const WHICH: usize, DB: CasBackend> QueryFragment<DB> for Bare<'_, WHICH> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let sql = match WHICH {
            ACQUIRE if DB::OR_NOTHING.is_empty() => ON_DUPLICATE,
            ACQUIRE => ON_CONFLICT,
            RENEW => RENEWING,
            _ => RELEASING,
        };
        let mut texts = [self.resource, self.token].into_iter();
        for piece in sql.split_inclusive(['?', '@', '#']) {
            let (text, sign) = match piece.char_indices().next_back() {
                Some((at, sign @ ('?' | '@' | '#'))) => (&piece[..at], sign),
                _ => (piece, ' '),
            };
            out.push_sql(text);
            match sign {
                '?' => DB::push_text(&mut out, texts.next().unwrap_or_default())?,
                '@' => out.push_sql(DB::NOW_US),
                '#' => {
                    out.push_sql(DB::NOW_US);
                    out.push_sql(" + 90000000");
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl<const WHICH: usize> QueryId for Bare<'_, WHICH> {
    type QueryId = Bare<'static, WHICH>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<const WHICH: usize, C> RunQueryDsl<C> for Bare<'_, WHICH> {}
