//! What a browser makes of a form control's value, and whether it lets it pass: the constraint
//! validation of the [HTML standard](https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#constraints),
//! without a browser and without `#[derive(CasForm)]`.
//!
//! ```
//! use cas_forms::constraint::{Control, ControlType, Flaw, Source};
//!
//! // <input type="number" required min="0" step="0.1">
//! let attributes = [("required", ""), ("min", "0"), ("step", "0.1")];
//! let control = Control::new(ControlType::Number, &attributes);
//!
//! assert!(control.check("0.3", Source::Edited).validity.is_valid());
//! assert!(control.check("0.35", Source::Edited).validity.has(Flaw::StepMismatch));
//!
//! // What is no number leaves the control empty: so the browser submits it.
//! let checked = control.check("three", Source::Edited);
//! assert_eq!(checked.value, "");
//! assert!(checked.validity.has(Flaw::ValueMissing));
//! ```
//!
//! A [`Control`] is a control's type and attributes. [`Control::check`] takes a text, gives what
//! `.value` is then, and the flags of `.validity`. Groups of radio buttons are judged by
//! [`radio_group`], selects by [`Select`].
//!
//! # Where browsers differ from the standard
//!
//! One choice: the verdict is the standard's, except where that would refuse what Chromium lets
//! pass and submits, or expect of a control what it does not hold. So
//!
//! * a number may be `5.e1`; it may miss a step by 2^-24 of it, and everything is a step that is
//!   more than 2^53 of them away (Firefox accepts neither);
//! * `min`, `max` and `step` that are no valid numbers (`" 5"`, `5abc`) count as absent, as in all
//!   browsers; the standard reads 5;
//! * the last day is 275760-09-13 (Firefox goes on to the end of that year, and beyond);
//! * steps of days, months and weeks are rounded to whole ones, steps of times to milliseconds;
//! * `readonly` bars every input from validation, a checkbox too;
//! * the letters of an e-mail address's domain are carried over to ASCII where the standard lets a
//!   browser do that (feature `url`): Chromium submits `user@xn--t8j.com` for `user@お.com`, and
//!   Firefox lets the latter pass;
//! * the name of a colour may not stand between blanks.
//!
//! # Steps and the rendered value
//!
//! Steps begin at `min` and, where there is none, at whatever value the page was rendered with: a
//! rule that is another for every row. Here that is an attribute `value` of the [`Control`]; forms
//! avoid it, for the derive asks for a `min` beside every `step`.
//!
//! # What is not here
//!
//! * Without the feature `url` a `url` control is asked for a scheme only: nothing is refused that
//!   a browser accepts. With it the `url` crate decides; browsers accept some hosts that it
//!   refuses (`http://a b`, `http://xn--a`), and go ways of their own in `file:`.
//! * Numbers are compared exactly, by up to 38 digits. Browsers look at 18.
//! * CSS colours that need colour spaces, calculation or the machine's theme are black here.
//! * `setCustomValidity`, and the values of files and buttons.
//!
//! Firefox knows no `month` and no `week`: they are text controls there, and anything may arrive.

mod choice;
mod color;
mod decimal;
mod email;
mod kind;
mod range;
mod sanitize;
pub(crate) mod temporal;
#[cfg(test)]
mod tests;
mod url;
mod validity;

pub use choice::{JudgedRadio, Radio, Select, SelectOption, radio_group};
pub(crate) use decimal::{Decimal, is_number};
pub use kind::ControlType;
pub(crate) use sanitize::{refine, sanitize};
pub use validity::{Flaw, Validity};

use range::Range;
use std::borrow::Cow;
use std::fmt;

/// Where a control's value comes from. Lengths bind only what the user has edited (HTML section
/// 4.10.18.3), and only what was typed or rendered is converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The `value` attribute or the content, through the HTML parser.
    Rendered,
    /// A script set it.
    Script,
    /// The user changed it last; the text is what the control holds, and so what was submitted.
    Edited,
    /// The user typed the text, key by key: the control takes what it can.
    Typed,
}

impl Source {
    /// Whether browsers carry the domain of an e-mail address over to ASCII.
    const fn converts(self) -> bool {
        matches!(self, Source::Rendered | Source::Typed)
    }

    const fn is_edit(self) -> bool {
        matches!(self, Source::Edited | Source::Typed)
    }
}

type Matches = dyn Fn(&str) -> bool + Send + Sync;

/// A control: its type and its attributes.
pub struct Control {
    kind: ControlType,
    /// Under `required`, if that counts here.
    required: bool,
    multiple: bool,
    barred: bool,
    lengths: (Option<u32>, Option<u32>),
    range: Option<Range>,
    pattern: Option<Box<Matches>>,
}

impl Control {
    /// A control of this type with these attributes, named as in HTML. What does not count on the
    /// type is left alone; `pattern` is [`with_pattern`](Self::with_pattern)'s.
    ///
    /// An attribute `value` says nothing about the control's value, but where its steps begin if
    /// there is no `min`.
    #[must_use]
    pub fn new(kind: ControlType, attributes: &[(&str, &str)]) -> Self {
        let attribute = |name: &str| attribute(attributes, name);
        let has = |name| attribute(name).is_some();
        let is_never_judged = matches!(kind, ControlType::Hidden | ControlType::Other);
        // Browsers take `readonly` where it does not count for a bar all the same.
        let is_readonly = kind != ControlType::Select && has("readonly");
        let barred = is_readonly || has("disabled") || is_never_judged;
        // Nobody could fill in what cannot be edited (section 4.10.5.3.4). For checkboxes the
        // standard does not say so.
        let is_mutable = !barred || !kind.can_be_readonly();
        let length = |name| attribute(name).and_then(non_negative).filter(|_| kind.is_text());
        Control {
            kind,
            required: kind.can_be_required() && has("required") && is_mutable,
            multiple: kind == ControlType::Email && has("multiple"),
            barred,
            lengths: (length("minlength"), length("maxlength")),
            range: Range::new(kind, &attribute),
            pattern: None,
        }
    }

    /// With a `pattern`: whether the whole value matches it. A browser ignores one that is no
    /// regular expression under the `v` flag; leave it out then.
    ///
    /// ```
    /// use cas_forms::constraint::{Control, ControlType, Flaw, Source};
    ///
    /// let pattern = regex::Regex::new(r"\A(?:[a-z]+)\z")?;
    /// let control = Control::new(ControlType::Text, &[])
    ///     .with_pattern(move |value| pattern.is_match(value));
    /// assert!(control.check("a1", Source::Edited).validity.has(Flaw::PatternMismatch));
    /// // An empty control is a matter of `required` alone.
    /// assert!(control.check("", Source::Edited).validity.is_valid());
    /// # Ok::<(), regex::Error>(())
    /// ```
    #[must_use]
    pub fn with_pattern(mut self, matches: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.pattern = Some(Box::new(matches));
        self
    }

    /// The type.
    pub fn kind(&self) -> ControlType {
        self.kind
    }

    /// Whether a browser submits the form whatever the control holds (`willValidate` is false): it
    /// is disabled, readonly or hidden. The flags of such a control mean nothing.
    pub fn is_barred(&self) -> bool {
        self.barred
    }

    /// What the control makes of a text, and what is wrong with that.
    pub fn check<'t>(&self, text: &'t str, source: Source) -> Checked<'t> {
        let value = self.sanitize(text, source);
        let is_lost = source == Source::Typed
            && value.is_empty()
            && !text.is_empty()
            && self.kind.is_strict();
        let validity = self.judge(&value, source).with(Flaw::BadInput, is_lost);
        Checked { value, validity }
    }

    /// The value that the control has once it is given this text: `.value` in JavaScript, and,
    /// with line breaks as CRLF, what is submitted.
    pub fn sanitize<'t>(&self, text: &'t str, source: Source) -> Cow<'t, str> {
        let text = if source == Source::Typed { self.typed(text) } else { text };
        match (&self.range, self.kind) {
            (Some(Range::Numbers(numbers)), ControlType::Range) => {
                let clamped = numbers.clamp(Decimal::parse_finite(text)).map(|n| n.to_string());
                match clamped {
                    Some(clamped) if clamped != text => Cow::Owned(clamped),
                    _ => Cow::Borrowed(text),
                }
            }
            _ if self.multiple => sanitize::then(sanitize::one_line(text, source), |text| {
                let addresses = email::addresses(text);
                let refined = addresses.map(|address| refine(self.kind, address, source));
                Cow::Owned(refined.collect::<Vec<_>>().join(","))
            }),
            _ => sanitize(self.kind, text, source),
        }
    }

    /// Whether the control holds this text as it is and finds no flaw in it. The text has no control
    /// characters, or the control is an ordered one.
    pub(crate) fn takes(&self, text: &str) -> bool {
        match &self.range {
            Some(Range::Numbers(numbers)) if numbers.are_surely_kept_by(text) => true,
            _ => {
                let refined = refine(self.kind, text, Source::Rendered);
                matches!(refined, Cow::Borrowed(refined) if refined.len() == text.len())
                    && self.judge(text, Source::Edited).is_valid()
            }
        }
    }

    /// What is left of a text that is typed: no key has an effect that would make the text too
    /// long; a plus sign before a number is understood.
    fn typed<'t>(&self, text: &'t str) -> &'t str {
        if self.kind == ControlType::Number {
            return text.strip_prefix('+').filter(|rest| is_number(rest)).unwrap_or(text);
        }
        let Some(max) = self.lengths.1 else { return text };
        let mut units = 0;
        let end = text.char_indices().find(|(_, c)| {
            units += c.len_utf16();
            units > max as usize
        });
        end.map_or(text, |(end, _)| &text[..end])
    }

    /// The flaws of a sanitized value; of a checkbox, of its value if it is checked, else of an
    /// empty one.
    #[must_use]
    pub fn judge(&self, value: &str, source: Source) -> Validity {
        if value.is_empty() {
            return Validity::VALID.with(Flaw::ValueMissing, self.required);
        }
        let validity = if source.is_edit() { self.judge_length(value) } else { Validity::VALID };
        match &self.range {
            // No control has both.
            Some(range) => range.judge(value),
            None if self.kind.is_line() => self.judge_line(value, validity),
            None => validity,
        }
    }

    /// `minlength` and `maxlength` (sections 4.10.18.3 and 4.10.18.4), in UTF-16 units.
    fn judge_length(&self, value: &str) -> Validity {
        // UTF-8 has at least as many bytes as UTF-16 has units.
        let units = || value.encode_utf16().count();
        let is_shorter = |min| value.len() < min as usize || units() < min as usize;
        let is_longer = |max| value.len() > max as usize && units() > max as usize;
        let (min, max) = self.lengths;
        Validity::VALID
            .with(Flaw::TooShort, min.is_some_and(is_shorter))
            .with(Flaw::TooLong, max.is_some_and(is_longer))
    }

    /// The type's own grammar and `pattern` (section 4.10.5.3.6).
    fn judge_line(&self, value: &str, validity: Validity) -> Validity {
        let is_of_type = match self.kind {
            ControlType::Email if self.multiple => email::addresses(value).all(email::is_email),
            ControlType::Email => email::is_email(value),
            ControlType::Url => url::is_url(value),
            _ => true,
        };
        let matches = self.pattern.as_ref().is_none_or(|matches| {
            if self.multiple {
                email::addresses(value).all(|address| address.is_empty() || matches(address))
            } else {
                matches(value)
            }
        });
        validity.with(Flaw::TypeMismatch, !is_of_type).with(Flaw::PatternMismatch, !matches)
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control")
            .field("kind", &self.kind)
            .field("required", &self.required)
            .field("multiple", &self.multiple)
            .field("barred", &self.barred)
            .field("lengths", &self.lengths)
            .field("range", &self.range)
            .field("has_pattern", &self.pattern.is_some())
            .finish()
    }
}

/// What [`Control::check`] says of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<'t> {
    /// What the control holds.
    pub value: Cow<'t, str>,
    /// The flaws of that.
    pub validity: Validity,
}

/// An attribute; of several of one name the first counts.
fn attribute<'a>(attributes: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    found.map(|&(_, value)| value)
}

/// The rules for parsing non-negative integers (HTML section 2.3.4.2): blanks in front and anything
/// behind do no harm. Beyond what browsers count to there is no number.
fn non_negative(text: &str) -> Option<u32> {
    let text = text.trim_ascii_start();
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let number: i32 = text[..end].parse().ok()?;
    u32::try_from(number).ok().filter(|&number| !negative || number == 0)
}
