//! A question to the table `cas_leases`, as a query node.

use crate::backend::CasBackend;
use cas_forms::{Answer, Ask, FencingToken, Held, Holder};
use diesel::deserialize::{self, QueryableByName};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::row::NamedRow;
use diesel::sql_types::Untyped;
use diesel::{QueryResult, RunQueryDsl};
use std::marker::PhantomData;
use std::time::Duration;

/// What is bound. What a question does not have is empty, and not in its statement.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) verb: Verb,
    resource: &'a str,
    token: String,
    holder: &'a str,
    page: &'a str,
    /// Microseconds.
    ttl: i64,
    /// The least fencing token of a new holder.
    floor: i64,
    seen: i64,
}

/// Which statement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Acquire,
    TakeOver,
    Renew,
    Release,
    Holder,
}

impl<'a> Question<'a> {
    pub(crate) fn new(ask: Ask<'a>, floor: FencingToken) -> Self {
        let (verb, claim, secret, ttl, seen) = match ask {
            Ask::Acquire(claim) => (Verb::Acquire, Some(claim), Some(claim.secret), claim.ttl, 0),
            Ask::TakeOver(claim, seen) => {
                (Verb::TakeOver, Some(claim), Some(claim.secret), claim.ttl, seen.0)
            }
            Ask::Renew { secret, ttl, .. } => (Verb::Renew, None, Some(secret), ttl, 0),
            Ask::Release { secret, .. } => (Verb::Release, None, Some(secret), Duration::ZERO, 0),
            Ask::Holder { .. } => (Verb::Holder, None, None, Duration::ZERO, 0),
        };
        let holder = claim.map(|claim| claim.holder);
        Question {
            verb,
            resource: ask.key().as_str(),
            token: secret.map(cas_forms::Secret::digest).unwrap_or_default(),
            holder: holder.map(Holder::user).unwrap_or_default(),
            page: holder.map(Holder::instance).unwrap_or_default(),
            // A century is for ever, and no sum with it overflows.
            ttl: ttl.min(CENTURY).as_micros().try_into().unwrap_or(0),
            floor: floor.0.max(1),
            seen,
        }
    }
}

const CENTURY: Duration = Duration::from_hours(100 * 366 * 24);

/// The text of a statement, as a type: Diesel finds statements of one text by their type, and builds
/// the text once.
pub(crate) trait Statement: 'static {
    fn sql<DB: CasBackend>() -> &'static str;
}

macro_rules! statements {
    ($($name:ident: $field:ident;)*) => {$(
        #[derive(Debug)]
        pub(crate) enum $name {}

        impl Statement for $name {
            fn sql<DB: CasBackend>() -> &'static str {
                DB::LEASES.$field
            }
        }
    )*};
}

statements! {
    Acquire: acquire;
    TakeOver: take_over;
    Renew: renew;
    Release: release;
    Who: holder;
}

/// A statement with its values.
#[derive(Debug)]
pub(crate) struct Asking<'q, V> {
    question: &'q Question<'q>,
    statement: PhantomData<fn() -> V>,
}

impl<'q, V> Asking<'q, V> {
    pub(crate) fn new(question: &'q Question<'q>) -> Self {
        Asking { question, statement: PhantomData }
    }
}

impl<V: Statement, DB: CasBackend> QueryFragment<DB> for Asking<'_, V> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let question = self.question;
        let mut pieces = V::sql::<DB>().split(':');
        out.push_sql(pieces.next().unwrap_or_default());
        for piece in pieces {
            let is_letter = |letter: char| letter.is_ascii_lowercase();
            let word = piece.len() - piece.trim_start_matches(is_letter).len();
            match &piece[..word] {
                "resource" => DB::push_text(&mut out, question.resource)?,
                "token" => DB::push_text(&mut out, &question.token)?,
                "holder" => DB::push_text(&mut out, question.holder)?,
                "page" => DB::push_text(&mut out, question.page)?,
                "ttl" => DB::push_number(&mut out, &question.ttl)?,
                "floor" => DB::push_number(&mut out, &question.floor)?,
                "seen" => DB::push_number(&mut out, &question.seen)?,
                "now" => {
                    out.push_sql("(");
                    out.push_sql(DB::NOW_US);
                    out.push_sql(")");
                }
                _ => out.push_sql(":"),
            }
            out.push_sql(&piece[word..]);
        }
        Ok(())
    }
}

impl<V: Statement> QueryId for Asking<'_, V> {
    type QueryId = Asking<'static, V>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<V> Query for Asking<'_, V> {
    type SqlType = Untyped;
}

impl<V, C> RunQueryDsl<C> for Asking<'_, V> {}

/// The answer, if it was one.
#[derive(Debug)]
pub(crate) struct Told(pub(crate) Answer);

impl<DB: CasBackend> QueryableByName<DB> for Told {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        // A function of MariaDB always answers: nothing, where there was never a lease.
        let Some(text) = DB::text(row, "answer")? else { return Ok(Told(NOBODY)) };
        Ok(Told(read(&text).ok_or("not what the table of leases answers")?))
    }
}

pub(crate) const NOBODY: Answer = Answer { is_done: false, held: None };

/// Reads `1 7 90000000 4 pageholder`.
fn read(text: &str) -> Option<Answer> {
    let mut words = text.splitn(5, ' ');
    let is_done = words.next()? == "1";
    let fence = FencingToken(words.next()?.parse().ok()?);
    let remaining: i64 = words.next()?.parse().ok()?;
    let letters: usize = words.next()?.parse().ok()?;
    let names = words.next()?;
    let end = names.char_indices().nth(letters).map_or(names.len(), |(at, _)| at);
    let holder = Holder::of_page(&names[end..], &names[..end]);
    let remaining = Duration::from_micros(remaining.try_into().unwrap_or(0));
    let held = (!remaining.is_zero()).then_some(Held { holder, fence, remaining });
    Some(Answer { is_done, held })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_letters_come_out_of_an_answer() {
        let answer = read("1 7 90000000 5 pa gé Zoë 10 9").unwrap();
        let held = answer.held.unwrap();
        assert_eq!((held.holder.instance(), held.holder.user()), ("pa gé", " Zoë 10 9"));
        assert_eq!(
            (answer.is_done, held.fence, held.remaining),
            (true, FencingToken(7), Duration::from_secs(90))
        );
    }

    #[test]
    fn a_lease_that_has_ended_is_nobodys() {
        let ended = read("0 7 -5 0 ").unwrap();
        assert_eq!(ended, Answer { is_done: false, held: None });
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in ["", "1", "1 2", "1 x 3 4 ", "1 2 3 x "] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
