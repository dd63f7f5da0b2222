//! Filling the holes of a field's markup.

use super::escape;
use super::fill::FieldView;
use super::pieces::{Piece, Pieces};
use crate::canonical;
use crate::form::Original;
use std::fmt::Write as _;

/// What the holes of a part are filled with.
pub(super) struct Filler<'a> {
    pub(super) view: &'a FieldView<'a>,
    pub(super) text: &'a str,
    /// Of a set: its values.
    pub(super) members: Option<&'a [String]>,
    /// Which of the values that are no choices it is.
    pub(super) count: usize,
    /// Whether the text stands as it is, in HTML and in JSON.
    pub(super) plain: bool,
    /// Whether it is plain and the lossless text of the value as well.
    pub(super) whole: bool,
}

impl Filler<'_> {
    /// Appends the pieces with their holes filled.
    pub(super) fn fill(&self, pieces: &Pieces, out: &mut String, written: &mut String) {
        // Where the digest stands, once it does.
        let mut digest = None;
        for (text, piece) in &pieces.holes {
            out.push_str(text);
            match piece {
                Piece::Value if self.plain => out.push_str(self.text),
                Piece::Value => escape::push(out, self.text),
                Piece::Original => {
                    self.put_seal(out);
                    self.put_original(out, written);
                }
                Piece::Digest => {
                    let start = out.len();
                    match digest.clone() {
                        Some(range) => out.extend_from_within(range),
                        None => self.put_digest(out),
                    }
                    digest = Some(start..out.len());
                }
                Piece::Word(word) => escape::push(out, &self.view.messages.text(*word)),
                Piece::IfValue(value, text) => {
                    if self.members.map_or(value == self.text, |all| all.contains(value)) {
                        out.push_str(text);
                    }
                }
                Piece::IfStored(pieces) => self.fill_stored(pieces, out, written),
                Piece::Count => _ = write!(out, "{}", self.count),
            }
        }
        out.push_str(&pieces.end);
    }

    fn put_digest(&self, out: &mut String) {
        if self.whole && canonical::is_bare(self.view.spec.kind, self.text) {
            super::push_digest(out, self.text);
        } else {
            super::push_digest(out, &self.view.original());
        }
    }

    /// Appends what [`FieldView::put_original`] does, escaped.
    fn put_original(&self, out: &mut String, written: &mut String) {
        if self.view.zone.is_some() || self.view.spec.digested {
            return escape::push(out, &self.view.original());
        }
        let value = match (self.view.state.map(|state| &state.original), self.view.value) {
            (Some(Original::Raw(raw)), _) => return escape::push(out, raw),
            (_, Some(value)) => value,
            (_, None) if self.view.spec.secret => return escape::push(out, canonical::SECRET),
            (_, None) => return,
        };
        let text = if self.whole { Some(self.text) } else { value.write(written) };
        let Some(text) = text else { return out.push_str("null") };
        match (canonical::is_bare(self.view.spec.kind, text), self.whole) {
            (true, true) => out.push_str(text),
            (true, false) => escape::push(out, text),
            (false, true) => out.extend(["&quot;", text, "&quot;"]),
            (false, false) => {
                out.push_str("&quot;");
                escape::push_json(out, text);
                out.push_str("&quot;");
            }
        }
    }

    /// Fills in what stands for values that are none of the choices: each has one of its own.
    fn fill_stored(&self, pieces: &Pieces, out: &mut String, written: &mut String) {
        let Filler { view, text, members, .. } = *self;
        if let Some(members) = members {
            let stored = members.iter().filter(|member| !view.offer.has(member));
            for (count, text) in stored.enumerate() {
                let filler =
                    Filler { view, text, members: None, count, plain: false, whole: false };
                filler.fill(pieces, out, written);
            }
            return;
        }
        if !view.offer.has(text) && !text.is_empty() {
            self.fill(pieces, out, written);
        }
    }
}
