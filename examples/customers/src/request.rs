//! What the pages take from a request.

use crate::page;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use axum_csrf::CsrfToken;
use cas_forms::Held;
use std::convert::Infallible;

/// The customer in the address; without one, the page that says so.
pub(crate) struct Id(pub(crate) i32);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Id(id)),
            Err(_) => Err(page::not_found()),
        }
    }
}

/// Whether somebody looks at the page that is asked for. What a browser fetches in advance, or for a
/// picture on a page from elsewhere, keeps nobody from working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visit {
    Seen,
    Unseen,
}

impl Visit {
    /// Browsers that say nothing are taken for one that shows it.
    fn of(headers: &HeaderMap) -> Self {
        let says = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let is_early = says("sec-purpose").is_some_and(|purpose| purpose.contains("prefetch"));
        let is_part = says("sec-fetch-dest").is_some_and(|place| place != "document");
        if is_early || is_part { Visit::Unseen } else { Visit::Seen }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Visit::of(&parts.headers))
    }
}

/// What was submitted; if that could not be read, the page that says so.
pub(crate) struct Body(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Body(bytes)),
            Err(rejection) => Err(page::unread(rejection.status())),
        }
    }
}

impl Body {
    /// Whether the fields of a form are in it.
    pub(crate) fn has_entries(&self) -> bool {
        form_urlencoded::parse(&self.0).any(|(name, _)| name.starts_with("original-"))
    }

    /// From whom the page takes over: the button says who had the lease when it was shown.
    pub(crate) fn takes_from(&self, held: &Held) -> bool {
        form_urlencoded::parse(&self.0)
            .find(|(name, _)| name == page::FROM)
            .is_none_or(|(_, fence)| fence == held.fence.to_string())
    }

    /// Whether it carries the token that goes with the visitor's cookie.
    pub(crate) fn is_from_our_page(&self, token: &CsrfToken) -> bool {
        form_urlencoded::parse(&self.0)
            .find(|(name, _)| name == page::CSRF)
            .is_some_and(|(_, value)| token.verify(&value).is_ok())
    }
}
