//! Customers in a list, one at a time on a page: an axum application where no save ever overwrites
//! what its user was not shown, and nothing that was typed gets lost. It keeps them in SQLite,
//! PostgreSQL or MariaDB.
//!
//! ```console
//! $ cargo run -p customers
//! ```
//!
//! * `customer.rs`: the table, and the struct that is the form.
//! * `edit.rs`: its page, locked for whoever has it open: show, save, delete, take over, and what is said
//!   while somebody types.
//! * `create.rs`: the page for a new one, which sent twice makes one.
//! * `delivery.rs`: a page that merges what others changed meanwhile.
//! * `list.rs`, `page.rs`, `news.rs` and `templates/`: how it all looks.
//! * `widgets.rs`: a page with every widget and rule, without a database.
//! * `database.rs`: where it is kept; `request.rs`: what a request brings, `user.rs` from whom.

mod create;
mod customer;
mod database;
mod delivery;
mod edit;
mod list;
mod news;
mod page;
mod request;
mod user;
mod widgets;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::map_response;
use axum::routing::{get, post};
use axum_csrf::CsrfConfig;
use cas_forms::Limits;
pub use database::Place;
use database::Pool;

/// What keeps the application from starting.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

#[derive(Clone, FromRef)]
struct App {
    pool: Pool,
    csrf: CsrfConfig,
}

/// The application on this database, which is made and filled where it is empty.
///
/// # Errors
///
/// A file that cannot be opened or is no database, a server that does not answer or lets nobody in,
/// a table of the same name that holds something else.
pub async fn app(place: &Place) -> Result<Router, Error> {
    let app = App { pool: Pool::open(place).await?, csrf: CsrfConfig::default() };
    Ok(Router::new()
        .route("/", get(list::show))
        .route("/new", get(create::show).post(create::create))
        .route("/new/check", post(create::check))
        .route("/customers/{id}", get(edit::show).post(edit::save))
        .route("/customers/{id}/check", post(edit::check))
        .route("/customers/{id}/lease", post(edit::keep))
        .route("/customers/{id}/take-over", get(edit::show).post(edit::take_over))
        // The page of a delete that was refused: loaded anew, it is the ordinary one.
        .route("/customers/{id}/delete", get(edit::show).post(edit::delete))
        .route("/customers/{id}/delivery", get(delivery::show).post(delivery::save))
        .route("/customers/{id}/delivery/check", post(delivery::check))
        .route("/widgets", get(widgets::show).post(widgets::submit))
        .route("/widgets/check", post(widgets::check))
        .merge(page::assets())
        .fallback(async || page::not_found())
        // The form has its own limit and answers with what was typed; this one is the last resort.
        .layer(DefaultBodyLimit::max(2 * Limits::default().bytes))
        .layer(map_response(page::with_security_headers))
        .with_state(app))
}
