//! Sets of rows, awaited.

use super::databases::Place;
use super::rows::{Task, create};
use cas_forms::{Held, Holder, LeaseError, Presented, Renewal};
use cas_forms_diesel::asynchronous::LockSet as _;
use cas_forms_diesel::{Database, LockingAll};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection};

macro_rules! sets {
    ($($test:ident: $connection:ty, $place:ty;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let url = <$place>::make();
            create(&mut <$place>::connect(&url));
            let (ann, bob) = (Holder::new("Ann"), Holder::new("Bob"));
            let mut db = <$connection>::establish(&url).await.expect("the database answers");
            let first = Task::lock_all([2, 1], &Database, &ann, &mut db).await.expect("an answer");
            let LockingAll::Mine(first) = first else { panic!("{first:?}") };
            let first = Presented::from(&first[0].1);
            let renewals = Task::renew_all([1, 2], &Database, &first, &mut db).await;
            let renewals = renewals.expect("an answer");
            assert!(renewals.iter().all(|(_, renewal)| matches!(renewal, Renewal::Renewed(_))));
            let no = |_: &Held| false;
            let denied = Task::take_over_all([1, 2, 3], &Database, &bob, no, &mut db).await;
            assert!(matches!(denied, Err(LeaseError::Denied(_))), "{denied:?}");
            let yes = |held: &Held| held.holder == ann;
            let second = Task::take_over_all([1, 2, 3], &Database, &bob, yes, &mut db).await;
            let second = second.expect("an answer");
            let LockingAll::Mine(second) = second else { panic!("{second:?}") };
            let second = Presented::from(&second[0].1);
            let holders = Task::holders(1..5, &Database, &mut db).await.expect("an answer");
            assert_eq!(holders.len(), 3);
            assert!(holders.iter().all(|(_, held)| held.holder == bob), "{holders:?}");
            let given_up = Task::unlock_all([1, 2], &Database, &first, &mut db).await;
            assert_eq!(given_up.expect("an answer"), 0);
            let given_up = Task::unlock_all(1..5, &Database, &second, &mut db).await;
            assert_eq!(given_up.expect("an answer"), 3);
        }
    )*};
}

sets! {
    a_set_is_locked_renewed_taken_over_and_given_up_on_sqlite:
        SyncConnectionWrapper<SqliteConnection>, SqliteConnection;
    a_set_is_locked_renewed_taken_over_and_given_up_on_postgres: AsyncPgConnection, PgConnection;
    a_set_is_locked_renewed_taken_over_and_given_up_on_mariadb:
        AsyncMysqlConnection, MysqlConnection;
}
