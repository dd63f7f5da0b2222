//! What has to compile: the statements on every backend, sync and async, and handlers that await
//! a save.
#![allow(missing_docs, reason = "`table!` makes public items")]

use cas_forms::{CasForm, Created};
use diesel::prelude::*;

diesel::table! {
    people (id) { id -> Integer, name -> Text, notes -> Nullable<Text>, since -> Date, tenant -> Integer, }
}

diesel::table! {
    memberships (person, club) { person -> BigInt, club -> Text, role -> Text, }
}

#[derive(CasForm)]
#[diesel(table_name = people)]
struct Person {
    name: String,
    notes: Option<String>,
    since: chrono::NaiveDate,
}

#[derive(CasForm)]
#[diesel(table_name = memberships)]
struct Membership {
    role: String,
}

/// A form that is told who asks.
#[derive(CasForm)]
#[cas(context = Clerk)]
#[diesel(table_name = people)]
struct Name {
    #[cas(check = is_not_the_clerks)]
    name: String,
}

struct Clerk {
    name: String,
}

fn is_not_the_clerks(name: &str, clerk: &Clerk) -> Result<(), &'static str> {
    if name == clerk.name { Err("You cannot be your own customer.") } else { Ok(()) }
}

/// The statements are generic over the backend: these bodies type-check for connections whose
/// client libraries are not linked here.
mod statements {
    use super::*;
    use cas_forms_diesel::{CasBackend, Savable, Scope};

    fn is_savable<DB: CasBackend, F: Savable<DB>>() {}
    fn is_scope<DB: CasBackend, S: Scope<people::table, DB>>(_: &S) {}

    #[test]
    fn forms_are_savable_on_every_backend() {
        is_savable::<diesel::sqlite::Sqlite, Person>();
        is_savable::<diesel::pg::Pg, Person>();
        is_savable::<diesel::mysql::Mysql, Person>();
        is_savable::<diesel::sqlite::Sqlite, Membership>();
        is_savable::<diesel::pg::Pg, Membership>();
        is_savable::<diesel::mysql::Mysql, Membership>();
    }

    #[test]
    fn a_boolean_expression_is_a_scope_on_every_backend() {
        let scope = cas_forms::Where(people::tenant.eq(5));
        is_scope::<diesel::sqlite::Sqlite, _>(&scope);
        is_scope::<diesel::pg::Pg, _>(&scope);
        is_scope::<diesel::mysql::Mysql, _>(&scope);
    }

    #[test]
    fn the_key_type_comes_from_the_table() {
        let _ = Person::at(7_i32);
        let _ = Membership::at((7_i64, "chess".to_owned()));
    }
}

mod asynchronous {
    use super::*;
    use axum::Router;
    use axum::body::Bytes;
    use axum::extract::Path;
    use axum::http::StatusCode;
    use axum::routing::post;
    use cas_forms_diesel::asynchronous::{Check as _, Insert as _, Open as _, Save as _};
    use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
    use diesel_async::{AsyncConnection, AsyncMysqlConnection, AsyncPgConnection};

    fn is_send(_: impl Send) {}

    /// A handler for one kind of connection; axum takes it only if its future is `Send`.
    macro_rules! handlers {
        ($($name:ident $connection:ty;)*) => {$(
            async fn $name(Path(id): Path<i32>, body: Bytes) -> Result<String, StatusCode> {
                let connect = <$connection>::establish("");
                let mut connection = connect.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
                let at = Person::at(id).scope(people::tenant.eq(1));
                let form = at.open(&mut connection).await.map_err(|_| StatusCode::NOT_FOUND)?;
                let clerk = Clerk { name: "Ada".to_owned() };
                let name = Name::at(id).context(&clerk);
                let answer = name.submit(&body).check(&mut connection).await;
                if answer.reason().is_some() {
                    return Ok(answer.to_json());
                }
                let create = Membership::create().with(memberships::person.eq(7));
                let created = create.submit(&body).insert(&mut connection).await;
                if let Ok((person, club)) = created.map(Created::into_key) {
                    return Ok(format!("{person} {club}"));
                }
                match at.submit(&body).save(&mut connection).await {
                    Ok(_) => Ok(form.as_p().into_string()),
                    Err(refused) => Ok(refused.form().as_p().into_string()),
                }
            }
        )*};
    }

    handlers! {
        on_postgres AsyncPgConnection;
        on_mysql AsyncMysqlConnection;
        on_sqlite SyncConnectionWrapper<SqliteConnection>;
    }

    #[test]
    fn an_axum_handler_may_await_check_insert_and_save_on_every_kind_of_connection() {
        is_send(on_postgres(Path(1), Bytes::new()));
        is_send(on_mysql(Path(1), Bytes::new()));
        is_send(on_sqlite(Path(1), Bytes::new()));
        let _: Router = Router::new()
            .route("/postgres/{id}", post(on_postgres))
            .route("/mysql/{id}", post(on_mysql))
            .route("/sqlite/{id}", post(on_sqlite));
    }

    #[tokio::test]
    async fn the_async_runner_takes_the_locking_path_too() {
        use diesel_async::SimpleAsyncConnection as _;
        diesel::table! { logs (id) { id -> Integer, text -> Text, at -> Timestamp, } }
        #[derive(CasForm)]
        #[diesel(table_name = logs)]
        struct Log {
            text: String,
            at: chrono::NaiveDateTime,
        }
        let connection = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:");
        let mut connection = connection.await.expect("SQLite");
        connection
            .batch_execute(
                "CREATE TABLE logs (id INTEGER PRIMARY KEY, text TEXT, at TIMESTAMP); \
                 INSERT INTO logs VALUES (1, 'a', '2024-02-29T10:20')",
            )
            .await
            .expect("the table");
        let at = Log::at(1);
        let body = "text=b&original-text=%22a%22&at=2024-02-29T10%3A20\
                    &original-at=%222024-02-29T10%3A20%3A00.000000000%22";
        let done = at.submit(body).save(&mut connection).await.expect("written under the lock");
        assert_eq!(done.kind(), cas_forms::DoneKind::Written);
        connection
            .batch_execute("UPDATE logs SET at = '2024-02-29T10:21'")
            .await
            .expect("a change");
        let body = body.replace("text=b&", "text=c&").replace("%22a%22", "%22b%22");
        let refused = at.submit(&body).save(&mut connection).await.expect_err("stale");
        assert_eq!(refused.status(), 409);
    }

    #[tokio::test]
    async fn the_async_runner_saves_and_refuses_like_the_other() {
        use diesel_async::SimpleAsyncConnection as _;
        let mut connection =
            SyncConnectionWrapper::<SqliteConnection>::establish(":memory:").await.expect("SQLite");
        connection
            .batch_execute(
                "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, notes TEXT, since DATE, tenant INTEGER); \
                 INSERT INTO people VALUES (1, 'Anna', NULL, '2024-01-01', 1)",
            )
            .await
            .expect("the table");
        let at = Person::at(1).scope(people::tenant.eq(1));
        let html = at.open(&mut connection).await.expect("the row").as_p();
        assert!(html.contains("value=\"Anna\""));
        let body = "name=Ann&original-name=%22Anna%22&notes=&original-notes=null\
                    &since=2024-01-01&original-since=%222024-01-01%22";
        let done = at.submit(body).save(&mut connection).await.expect("done");
        assert_eq!(done.kind(), cas_forms::DoneKind::Written);
        let stale = body.replace("name=Ann&", "name=Anne&");
        let refused = at.submit(&stale).save(&mut connection).await.expect_err("stale");
        assert_eq!(refused.status(), 409);
        let gone = Person::at(9).scope(people::tenant.eq(1));
        assert_eq!(gone.submit(body).save(&mut connection).await.expect_err("gone").status(), 410);
    }
}
