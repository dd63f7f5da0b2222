//! A wall time that comes twice, since clocks go back: which one is meant.

use super::fill::FieldView;
use super::markup::Builder;
use super::pieces::Piece;
use crate::messages::Text;
use crate::zone::{Offset, Zone};

/// A wall time that comes twice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoldLook {
    pub(crate) zone: Zone,
    pub(crate) offsets: [Offset; 2],
    /// The one that is meant, if that is known.
    pub(crate) chosen: Option<Offset>,
}

impl FieldView<'_> {
    /// Which two instants the text may mean, where clocks go back.
    pub(super) fn fold(&self, text: &str) -> Option<FoldLook> {
        let zone = self.zone.filter(|_| !self.spec.readonly)?;
        let offsets = zone.fold(text)?;
        let chosen = if self.typed().is_some() {
            self.state.and_then(|state| state.offset)
        } else {
            self.value?.write(&mut String::new()).and_then(|written| zone.offset(written))
        };
        Some(FoldLook { zone, offsets, chosen })
    }

    /// What was typed as people read it.
    pub(super) fn mine(&self) -> String {
        let typed = self.typed().unwrap_or_default();
        let mut words = self.in_words(typed);
        let chosen = self.fold(&self.sanitize(typed)).and_then(|fold| fold.chosen);
        if let Some(offset) = chosen {
            words.extend([" (UTC", &offset.text(), ")"]);
        }
        words
    }
}

impl Builder<'_> {
    /// The question which of two instants is meant, where clocks go back.
    pub(super) fn which_time(&mut self) {
        let Some(fold) = self.look.fold else { return };
        let name = self.spec.name;
        self.out.texts(&[" <span class=\"cas-twice\" role=\"radiogroup\""]);
        self.out.texts(&[" aria-labelledby=\"id_", name, "-twice\"><span id=\"id_", name]);
        self.out.text("-twice\">");
        self.quoting(Text::AskTwice, &[("zone", fold.zone.name())]);
        self.out.text("</span>");
        for (offset, (label, order)) in
            fold.offsets.into_iter().zip([(Text::First, "first"), (Text::Second, "second")])
        {
            let text = offset.text();
            self.out.texts(&["<br><label><input type=\"radio\" name=\"cas-offset-", name]);
            self.out.texts(&["\" id=\"id_cas-offset-", name, "-", order, "--"]);
            self.out.hole(Piece::Digest).text("\"");
            self.owner();
            self.out.text(" autocomplete=\"off\"").attribute("value", &text);
            self.out.text(if fold.chosen == Some(offset) { " checked> " } else { "> " });
            self.quoting(label, &[("offset", &text)]);
            self.out.text("</label>");
        }
        self.out.text("</span>");
    }
}
