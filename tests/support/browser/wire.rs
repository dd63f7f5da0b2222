//! `WebDriver` is JSON over HTTP on a loopback port: three verbs and one error type.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

/// A connection to a driver.
#[derive(Debug)]
pub(super) struct Wire {
    agent: ureq::Agent,
    base: String,
}

/// What a driver answered instead of a value, in the protocol's own words.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) error: String,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.message)
    }
}

pub(super) type Answer = Result<Value, Fault>;

impl Wire {
    pub(super) fn new(port: u16) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_mins(2)))
            .http_status_as_error(false)
            // The environment's proxy knows nothing of our loopback.
            .proxy(None)
            .build()
            .into();
        Self { agent, base: format!("http://127.0.0.1:{port}") }
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        answer(self.agent.get(self.url(path)).call())
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.agent.post(self.url(path)).content_type("application/json");
        answer(request.send(body.to_string()))
    }

    pub(super) fn delete(&self, path: &str) -> Answer {
        answer(self.agent.delete(self.url(path)).call())
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

fn answer(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let lost = |error: &dyn fmt::Display| Fault {
        error: "driver does not answer".to_owned(),
        message: error.to_string(),
    };
    let body = response
        .and_then(|mut response| response.body_mut().read_to_string())
        .map_err(|error| lost(&error))?;
    let mut body: Value = serde_json::from_str(&body).map_err(|error| lost(&error))?;
    let value = body["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(Fault {
            error: error.to_owned(),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
        }),
        None => Ok(value),
    }
}
