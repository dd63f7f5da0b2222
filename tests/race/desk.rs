//! A connection as the workers use it, sync or async, by itself or in a transaction.

use crate::race::model::{Action, Outcome, Sheet};
use crate::race::text;
use crate::support::page::Page;
use cas_forms::{CasForm, Created, Done, DoneKind, Form, Reason, Refused};
use cas_forms_diesel::OpenError;
use diesel::result::{DatabaseErrorKind, Error};

mod asynchronous;
mod sync;

pub(crate) use asynchronous::Awaited;
pub(crate) use sync::Inside;

/// Makes connections.
pub(crate) type Connect<'c> = dyn Fn() -> Result<Box<dyn Desk>, String> + Sync + 'c;

pub(crate) trait Desk: Send {
    /// The page of a row, if there is one.
    fn open(&mut self, doc: i32, action: Action) -> Result<Option<Page>, String>;
    /// Sends a page.
    fn send(&mut self, sheet: &Sheet, body: &str) -> Answer;
    /// Runs somebody else's statement, and says how many rows it wrote.
    fn run(&mut self, sql: &str) -> Result<usize, String>;
}

/// What came of a submission.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    /// The page of a refusal.
    pub(crate) page: Option<Page>,
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        Answer { outcome, page: None }
    }
}

fn opened<F: CasForm>(result: Result<Form<F>, OpenError>) -> Result<Option<Page>, String> {
    match result {
        Ok(form) => Ok(Some(Page::new(form.as_p()))),
        Err(OpenError::NotFound) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

impl<F: CasForm> From<Result<Done<F>, Refused<F>>> for Answer {
    fn from(result: Result<Done<F>, Refused<F>>) -> Self {
        let done = match result {
            Ok(done) => done,
            Err(refused) => return refused.into(),
        };
        match done.kind() {
            DoneKind::Written => Outcome::Written,
            DoneKind::Unchanged => Outcome::Unchanged,
            DoneKind::AlreadyApplied => Outcome::AlreadyApplied,
            DoneKind::Deleted => Outcome::Deleted,
            other => Outcome::Other(format!("{other:?}")),
        }
        .into()
    }
}

impl<F: CasForm<Key = i32>> From<Result<Created<F>, Refused<F>>> for Answer {
    fn from(result: Result<Created<F>, Refused<F>>) -> Self {
        match result {
            Ok(created) => Outcome::Created(*created.key()).into(),
            Err(refused) => refused.into(),
        }
    }
}

impl<F: CasForm> From<Refused<F>> for Answer {
    fn from(refused: Refused<F>) -> Self {
        let page = Page::new(refused.form().as_p());
        let source = std::error::Error::source(&refused);
        let error = source.and_then(|source| source.downcast_ref::<Error>());
        let outcome = match (refused.reason(), error) {
            (Reason::Stale, _) => Outcome::Stale(text::current(&page)),
            (Reason::Gone, _) => Outcome::Gone,
            (Reason::Retry, _) => Outcome::Retry,
            (Reason::Unavailable, Some(error)) => failed(error),
            (reason, error) => Outcome::Other(format!("{reason:?}: {error:?}")),
        };
        assert!(refused.status() == 503 || !matches!(outcome, Outcome::Lost(_)));
        Answer { outcome, page: Some(page) }
    }
}

/// What an error says about the transaction that it ended.
fn failed(error: &Error) -> Outcome {
    if is_passing(error) {
        Outcome::Failed(error.to_string())
    } else {
        Outcome::Lost(error.to_string())
    }
}

/// Whether another transaction was in the way.
fn is_passing(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(_, information) => {
            let message = information.message();
            ["is locked", "deadlock", "Deadlock", "Lock wait timeout"]
                .iter()
                .any(|text| message.contains(text))
        }
        Error::RollbackErrorOnCommit { commit_error, .. } => is_passing(commit_error),
        _ => false,
    }
}

/// How to open and send with a connection, by the traits that are in scope.
macro_rules! verbs {
    ($connection:ty $(, $async:tt $await:tt)?) => {
        pub(super) $($async)? fn open(
            connection: &mut $connection,
            doc: i32,
            action: Action,
        ) -> Result<Option<Page>, String> {
            match action {
                Action::Merge => opened(Draft::at(doc).open(connection)$(.$await)?),
                _ => opened(Doc::at(doc).open(connection)$(.$await)?),
            }
        }

        pub(super) $($async)? fn send(
            connection: &mut $connection,
            sheet: &Sheet,
            body: &str,
        ) -> Answer {
            let (doc, draft) = (Doc::at(sheet.doc), Draft::at(sheet.doc));
            match sheet.action {
                Action::Save => doc.submit(body).save(connection)$(.$await)?.into(),
                Action::Merge => draft.submit(body).save(connection)$(.$await)?.into(),
                Action::Delete => doc.submit(body).delete(connection)$(.$await)?.into(),
                Action::Insert => Doc::create().submit(body).insert(connection)$(.$await)?.into(),
            }
        }

        pub(super) $($async)? fn run(
            connection: &mut $connection,
            sql: &str,
        ) -> Result<usize, String> {
            let written = diesel::sql_query(sql).execute(connection)$(.$await)?;
            written.map_err(|error| error.to_string())
        }
    };
}
use verbs;
