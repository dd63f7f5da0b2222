//! Who is using the application. A real one knows from its session; here the address says it
//! (`?as=Bob`), so that two people fit into one browser.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cas_forms::Holder;
use std::convert::Infallible;

pub(crate) struct User(pub(crate) String);

impl User {
    /// Who it is where the address says nothing.
    const USUAL: &'static str = "Ann";

    fn of_query(query: &str) -> Self {
        let name = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "as");
        let name = name.map(|(_, value)| value.trim().to_owned()).filter(|name| !name.is_empty());
        User(name.unwrap_or_else(|| Self::USUAL.to_owned()))
    }

    /// What addresses end in, so that it stays the same user.
    pub(crate) fn query(&self) -> String {
        if self.0 == Self::USUAL {
            return String::new();
        }
        let mut query = form_urlencoded::Serializer::new("?".to_owned());
        query.append_pair("as", &self.0).finish()
    }

    /// A new page of theirs.
    pub(crate) fn holder(&self) -> Holder {
        Holder::new(&*self.0)
    }

    /// Somebody else, to try it with.
    pub(crate) fn other(&self) -> Self {
        let other = if self.0 == Self::USUAL { "Bob" } else { Self::USUAL };
        User(other.to_owned())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for User {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(User::of_query(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::User;

    #[test]
    fn whoever_it_is_stays_that_user() {
        for name in ["Bob", "Ann & Bob", "\"<é>\"", "a+b c%20"] {
            let query = User(name.to_owned()).query();
            assert_eq!(User::of_query(query.trim_start_matches('?')).0, name);
        }
        assert_eq!(
            (User::of_query("").0.as_str(), User::of_query("as=+&x=1").0.as_str()),
            ("Ann", "Ann")
        );
    }
}
