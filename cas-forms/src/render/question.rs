//! What somebody else did to a field and, where both changed it, which value to keep.

use super::diff::{self, Part};
use super::markup::Builder;
use super::pieces::Piece;
use crate::messages::{self, Text};
use crate::submission::Answer;
use crate::value::Kind;

impl Builder<'_> {
    /// A note on a change that is shown already, or the question after one that is not.
    pub(super) fn question(&mut self) {
        let Some(look) = &self.look.change else { return };
        let name = self.spec.name;
        if !look.change.asked {
            self.out.texts(&[" <span class=\"cas-change\" id=\"id_", name, "-change\">"]);
            match &look.was {
                Some(was) => {
                    self.quoting(Text::ChangedFromTo, &[("was", was), ("now", &look.theirs)]);
                }
                None => self.quoting(Text::ChangedTo, &[("now", &look.theirs)]),
            }
            self.out.text("</span>");
            return;
        }
        let is_of_group = look.is_of_group();
        self.out.texts(&[" <span class=\"cas-conflict\" role=\"radiogroup\""]);
        self.out.texts(&[" aria-labelledby=\"id_", name, "-change\""]);
        if look.was.is_some() || self.spec.digested {
            self.out.texts(&[" aria-describedby=\"id_", name, "-was\""]);
        }
        self.out.texts(&["><strong id=\"id_", name, "-change\">"]);
        self.said(match look.was {
            Some(_) if is_of_group => Text::AskGroup,
            Some(_) => Text::AskChanged,
            None => Text::AskDiffers,
        });
        self.out.text("</strong>");
        if let Some(was) = &look.was {
            self.out.texts(&["<br><span class=\"cas-was\" id=\"id_", name, "-was\">"]);
            self.quoting(Text::Was, &[("value", was)]);
            self.out.text("</span>");
        }
        if look.was.is_none() && self.spec.digested {
            self.out.texts(&["<br><span class=\"cas-was\" id=\"id_", name, "-was\">"]);
            self.said(Text::WasNotKept);
            self.out.text("</span>");
        }
        self.hidden("resolve-", "");
        if let Some(was) = &look.change.was {
            self.hidden("cas-was-", &was.json);
        }
        let given = look.change.answer;
        self.answer("theirs", Text::Theirs, &look.theirs, given == Answer::Theirs);
        self.answer("mine", Text::Mine, &look.mine, given == Answer::Mine);
        self.out.text("</span>");
    }

    fn hidden(&mut self, prefix: &str, value: &str) {
        self.out.texts(&["<input type=\"hidden\" name=\"", prefix, self.spec.name, "\""]);
        self.owner();
        self.out.text(" autocomplete=\"off\"").attribute("value", value).text(">");
    }

    /// One of the two values, with the button that chooses it.
    fn answer(&mut self, answer: &str, label: Text, text: &str, is_given: bool) {
        let name = self.spec.name;
        self.out.texts(&["<br><label class=\"cas-", answer, "\"><input type=\"radio\""]);
        self.out.texts(&[" name=\"resolve-", name, "\" id=\"id_resolve-", name, "-", answer]);
        self.out.text("--").hole(Piece::Digest).text("\"");
        self.owner();
        self.out.texts(&[" value=\"", answer, "\" required autocomplete=\"off\""]);
        self.out.text(if is_given { " checked> " } else { "> " });
        // Of dates, sets and numbers no part means anything by itself.
        let is_text = self.spec.kind == Kind::Text;
        let change = self.look.change.as_ref().filter(|_| is_text);
        let was = change.and_then(|look| look.was.as_deref());
        self.quoting_against(was, label, &[("value", text)]);
        self.out.text("</label>");
    }

    /// A sentence of the catalogue.
    pub(super) fn said(&mut self, text: Text) {
        self.out.escaped(&self.look.messages.text(text));
    }

    /// A sentence of the catalogue that quotes values, wherever it has its holes.
    pub(super) fn quoting(&mut self, text: Text, values: &[(&str, &str)]) {
        self.quoting_against(None, text, values);
    }

    /// The same, with marks where a value differs from the old one.
    fn quoting_against(&mut self, old: Option<&str>, text: Text, values: &[(&str, &str)]) {
        let sentence = self.look.messages.text(text);
        let (parts, end) = messages::holes(&sentence);
        for (before, hole) in parts {
            self.out.escaped(before);
            match values.iter().find(|(name, _)| *name == hole) {
                Some((_, "")) => {
                    let nothing = self.look.messages.text(Text::Nothing);
                    self.out.text("<em>").escaped(&nothing).text("</em>");
                }
                Some((_, value)) => {
                    self.out.text("<q>");
                    match old.and_then(|old| diff::parts(old, value)) {
                        Some(parts) => self.marked(&parts),
                        None => {
                            self.out.escaped(value);
                        }
                    }
                    self.out.text("</q>");
                }
                None => {}
            }
        }
        self.out.escaped(end);
    }

    fn marked(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            match part {
                Part::Same(text) => self.out.escaped(text),
                Part::Gone(text) => self.out.text("<del>").escaped(text).text("</del>"),
                Part::New(text) => self.out.text("<ins>").escaped(text).text("</ins>"),
            };
        }
    }
}
