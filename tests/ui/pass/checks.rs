//! Every way to name a check, and everything that one may take and give.

use cas_forms::{CasForm, ErrorCode, FormError, Problems};
use std::borrow::Cow;

#[derive(CasForm)]
#[cas(context = [u8], check = Self::is_in_order, check = rules::whole, check = rules::generic::<u8>)]
struct Form {
    #[cas(check = rules::text, check = <Form as rules::Rules>::owned)]
    name: String,
    #[cas(check = rules::text)]
    #[cas(check = rules::anything)]
    nick: Option<String>,
    #[cas(check = Form::number, check = rules::anything, check = rules::CHECK)]
    count: i32,
    #[cas(check = rules::date)]
    day: Option<chrono::NaiveDate>,
}

impl Form {
    fn is_in_order(&self, _: &[u8], problems: &mut Problems<Self>) {
        problems.field(Self::FIELDS.name, ErrorCode::Invalid);
        problems.field(Self::FIELDS.nick, "text");
        problems.field(Self::FIELDS.count, self.count.to_string());
        problems.form("text");
        problems.form(FormError::Rejected);
    }

    fn number(number: &i32, _: &[u8]) -> Result<(), ErrorCode> {
        if *number == 3 { Err(ErrorCode::Choice) } else { Ok(()) }
    }
}

mod rules {
    use super::*;

    pub fn text(_: &str, _: &[u8]) -> Result<(), &'static str> {
        Err("text")
    }
    pub fn anything<T: ToString>(value: &T, _: &[u8]) -> Result<(), String> {
        Err(value.to_string())
    }
    pub fn date(_: &chrono::NaiveDate, _: &[u8]) -> Result<(), Cow<'static, str>> {
        Err("date".into())
    }
    pub const CHECK: fn(&i32, &[u8]) -> Result<(), String> = anything::<i32>;
    pub trait Rules {
        fn owned(_: &String, _: &[u8]) -> Result<(), String> {
            Ok(())
        }
    }
    impl Rules for Form {}
    pub fn whole(_: &Form, _: &[u8], _: &mut Problems<Form>) {}
    pub fn generic<T>(_: &Form, _: &[T], _: &mut Problems<Form>) {}
}

fn main() {
    let at = Form::at(()).context(b"ab");
    let body = "name=a&original-name=&nick=b&original-nick=&count=3&original-count=\
                &day=2024-01-01&original-day=";
    let refused = at.submit(body).validate().err().expect("all is wrong");
    let errors: Vec<_> = refused.form().errors().map(|(_, error)| error.to_string()).collect();
    let choice = "Please choose one of the given values.";
    let invalid = "Please enter a valid value.";
    assert_eq!(errors, ["text", invalid, "text", "b", "text", choice, "3", "3", "3", "date"]);
    assert_eq!(refused.form().form_errors().len(), 2);
}
