//! Markup with holes.

use super::escape;
use crate::messages::Text;

/// What a hole is filled with.
#[derive(Debug)]
pub(crate) enum Piece {
    /// The control's text, escaped.
    Value,
    /// The hidden original, escaped.
    Original,
    /// The digest of the original.
    Digest,
    /// This word of the catalogue, escaped.
    Word(Text),
    /// This text, if the control's text is this one or, of a set, holds it.
    IfValue(String, &'static str),
    /// These pieces, if the control's text is none of the field's choices (and not empty where
    /// an empty choice is offered); of a set, once for each value that is none.
    IfStored(Pieces),
    /// Which of the values of [`IfStored`](Self::IfStored) it is.
    Count,
}

/// Text, a hole, text, a hole, and so on; text at the end.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) holes: Vec<(String, Piece)>,
    pub(crate) end: String,
}

impl Pieces {
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.end.push_str(text);
        self
    }

    pub(crate) fn texts(&mut self, texts: &[&str]) -> &mut Self {
        for text in texts {
            self.text(text);
        }
        self
    }

    pub(crate) fn escaped(&mut self, text: &str) -> &mut Self {
        let mut out = String::with_capacity(text.len());
        escape::push(&mut out, text);
        self.text(&out)
    }

    /// ` name="value"`
    pub(crate) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.texts(&[" ", name, "=\""]).escaped(value).text("\"")
    }

    pub(crate) fn hole(&mut self, piece: Piece) -> &mut Self {
        self.holes.push((std::mem::take(&mut self.end), piece));
        self
    }

    /// How much text there is, with a little for each hole.
    pub(crate) fn size(&self) -> usize {
        self.holes.iter().map(|(text, _)| text.len() + 16).sum::<usize>() + self.end.len()
    }
}
