//! Diesel's own connections.

use super::{Answer, Desk, failed, is_passing, opened, verbs};
use crate::race::model::{Action, Outcome, Sheet};
use crate::support::page::Page;
use crate::{Doc, Draft};
use cas_forms::CasForm as _;
use cas_forms_diesel::sync::{Delete as _, Insert as _, Open as _, Save as _};
use diesel::prelude::*;
use diesel::result::Error;

/// A connection that sends each page in a transaction of the caller's.
pub(crate) struct Inside<C>(pub(crate) C);

macro_rules! desks {
    ($($module:ident: $connection:ident;)*) => {$(
        mod $module {
            use super::*;

            verbs! { $connection }
        }

        impl Desk for $connection {
            fn open(&mut self, doc: i32, action: Action) -> Result<Option<Page>, String> {
                $module::open(self, doc, action)
            }
            fn send(&mut self, sheet: &Sheet, body: &str) -> Answer {
                $module::send(self, sheet, body)
            }
            fn run(&mut self, sql: &str) -> Result<usize, String> {
                $module::run(self, sql)
            }
        }

        impl Desk for Inside<$connection> {
            fn open(&mut self, doc: i32, action: Action) -> Result<Option<Page>, String> {
                $module::open(&mut self.0, doc, action)
            }
            fn send(&mut self, sheet: &Sheet, body: &str) -> Answer {
                let mut answer = None;
                let ended = self.0.transaction(|connection| {
                    // What the caller reads first, the transaction keeps to, or has locked.
                    let _ = $module::open(connection, sheet.doc, sheet.action);
                    let is_refused = matches!(
                        answer.insert($module::send(connection, sheet, body)),
                        Answer { page: Some(_), .. }
                    );
                    if is_refused { Err(Error::RollbackTransaction) } else { Ok(()) }
                });
                match (ended, answer) {
                    (Ok(()) | Err(Error::RollbackTransaction), Some(answer)) => answer,
                    (Err(error), _) if is_passing(&error) => Outcome::Retry.into(),
                    (Err(_), Some(answer @ Answer { outcome: Outcome::Lost(_), .. })) => answer,
                    // Whatever was answered, the transaction is over: the page is as it was sent.
                    (Err(error), _) => failed(&error).into(),
                    (Ok(()), None) => Outcome::Other("no answer".to_owned()).into(),
                }
            }
            fn run(&mut self, sql: &str) -> Result<usize, String> {
                $module::run(&mut self.0, sql)
            }
        }
    )*};
}

desks! {
    sqlite: SqliteConnection;
    postgres: PgConnection;
    mysql: MysqlConnection;
}
