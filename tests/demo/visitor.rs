//! A visitor of the demonstration: a browser's cookies without the browser.

use crate::support::demo::Demo;
use crate::support::page::Page;
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Visitor<'d> {
    demo: &'d Demo,
    agent: ureq::Agent,
    cookie: String,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where to go on; empty for a page.
    pub(crate) location: String,
    pub(crate) html: String,
}

impl Answer {
    /// Its form, to be filled in.
    pub(crate) fn page(&self) -> Page {
        Page::new(&self.html)
    }

    /// What it says, of which each has to be part.
    #[track_caller]
    pub(crate) fn says(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.html.contains(text), "{text} in {}", self.html);
        }
    }
}

impl<'d> Visitor<'d> {
    pub(crate) fn new(demo: &'d Demo) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_mins(2)))
            .http_status_as_error(false)
            .max_redirects(0)
            // The environment's proxy knows nothing of our loopback.
            .proxy(None)
            .build()
            .into();
        Visitor { demo, agent, cookie: String::new() }
    }

    /// Opens a page.
    #[track_caller]
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.fetch(path, &[])
    }

    /// Opens a page with these headers.
    #[track_caller]
    pub(crate) fn fetch(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = self.agent.get(self.demo.url(path)).header("cookie", &self.cookie);
        let request =
            headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let response = request.call();
        self.answer(response)
    }

    /// Opens a page that has to be there, for its form.
    #[track_caller]
    pub(crate) fn open(&mut self, path: &str) -> Page {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{}", answer.html);
        answer.page()
    }

    /// Sends a form.
    #[track_caller]
    pub(crate) fn post(&mut self, path: &str, page: &Page) -> Answer {
        let request = self
            .agent
            .post(self.demo.url(path))
            .header("cookie", &self.cookie)
            .content_type("application/x-www-form-urlencoded");
        let response = request.send(page.body());
        self.answer(response)
    }

    #[track_caller]
    fn answer(
        &mut self,
        response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Answer {
        let mut response = response.expect("an answer");
        let header = |name| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        if let Some(cookie) = header("set-cookie").split(';').next().filter(|c| !c.is_empty()) {
            cookie.clone_into(&mut self.cookie);
        }
        let location = header("location");
        let html = response.body_mut().read_to_string().expect("a text");
        Answer { status: response.status().as_u16(), location, html }
    }
}
