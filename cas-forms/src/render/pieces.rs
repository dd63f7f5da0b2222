//! Markup with holes.

use super::escape;

/// A stretch of markup.
#[derive(Debug)]
pub(crate) enum Piece {
    /// As it is.
    Text(String),
    /// The control's text, escaped.
    Value,
    /// The hidden original, escaped.
    Original,
    /// The digest of the original.
    Digest,
    /// This text, if the control's text is this one.
    IfValue(&'static str, &'static str),
    /// These pieces, if the control's text is none of the field's choices (and not empty where
    /// an empty choice is offered).
    IfStored(Pieces),
}

/// Pieces in a row; neighbouring text is one piece.
#[derive(Debug, Default)]
pub(crate) struct Pieces(pub(crate) Vec<Piece>);

impl Pieces {
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        if let Some(Piece::Text(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Piece::Text(text.to_owned()));
        }
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
        self.0.push(piece);
        self
    }

    /// How much text there is, holes apart.
    pub(crate) fn size(&self) -> usize {
        let size = |piece: &Piece| if let Piece::Text(text) = piece { text.len() } else { 16 };
        self.0.iter().map(size).sum()
    }
}
