//! What somebody else did to a field and, where both changed it, which value to keep.

use super::markup::Builder;
use super::pieces::Piece;

impl Builder<'_> {
    /// A note on a change that is shown already, or the question after one that is not.
    pub(super) fn question(&mut self) {
        let Some(look) = &self.look.change else { return };
        let name = self.spec.name;
        if !look.change.asked {
            self.out.texts(&[" <span class=\"cas-change\" id=\"id_", name, "-change\">"]);
            self.out.text("Somebody else changed this meanwhile");
            if let Some(was) = &look.was {
                self.quoted(" from ", was);
            }
            self.quoted(" to ", &look.theirs);
            self.out.text(".</span>");
            return;
        }
        self.out.texts(&[" <span class=\"cas-conflict\" role=\"radiogroup\""]);
        self.out.texts(&[" aria-labelledby=\"id_", name, "-change\""]);
        if look.was.is_some() {
            self.out.texts(&[" aria-describedby=\"id_", name, "-was\""]);
        }
        self.out.texts(&["><strong id=\"id_", name, "-change\">"]);
        self.out.text(if look.was.is_some() {
            "Somebody else changed this meanwhile. Which value shall be kept?"
        } else {
            "This is not what is stored now. Which value shall be kept?"
        });
        self.out.text("</strong>");
        if let Some(was) = &look.was {
            self.out.texts(&["<br><span class=\"cas-was\" id=\"id_", name, "-was\">"]);
            self.quoted("When you opened the page: ", was);
            self.out.text("</span>");
        }
        self.hidden("resolve-", "");
        if let Some(was) = &look.change.was {
            self.hidden("cas-was-", &was.json);
        }
        self.answer("theirs", "Keep what is there now: ", &look.theirs);
        self.answer("mine", "Save what I entered: ", &look.mine);
        self.out.text("</span>");
    }

    fn hidden(&mut self, prefix: &str, value: &str) {
        self.out.texts(&["<input type=\"hidden\" name=\"", prefix, self.spec.name, "\""]);
        self.owner();
        self.out.text(" autocomplete=\"off\"").attribute("value", value).text(">");
    }

    /// One of the two values, with the button that chooses it.
    fn answer(&mut self, answer: &str, label: &str, text: &str) {
        let name = self.spec.name;
        self.out.texts(&["<br><label class=\"cas-", answer, "\"><input type=\"radio\""]);
        self.out.texts(&[" name=\"resolve-", name, "\" id=\"id_resolve-", name, "-", answer]);
        self.out.text("--").hole(Piece::Digest).text("\"");
        self.owner();
        self.out.texts(&[" value=\"", answer, "\" required autocomplete=\"off\"> "]);
        self.quoted(label, text);
        self.out.text("</label>");
    }

    fn quoted(&mut self, before: &str, text: &str) {
        self.out.text(before);
        if text.is_empty() {
            self.out.text("<em>nothing</em>");
        } else {
            self.out.text("<q>").escaped(text).text("</q>");
        }
    }
}
