//! Customers in a list, one at a time on a page: an axum application on SQLite where no save ever
//! overwrites what its user was not shown, and nothing that was typed gets lost.
//!
//! ```console
//! $ cargo run -p customers
//! ```
//!
//! * `customer.rs`: the table, and the struct that is the form.
//! * this file: what a GET and a POST do.
//! * `page.rs` and `templates/`: how it looks.
//! * `widgets.rs`: a page with every widget and rule, without a database.
//! * `database.rs`: where it is kept.

mod customer;
mod database;
mod page;
mod widgets;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRef, Path, Query, State};
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_csrf::{CsrfConfig, CsrfToken};
use cas_forms::{At, CasForm, Enhance, Limits, Reason};
use cas_forms_diesel::OpenError;
use cas_forms_diesel::asynchronous::{Check, Open, Save};
use customer::{CustomerForm, customers};
use database::Pool;
use diesel::{QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use page::{Notice, Saved};

/// What keeps the application from starting.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

#[derive(Clone, FromRef)]
struct App {
    pool: Pool,
    csrf: CsrfConfig,
}

/// The application on this database file, which is made and filled if it is not there.
///
/// # Errors
///
/// A file that cannot be opened or is no database.
pub fn app(database: &std::path::Path) -> Result<Router, Error> {
    let app = App { pool: database::open(database)?, csrf: CsrfConfig::default() };
    Ok(Router::new()
        .route("/", get(list))
        .route("/customers/{id}", get(edit).post(save))
        .route("/customers/{id}/check", post(check))
        .route("/widgets", get(widgets::show).post(widgets::submit))
        .route("/widgets/check", post(widgets::check))
        .merge(page::assets())
        .fallback(async || page::not_found())
        // The form has its own limit and answers with what was typed; this one is the last resort.
        .layer(DefaultBodyLimit::max(2 * Limits::default().bytes))
        .layer(map_response(page::with_security_headers))
        .with_state(app))
}

async fn list(State(pool): State<Pool>, saved: Result<Query<Saved>, QueryRejection>) -> Response {
    let Ok(mut connection) = pool.get().await else { return page::unavailable() };
    let rows = customers::table
        .select((customers::id, customers::orders, CustomerForm::as_select()))
        .order(customers::number);
    match rows.load(&mut connection).await {
        Ok(rows) => page::list(&rows, saved.ok().map(|Query(saved)| saved)),
        Err(_) => page::unavailable(),
    }
}

/// Where a customer is edited: the same for the GET, the POST and what comes between.
fn at(id: i32) -> At<CustomerForm> {
    let module = page::address(&page::CUSTOMER_MODULE);
    CustomerForm::at(id).enhance(Enhance::module(module).check(format!("/customers/{id}/check")))
}

async fn edit(
    State(pool): State<Pool>,
    id: Result<Path<i32>, PathRejection>,
    token: CsrfToken,
) -> Response {
    let Ok(Path(id)) = id else { return page::not_found() };
    let Ok(mut connection) = pool.get().await else { return page::unavailable() };
    match at(id).open(&mut connection).await {
        Ok(form) => page::edit(StatusCode::OK, None, &form, token),
        Err(OpenError::NotFound) => page::not_found(),
        Err(OpenError::Unreadable(error)) => page::unreadable(&error),
        Err(_) => page::unavailable(),
    }
}

async fn save(
    State(pool): State<Pool>,
    id: Result<Path<i32>, PathRejection>,
    token: CsrfToken,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(Path(id)) = id else { return page::not_found() };
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return page::unread(rejection.status()),
    };
    let at = at(id);
    let submission = at.submit(&body);
    if !is_from_our_page(&token, &body) {
        let form = submission.refuse(Reason::Retry).into_form();
        return page::edit(StatusCode::FORBIDDEN, Some(Notice::FOREIGN), &form, token);
    }
    let result = match pool.get().await {
        Ok(mut connection) => submission.save(&mut connection).await,
        Err(_) => Err(submission.refuse(Reason::Unavailable)),
    };
    match result {
        Ok(done) => Redirect::to(&Saved::address(id, &done)).into_response(),
        Err(refused) => page::refused(&refused, token),
    }
}

/// What saving would say, while somebody is still typing.
async fn check(
    State(pool): State<Pool>,
    id: Result<Path<i32>, PathRejection>,
    token: CsrfToken,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (Ok(Path(id)), Ok(body)) = (id, body) else { return StatusCode::NOT_FOUND.into_response() };
    if !is_from_our_page(&token, &body) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match pool.get().await {
        Ok(mut connection) => page::provisional(&at(id).submit(&body).check(&mut connection).await),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whether the submission carries the token that goes with the visitor's cookie.
fn is_from_our_page(token: &CsrfToken, body: &[u8]) -> bool {
    form_urlencoded::parse(body)
        .find(|(name, _)| name == page::CSRF)
        .is_some_and(|(_, value)| token.verify(&value).is_ok())
}
