//! A connection, whichever database it leads to. Only this file knows that there are several: forms
//! are opened and saved on the connection inside.

use super::{Mysql, Postgres, Sqlite};
use crate::customer::CustomerForm;
use crate::delivery::DeliveryForm;
use cas_forms::{
    At, CasForm, Done, Form, NoContext, NoLease, Provisional, Refused, Submission, Unscoped,
    Unsealed,
};
use cas_forms_diesel::OpenError;
use cas_forms_diesel::asynchronous::{
    BoxFuture, Check as _, CheckOn, Delete as _, DeleteOn, Open as _, OpenOn, Save as _, SaveOn,
};
use diesel::QueryResult;
use diesel_async::SimpleAsyncConnection;
use diesel_async::pooled_connection::deadpool::Object;

/// A connection out of the pool.
pub(crate) enum Client {
    Sqlite(Object<Sqlite>),
    Postgres(Object<Postgres>),
    Mysql(Object<Mysql>),
}

/// The same action on whichever connection it is.
macro_rules! on {
    ($client:expr, $connection:ident => $action:expr) => {
        match $client {
            $crate::database::Client::Sqlite($connection) => $action,
            $crate::database::Client::Postgres($connection) => $action,
            $crate::database::Client::Mysql($connection) => $action,
        }
    };
}
pub(crate) use on;

impl Client {
    /// Runs statements without a result.
    pub(super) async fn run(&mut self, sql: &str) -> QueryResult<()> {
        on!(self, connection => connection.batch_execute(sql).await)
    }
}

type Sent<'s, F> = Submission<'s, F, Unscoped, NoLease, Unsealed, NoContext, <F as CasForm>::Key>;

macro_rules! forms {
    ($($form:ty)*) => {$(
        impl OpenOn<$form, Client> for At<$form> {
            fn open_on<'f>(
                &'f self,
                client: &'f mut Client,
            ) -> BoxFuture<'f, Result<Form<$form>, OpenError>> {
                on!(client, connection => self.open(connection))
            }
        }

        impl CheckOn<$form, Client> for Sent<'_, $form> {
            fn check_on<'f>(self, client: &'f mut Client) -> BoxFuture<'f, Provisional<$form>>
            where
                Self: 'f,
            {
                on!(client, connection => self.check(connection))
            }
        }

        impl SaveOn<$form, Client> for Sent<'_, $form> {
            fn save_on<'f>(
                self,
                client: &'f mut Client,
            ) -> BoxFuture<'f, Result<Done<$form>, Refused<$form>>>
            where
                Self: 'f,
            {
                on!(client, connection => self.save(connection))
            }
        }

        impl DeleteOn<$form, Client> for Sent<'_, $form> {
            fn delete_on<'f>(
                self,
                client: &'f mut Client,
            ) -> BoxFuture<'f, Result<Done<$form>, Refused<$form>>>
            where
                Self: 'f,
            {
                on!(client, connection => self.delete(connection))
            }
        }
    )*};
}

forms! { CustomerForm DeliveryForm }
