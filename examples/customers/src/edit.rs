//! The page of a customer: what a GET and the POSTs do. It is locked for whoever has it open.

use crate::customer::{CustomerForm, SECTIONS};
use crate::database::{Client, Pool};
use crate::news::{How, News};
use crate::page::{self, Notice, Sections};
use crate::request::{Body, Id, Visit};
use crate::user::User;
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_csrf::CsrfToken;
use cas_forms::{
    Asset, At, CasForm, English, Enhance, Form, LeaseCall, LeaseError, Locking, Presented, Reason,
    Refused,
};
use cas_forms_diesel::Database;
use cas_forms_diesel::asynchronous::{Check, Delete, Keep, Lock, Open, Save};
use std::sync::LazyLock;

/// The sentences and scripts of the form, for its script.
pub(crate) static MODULE: LazyLock<Asset> = LazyLock::new(|| CustomerForm::module(&English));

/// Where a customer is edited: the same for the GET, the POSTs and what comes between.
fn at(id: i32, user: &User) -> At<CustomerForm> {
    let query = user.query();
    let enhance = Enhance::module(page::address(&MODULE))
        .check(format!("/customers/{id}/check{query}"))
        .lease(format!("/customers/{id}/lease{query}"));
    CustomerForm::at(id).viewer(&*user.0).enhance(enhance)
}

/// Locks the customer for whoever looks at the page; where somebody else has, it says who. Saving a page
/// without a lease locks as well.
pub(crate) async fn show(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    visit: Visit,
    token: CsrfToken,
) -> Response {
    let Ok(mut client) = pool.get().await else { return page::unavailable() };
    let locking = match visit {
        Visit::Seen => Some(at(id, &user).lock(&Database, &user.holder(), &mut client).await),
        Visit::Unseen => None,
    };
    open(id, &user, locking.transpose(), &mut client, token).await
}

async fn open(
    id: i32,
    user: &User,
    locking: Result<Option<Locking>, LeaseError>,
    client: &mut Client,
    token: CsrfToken,
) -> Response {
    let locking = match locking {
        Ok(locking) => locking,
        Err(LeaseError::NotFound) => return page::not_found(),
        Err(_) => return page::unavailable(),
    };
    let form = match at(id, user).open(client).await {
        Ok(form) => form,
        Err(error) => return page::not_opened(&error),
    };
    let form = match &locking {
        Some(locking) => form.with_lease(locking),
        None => form,
    };
    answer(StatusCode::OK, None, id, user, &form, token)
}

pub(crate) async fn save(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return foreign(id, &user, &body, token);
    }
    let Ok(mut client) = pool.get().await else { return unsaved(id, &user, &body, token) };
    let lease = presented(id, &user, &body, &mut client).await;
    save_under(&lease, id, &user, &body, &mut client, token).await
}

/// The lease that the page carries. One that has lost its lease carries none: it is locked again, unless
/// somebody else has it, and what they saved is compared.
async fn presented(id: i32, user: &User, body: &Body, client: &mut Client) -> Presented {
    let presented = Presented::of_body(&body.0);
    if presented.secret().is_some() {
        return presented;
    }
    let locking = at(id, user).lock(&Database, &user.holder(), client).await;
    locking.as_ref().map(Presented::from).unwrap_or_default()
}

async fn save_under(
    lease: &Presented,
    id: i32,
    user: &User,
    body: &Body,
    client: &mut Client,
    token: CsrfToken,
) -> Response {
    let at = at(id, user).lease(lease);
    match at.submit(&body.0).save(client).await {
        Ok(done) => {
            // Where that fails, it ends by itself.
            let _ = at.unlock(&Database, lease, client).await;
            to_list(&News::of(id, &done), user)
        }
        Err(refused) => not_done(id, user, &refused, token),
    }
}

pub(crate) async fn delete(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return foreign(id, &user, &body, token);
    }
    let Ok(mut client) = pool.get().await else { return unsaved(id, &user, &body, token) };
    let lease = presented(id, &user, &body, &mut client).await;
    let at = at(id, &user).lease(&lease);
    match at.submit(&body.0).delete(&mut client).await {
        // Deleted just now or before: the second click of a double click is told the same.
        Ok(_) => {
            let _ = at.unlock(&Database, &lease, &mut client).await;
            to_list(&News::about(id, How::Deleted), &user)
        }
        Err(refused) => not_done(id, &user, &refused, token),
    }
}

/// Takes the lease from whom the page named; from whoever has it since, only another page may. Who may at
/// all, is for the application to say. A page with entries is saved at once: what the other saved meanwhile is compared.
pub(crate) async fn take_over(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return foreign(id, &user, &body, token);
    }
    let Ok(mut client) = pool.get().await else { return unsaved(id, &user, &body, token) };
    let at = at(id, &user);
    let locking =
        at.take_over(&Database, &user.holder(), |held| body.takes_from(held), &mut client).await;
    match locking {
        Ok(locking) if body.has_entries() => {
            save_under(&Presented::from(&locking), id, &user, &body, &mut client, token).await
        }
        Err(LeaseError::Denied(held)) if body.has_entries() => {
            let refused = at.submit(&body.0).refuse(Reason::Locked).with_holder(Some(held));
            not_done(id, &user, &refused, token)
        }
        Err(LeaseError::NotFound) if body.has_entries() => {
            let refused = at.submit(&body.0).refuse(Reason::Gone);
            not_done(id, &user, &refused, token)
        }
        Err(_) if body.has_entries() => unsaved(id, &user, &body, token),
        // A page that waits is fetched anew, which an answer to a POST is not without being sent again.
        Ok(Locking::Taken(_)) | Err(LeaseError::Denied(_)) => {
            Redirect::to(&format!("/customers/{id}{}", user.query())).into_response()
        }
        locking => open(id, &user, locking.map(Some), &mut client, token).await,
    }
}

/// What the page's script asks about its lease.
pub(crate) async fn keep(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(mut client) = pool.get().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let call = LeaseCall::of_body(&body.0);
    match at(id, &user).keep(&Database, &call, &user.holder(), &mut client).await {
        Ok(news) => {
            let headers =
                [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
            (page::status(news.status()), headers, news.to_json()).into_response()
        }
        Err(error) => page::status(error.status()).into_response(),
    }
}

/// What saving would say, while somebody is still typing.
pub(crate) async fn check(
    State(pool): State<Pool>,
    Id(id): Id,
    user: User,
    token: CsrfToken,
    body: Body,
) -> Response {
    if !body.is_from_our_page(&token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    match pool.get().await {
        Ok(mut client) => {
            page::provisional(&at(id, &user).submit(&body.0).check(&mut client).await)
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage<'f> {
    id: i32,
    user: &'f User,
    notice: Option<Notice>,
    form: &'f Form<CustomerForm>,
    sections: Sections<'f, CustomerForm>,
    number: String,
    token: String,
    is_gone: bool,
}

impl EditPage<'_> {
    /// Somebody else has it, and nothing was entered here.
    fn waits(&self) -> bool {
        self.form.taken().is_some() && self.notice.is_none()
    }

    /// Whether the lease is the user's own, in another tab.
    fn is_own(&self) -> bool {
        self.form.taken().is_some_and(|held| held.holder.user() == self.user.0)
    }

    /// Whom it takes the lease from.
    fn from(&self) -> String {
        self.form.taken().map_or_else(String::new, |held| held.fence.to_string())
    }

    /// What the button says that takes the lease from its holder.
    fn take_over(&self) -> &'static str {
        if self.is_own() { "Continue here" } else { "Take over" }
    }
}

fn answer(
    status: StatusCode,
    notice: Option<Notice>,
    id: i32,
    user: &User,
    form: &Form<CustomerForm>,
    token: CsrfToken,
) -> Response {
    let page = EditPage {
        id,
        user,
        notice,
        form,
        sections: page::sections(form, &SECTIONS),
        number: form.field(CustomerForm::FIELDS.number).value(),
        token: token.authenticity_token().unwrap_or_default(),
        is_gone: status == StatusCode::GONE,
    };
    (token, page::show(status, &page)).into_response()
}

fn to_list(news: &str, user: &User) -> Response {
    let query = user.query().replace('?', "&");
    Redirect::to(&format!("/{news}{query}")).into_response()
}

fn not_done(id: i32, user: &User, refused: &Refused<CustomerForm>, token: CsrfToken) -> Response {
    let notice = match (refused.reason(), refused.holder()) {
        (Reason::Locked, None) => Notice::UNLOCKED,
        (reason, _) => Notice::refused(reason),
    };
    let status = page::status(refused.status());
    answer(status, Some(notice), id, user, refused.form(), token)
}

/// What was typed, while the database does not answer.
fn unsaved(id: i32, user: &User, body: &Body, token: CsrfToken) -> Response {
    let at = at(id, user).lease(&Presented::of_body(&body.0));
    not_done(id, user, &at.submit(&body.0).refuse(Reason::Unavailable), token)
}

fn foreign(id: i32, user: &User, body: &Body, token: CsrfToken) -> Response {
    let at = at(id, user).lease(&Presented::of_body(&body.0));
    let form = at.submit(&body.0).refuse(Reason::Retry).into_form();
    answer(StatusCode::FORBIDDEN, Some(Notice::FOREIGN), id, user, &form, token)
}
