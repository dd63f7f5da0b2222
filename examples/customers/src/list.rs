//! The list of all customers.

use crate::customer::{CustomerForm, customers};
use crate::database::{Pool, on};
use crate::news::{How, News};
use crate::page;
use crate::user::User;
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use diesel::{QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

/// Id, number of orders, and what can be edited.
type Row = (i32, i32, CustomerForm);

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage<'r> {
    user: User,
    rows: &'r [Row],
    news: Option<News>,
    /// The name of the customer that the news is about, if there is one.
    name: Option<&'r str>,
}

pub(crate) async fn show(
    State(pool): State<Pool>,
    user: User,
    news: Result<Query<News>, QueryRejection>,
) -> Response {
    let Ok(mut client) = pool.get().await else { return page::unavailable() };
    let rows = on!(&mut client, connection => {
        customers::table
            .select((customers::id, customers::orders, CustomerForm::as_select()))
            .order(customers::number)
            .load::<Row>(connection)
            .await
    });
    let Ok(rows) = rows else { return page::unavailable() };
    let news = news.ok().map(|Query(news)| news);
    let name = news.as_ref().and_then(|news| {
        let row = rows.iter().find(|(id, ..)| *id == news.customer);
        row.map(|(.., customer)| customer.name.as_str())
    });
    page::show(StatusCode::OK, &ListPage { user, rows: &rows, news, name })
}
