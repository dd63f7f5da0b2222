//! What the script of a page asks about its lease, and what it is answered.

use super::{LeaseState, Presented};
use crate::pairs;
use crate::render;
use crate::setting::Setting;
use serde_json::{Map, Value};

/// What the script of a page asks: the body that is posted to the address of
/// [`Enhance::lease`](crate::Enhance::lease).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseCall {
    /// More time for the page.
    Renew(Presented),
    /// It is left, or nobody has touched it for long.
    Release(Presented),
    /// It is used again, and wants a lease.
    Lock,
    /// It waits: who holds the lease?
    Look,
}

impl LeaseCall {
    const NAME: &'static str = "cas-call";

    /// From the bytes of an `application/x-www-form-urlencoded` body. Whatever arrives is a call: the
    /// one that changes nothing, if it is no other.
    pub fn of_body(body: &(impl AsRef<[u8]> + ?Sized)) -> Self {
        let body = body.as_ref();
        match pairs::only(body, Self::NAME).as_deref() {
            Some("renew") => LeaseCall::Renew(Presented::of_body(body)),
            Some("release") => LeaseCall::Release(Presented::of_body(body)),
            Some("lock") => LeaseCall::Lock,
            _ => LeaseCall::Look,
        }
    }
}

/// What the script of a page is answered; [`At::lease_news`](crate::At::lease_news) makes it.
#[derive(Clone, Debug)]
pub struct LeaseNews {
    state: LeaseState,
    setting: Setting,
}

impl LeaseNews {
    pub(crate) fn new(state: LeaseState, setting: Setting) -> Self {
        LeaseNews { state, setting }
    }

    /// How it stands.
    pub fn state(&self) -> &LeaseState {
        &self.state
    }

    /// The HTTP status (RFC 4918): 423 where somebody else holds the lease, else 200.
    pub fn status(&self) -> u16 {
        if self.state.taken().is_some() { 423 } else { 200 }
    }

    /// What the script reads, a JSON object with
    ///
    /// * `state`: `mine`, `taken`, `free` or `unfenced`;
    /// * `seconds`: how long, unless it is renewed;
    /// * `lease`: what the page carries from now on, where it was locked anew;
    /// * `says`: what people read.
    ///
    /// Answer it with the [status](Self::status), the content type `application/json`, and
    /// `Cache-Control: no-store`.
    pub fn to_json(&self) -> String {
        let says = render::lease_sentence(&self.state, &self.setting, render::For::Text);
        let mut out = Map::from_iter([
            ("state".to_owned(), Value::from(self.state.name())),
            ("says".to_owned(), says.into()),
        ]);
        if let Some(remaining) = self.state.remaining() {
            out.insert("seconds".to_owned(), remaining.as_secs_f64().into());
        }
        if let Some(lease) = self.state.carried() {
            out.insert("lease".to_owned(), lease.into());
        }
        Value::from(out).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lease::{FencingToken, Held, Holder, Renewal};
    use std::time::Duration;

    fn news(state: impl Into<LeaseState>, viewer: Option<&str>) -> (u16, Value) {
        let setting = Setting { viewer: viewer.map(str::to_owned), ..Setting::default() };
        let news = LeaseNews::new(state.into(), setting);
        (news.status(), serde_json::from_str(&news.to_json()).unwrap())
    }

    fn held(user: &str, seconds: u64) -> Held {
        let holder = Holder::of_page(user, "1");
        Held { holder, fence: FencingToken(7), remaining: Duration::from_secs(seconds) }
    }

    #[test]
    fn a_body_is_a_call_and_nonsense_changes_nothing() {
        let secret = "0123456789abcdef0123456789abcdef";
        let lease = Presented::of_text(secret);
        let call = |text: &str| LeaseCall::of_body(text);
        assert_eq!(
            call(&format!("cas-call=renew&cas-lease={secret}")),
            LeaseCall::Renew(lease.clone())
        );
        assert_eq!(
            call(&format!("cas-lease={secret}&cas-call=release")),
            LeaseCall::Release(lease)
        );
        assert_eq!(call("cas-call=lock"), LeaseCall::Lock);
        for text in ["", "cas-call=", "cas-call=steal", "cas-call=lock&cas-call=lock", "%FF"] {
            assert_eq!(call(text), LeaseCall::Look, "{text}");
        }
    }

    #[test]
    fn what_was_renewed_has_its_seconds_and_no_secret() {
        let (status, json) = news(Renewal::Renewed(held("Ann", 180)), None);
        assert_eq!(
            (status, &json["state"], &json["seconds"]),
            (200, &"mine".into(), &180.0.into())
        );
        assert_eq!(json.get("lease"), None);
    }

    #[test]
    fn what_was_lost_says_who_has_it_and_never_the_token() {
        let (status, json) = news(Renewal::Lost(Some(held("<Ann>", 90))), Some("Bob"));
        assert_eq!((status, &json["state"]), (423, &"taken".into()));
        assert!(json["says"].as_str().unwrap().starts_with("<Ann> is editing this"), "{json}");
        let (_, json) = news(Renewal::Lost(Some(held("Bob", 90))), Some("Bob"));
        assert!(json["says"].as_str().unwrap().contains("in another tab"), "{json}");
        let (status, json) = news(Renewal::Lost(None), None);
        assert_eq!((status, &json["state"]), (200, &"free".into()));
    }
}
