//! The quick way through a field of a fresh form: the control shows all of the value and no rule is
//! broken, so that one text stands in both holes of the markup.

use super::escape::{self, Specials};
use super::fill::Scratch;
use super::layout::FieldLayout;
use super::pieces::{Piece, Pieces};
use crate::canonical;
use crate::cell::Cell;
use crate::spec::{FieldSpec, Widget};
use crate::words::{self, equal};

/// What stands around a value and its original, where these are all the holes there are but for a
/// digest in the control's name.
#[derive(Debug)]
pub(super) struct Twice {
    /// What stands before the digest.
    name: Option<String>,
    before: String,
    /// Around an original that stands bare,
    bare: (String, String),
    /// and around one in quotes.
    quoted: (String, String),
}

impl Twice {
    pub(super) fn new(spec: &FieldSpec, pieces: &Pieces) -> Option<Self> {
        let (name, holes) = match pieces.holes.as_slice() {
            [(name, Piece::Digest), holes @ ..] => (Some(name.clone()), holes),
            holes => (None, holes),
        };
        let [(before, Piece::Value), (between, Piece::Original)] = holes else { return None };
        let quote = "&quot;";
        let is_fixed = !(spec.secret || spec.listed || spec.zoned || spec.widget.is_never_empty());
        is_fixed.then(|| Twice {
            name,
            before: before.clone(),
            bare: (between.clone(), pieces.end.clone()),
            quoted: ([between, quote].concat(), [quote, &pieces.end].concat()),
        })
    }

    /// Appends the field; false, and nothing appended, if it has to go the long way.
    pub(super) fn write(
        &self,
        spec: &FieldSpec,
        layout: &FieldLayout,
        cell: &dyn Cell,
        out: &mut String,
        Scratch { shown, written }: &mut Scratch,
    ) -> bool {
        let Some(value) = cell.value() else { return false };
        let (text, is_all) = value.show_all(shown);
        let is_missing = text.is_empty() && (spec.required || !spec.kind.has_empty());
        if !is_all || is_missing {
            return false;
        }
        // What an ordered control takes holds digits and a few signs.
        let specials = if spec.widget.is_ordered() { Specials::NONE } else { Specials::of(text) };
        // A textarea folds line breaks, another control has none.
        let is_cut = specials.has_controls()
            && !matches!(spec.widget, Widget::Textarea { .. } if !has_returns(text));
        if is_cut || !layout.control(spec).takes(text) {
            return false;
        }
        let is_bare = canonical::is_bare(spec.kind, text);
        let (between, end) = if is_bare { &self.bare } else { &self.quoted };
        if let Some(name) = &self.name {
            written.clear();
            written.reserve(text.len() + 16);
            canonical::encode(spec.kind, Some(text), written);
            out.push_str(name);
            super::push_digest(out, written);
        }
        out.push_str(&self.before);
        let start = out.len();
        if specials.is_plain() {
            out.extend([text, between, text]);
        } else {
            escape::push(out, text);
            let escaped = start..out.len();
            out.push_str(between);
            if specials.is_json() {
                out.extend_from_within(escaped);
            } else {
                escape::push_json(out, text);
            }
        }
        out.push_str(end);
        true
    }
}

/// Whether there is what a textarea does not keep: other line breaks than `\n`, and NUL.
fn has_returns(text: &str) -> bool {
    words::any(text.as_bytes(), |word| equal(word, b'\r') | equal(word, 0))
}

#[cfg(test)]
mod tests {
    use super::super::fill::FieldView;
    use super::super::markup::Part;
    use super::*;
    use crate::setting::Setting;
    use crate::spec::{FormSpec, Pattern};
    use proptest::prelude::*;

    const CODE: Pattern =
        Pattern { source: "[^x]*", message: "No x", all: &["\\A(?:[^x]*)\\z"], none: &[] };
    static FIELDS: [FieldSpec; 6] = [
        FieldSpec::new::<String>("line", "Line").with_max_length(9).with_pattern(CODE),
        FieldSpec::new::<String>("text", "Text").with_widget(Widget::Textarea { rows: 3 }),
        FieldSpec::new::<String>("mail", "Mail").with_widget(Widget::Email).with_required(true),
        FieldSpec::new::<i32>("count", "Count").with_min("-10").with_max("1000"),
        FieldSpec::new::<Option<f64>>("size", "Size").with_min("0.5").with_step("0.25"),
        FieldSpec::new::<i8>("word", "Word").with_widget(Widget::Text),
    ];
    static FORM: FormSpec = FormSpec::new("Form", &FIELDS);

    /// Whether the quick way was taken; both give the same.
    fn both(index: usize, value: &dyn Cell) -> bool {
        let (spec, layout) = (&FIELDS[index], FORM.layout().field(index));
        let (mut long, mut quick) = (String::new(), String::new());
        let setting = Setting::default();
        let view = FieldView::new(&FORM, index, value, None, &setting).unwrap();
        view.write(Part::Division, &mut long, &mut Scratch::default());
        let twice = layout.quick("Form", spec, Part::Division).unwrap();
        let is_quick = twice.write(spec, layout, value, &mut quick, &mut Scratch::default());
        assert_eq!(quick, if is_quick { long } else { String::new() });
        is_quick
    }

    #[test]
    fn what_is_shown_as_it_is_goes_the_quick_way() {
        assert!(both(0, &String::new()) && both(1, &String::new()));
        assert!(both(0, &"a & \"b\"".to_owned()) && both(1, &"a\nb<".to_owned()));
        assert!(both(2, &"a@b.example".to_owned()) && both(3, &-10));
        assert!(both(4, &Some(0.75)) && both(5, &-128_i8));
    }

    #[test]
    fn what_is_cut_or_breaks_a_rule_goes_the_long_way() {
        for text in ["a\nb", "x", "more than nine"] {
            assert!(!both(0, &text.to_owned()), "{text}");
        }
        assert!(!both(1, &"a\r\nb".to_owned()) && !both(1, &"a\0".to_owned()));
        assert!(
            !both(2, &String::new()) && !both(2, &" a@b".to_owned()) && !both(2, &"a".to_owned())
        );
        assert!(!both(3, &1001) && !both(4, &None::<f64>) && !both(4, &Some(0.6)));
    }

    proptest! {
        #[test]
        fn both_ways_lead_to_the_same_markup(
            text in "[ -~\\PC\n\r\0]{0,20}",
            mail in "[a-zé<&\" ]{1,3}@[a-zé.]{1,4}",
            count in -2000_i32..2000,
            size in any::<f64>(),
        ) {
            for index in 0..3 {
                both(index, &text);
                both(index, &mail);
            }
            both(3, &count);
            both(4, &Some(size));
            both(4, &Some(f64::from(count) / 8.0));
        }
    }
}
