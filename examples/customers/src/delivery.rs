//! Where a customer's goods go: a second form on the same table, whose edits are merged with those of
//! others. Two people may change different things at once, and both are kept; one address, or hours
//! that no longer fit together, are asked about.

use crate::customer::customers;
use crate::database::Pool;
use crate::news::{How, News};
use crate::page::{self, Notice, Sections};
use crate::request::{Body, Id};
use crate::user::User;
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_csrf::CsrfToken;
use cas_forms::{Asset, At, CasForm, English, Enhance, Field, Form, Problems, Reason};
use cas_forms_diesel::asynchronous::{Check, Open, Save};
use chrono::NaiveTime;
use std::sync::LazyLock;

/// What can be edited of a delivery. Fields of one group are one value: half of an old address and
/// half of a new one would lead nowhere.
#[derive(CasForm, Clone, Debug)]
#[diesel(table_name = customers)]
#[cas(on_stale = merge, check = opens_before_it_closes)]
pub(crate) struct DeliveryForm {
    /// Shown to tell whose delivery it is.
    #[cas(label = "Customer number", readonly)]
    number: String,
    /// With the house's number.
    #[cas(group = "address", max_length = 120, placeholder = "e.g. 12 rue des Lilas")]
    street: Option<String>,
    /// In the country's own way.
    #[cas(group = "address", max_length = 12)]
    postcode: Option<String>,
    /// The town.
    #[cas(group = "address", max_length = 60)]
    city: Option<String>,
    /// From when somebody is there.
    #[cas(label = "Opens at", min = "06:00", max = "22:00", step = 900)]
    opens: Option<NaiveTime>,
    /// Until when.
    #[cas(
        label = "Closes at",
        min = "06:00",
        max = "22:00",
        step = 900,
        help = "Later than it opens."
    )]
    closes: Option<NaiveTime>,
    /// For whoever stands before the door.
    #[cas(widget = textarea(rows = 3), max_length = 500, placeholder = "What the driver should know")]
    instructions: Option<String>,
}

/// Judged again when edits were merged: each of two may be fine alone, and both together not.
fn opens_before_it_closes(form: &DeliveryForm, (): &(), problems: &mut Problems<DeliveryForm>) {
    if let (Some(opens), Some(closes)) = (form.opens, form.closes)
        && opens >= closes
    {
        problems.field(DeliveryForm::FIELDS.closes, "This is not later than it opens.");
    }
}

const SECTIONS: [(&str, &[Field<DeliveryForm>]); 3] = {
    let f = DeliveryForm::FIELDS;
    [
        ("Address", &[f.number, f.street, f.postcode, f.city]),
        ("Hours", &[f.opens, f.closes]),
        ("At the door", &[f.instructions]),
    ]
};

/// The sentences of the form, for its script.
pub(crate) static MODULE: LazyLock<Asset> = LazyLock::new(|| DeliveryForm::module(&English));

fn at(id: i32) -> At<DeliveryForm> {
    let module = page::address(&MODULE);
    DeliveryForm::at(id)
        .enhance(Enhance::module(module).check(format!("/customers/{id}/delivery/check")))
}

pub(crate) async fn show(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    news: Result<Query<News>, QueryRejection>,
    token: CsrfToken,
) -> Response {
    let Ok(mut client) = pool.get().await else { return page::unavailable() };
    let head = Head { id, user, notice: None, news: news.ok().map(|Query(news)| news) };
    match at(id).open(&mut client).await {
        Ok(form) => answer(StatusCode::OK, head, &form, token),
        Err(error) => page::not_opened(&error),
    }
}

pub(crate) async fn save(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    token: CsrfToken,
    body: Body,
) -> Response {
    let at = at(id);
    let submission = at.submit(&body.0);
    let head = |user, notice| Head { id, user, notice: Some(notice), news: None };
    if !body.is_from_our_page(&token) {
        let form = submission.refuse(Reason::Retry).into_form();
        return answer(StatusCode::FORBIDDEN, head(user, Notice::FOREIGN), &form, token);
    }
    let result = match pool.get().await {
        Ok(mut client) => submission.save(&mut client).await,
        Err(_) => Err(submission.refuse(Reason::Unavailable)),
    };
    match result {
        // Back to the same page, which shows what was taken over, and says so.
        Ok(done) => {
            let query = user.query().replace('?', "&");
            let address = format!("/customers/{id}/delivery{}{query}", News::of(id, &done));
            Redirect::to(&address).into_response()
        }
        Err(refused) => {
            let notice = Notice::refused(refused.reason());
            answer(page::status(refused.status()), head(user, notice), refused.form(), token)
        }
    }
}

/// What saving would say, while somebody is still typing.
pub(crate) async fn check(
    State(pool): State<Pool>,
    Id(id): Id,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match pool.get().await {
        Ok(mut client) => page::provisional(&at(id).submit(&body.0).check(&mut client).await),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// What stands above the form.
struct Head {
    id: i32,
    user: User,
    notice: Option<Notice>,
    news: Option<News>,
}

#[derive(Template)]
#[template(path = "delivery.html")]
struct DeliveryPage<'f> {
    id: i32,
    user: User,
    notice: Option<Notice>,
    news: Option<News>,
    form: &'f Form<DeliveryForm>,
    sections: Sections<'f, DeliveryForm>,
    number: String,
    token: String,
    is_gone: bool,
}

fn answer(status: StatusCode, head: Head, form: &Form<DeliveryForm>, token: CsrfToken) -> Response {
    let Head { id, user, notice, news } = head;
    let page = DeliveryPage {
        id,
        user,
        notice,
        news,
        form,
        sections: page::sections(form, &SECTIONS),
        number: form.field(DeliveryForm::FIELDS.number).value(),
        token: token.authenticity_token().unwrap_or_default(),
        is_gone: status == StatusCode::GONE,
    };
    (token, page::show(status, &page)).into_response()
}
