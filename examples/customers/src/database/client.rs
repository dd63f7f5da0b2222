//! A connection, whichever database it leads to: forms are opened and saved on the connection inside, and
//! no page has to know that there are several.

use super::SqliteClient;
use crate::create::NewCustomer;
use crate::customer::CustomerForm;
use crate::delivery::DeliveryForm;
use cas_forms::{
    At, CasForm, Created, Done, Existing, Form, Held, Holder, LeaseError, Locking, New, NoContext,
    NoLease, Presented, Provisional, Refused, Renewal, Submission, Under, Unscoped, Unsealed,
};
use cas_forms_diesel::asynchronous::{
    BoxFuture, Check as _, CheckOn, Delete as _, DeleteOn, Insert as _, InsertOn, Lock as _,
    LockOn, Open as _, OpenOn, Save as _, SaveOn,
};
use cas_forms_diesel::{Database, OpenError};
use diesel::QueryResult;
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};

/// A connection out of the pool.
#[expect(clippy::large_enum_variant, reason = "there are few, each for one request")]
pub(crate) enum Client {
    Sqlite(Object<SqliteClient>),
    Postgres(Object<AsyncPgConnection>),
    Mysql(Object<AsyncMysqlConnection>),
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

type Sent<'s, F, L = NoLease, K = Existing<<F as CasForm>::Key>> =
    Submission<'s, F, Unscoped, L, Unsealed, NoContext, K>;

/// Forms on rows, and what a save of theirs has to present.
macro_rules! edited {
    ($($form:ty, $lease:ty;)*) => {$(
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

        impl SaveOn<$form, Client> for Sent<'_, $form, $lease> {
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

        impl DeleteOn<$form, Client> for Sent<'_, $form, $lease> {
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

edited! {
    CustomerForm, Under;
    DeliveryForm, NoLease;
}

impl<L: Sync> LockOn<CustomerForm, Database, Client> for At<CustomerForm, Unscoped, L> {
    fn lock_on<'f>(
        &'f self,
        leases: &'f Database,
        holder: &'f Holder,
        client: &'f mut Client,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>> {
        on!(client, connection => self.lock(leases, holder, &mut **connection))
    }

    fn take_over_on<'f>(
        &'f self,
        leases: &'f Database,
        holder: &'f Holder,
        may: impl FnOnce(&Held) -> bool + Send + 'f,
        client: &'f mut Client,
    ) -> BoxFuture<'f, Result<Locking, LeaseError>> {
        on!(client, connection => self.take_over(leases, holder, may, &mut **connection))
    }

    fn renew_on<'f>(
        &'f self,
        leases: &'f Database,
        presented: &'f Presented,
        client: &'f mut Client,
    ) -> BoxFuture<'f, Result<Renewal, LeaseError>> {
        on!(client, connection => self.renew(leases, presented, &mut **connection))
    }

    fn unlock_on<'f>(
        &'f self,
        leases: &'f Database,
        presented: &'f Presented,
        client: &'f mut Client,
    ) -> BoxFuture<'f, Result<bool, LeaseError>> {
        on!(client, connection => self.unlock(leases, presented, &mut **connection))
    }

    fn holder_on<'f>(
        &'f self,
        leases: &'f Database,
        client: &'f mut Client,
    ) -> BoxFuture<'f, Result<Option<Held>, LeaseError>> {
        on!(client, connection => self.holder(leases, &mut **connection))
    }
}

impl InsertOn<NewCustomer, Client> for Sent<'_, NewCustomer, NoLease, New> {
    fn insert_on<'f>(
        self,
        client: &'f mut Client,
    ) -> BoxFuture<'f, Result<Created<NewCustomer>, Refused<NewCustomer>>>
    where
        Self: 'f,
    {
        on!(client, connection => self.insert(connection))
    }
}
