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
pub(crate) struct Pieces {
    list: Vec<Piece>,
    size: usize,
}

impl Pieces {
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.size += text.len();
        if let Some(Piece::Text(last)) = self.list.last_mut() {
            last.push_str(text);
        } else {
            self.list.push(Piece::Text(text.to_owned()));
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
        self.size += 16;
        self.list.push(piece);
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Piece> {
        self.list.iter()
    }

    /// How much text there is, with a little for each hole.
    pub(crate) fn size(&self) -> usize {
        self.size
    }
}
