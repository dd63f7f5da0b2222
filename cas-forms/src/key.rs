//! Keys as text.

use crate::value::{FieldType, Kind};
use std::fmt::Write as _;

/// A key that can be written down and read again: every type that a field can have, `Vec<u8>`, and
/// tuples of up to six such.
#[diagnostic::on_unimplemented(
    message = "a key of the type `{Self}` cannot be written down as text",
    note = "implement `cas_forms::FieldValue` for it, or `cas_forms::KeyText`"
)]
pub trait KeyText: Sized {
    /// Appends the texts of the key's parts; `None` is null.
    fn write_parts(&self, parts: &mut Vec<Option<String>>);

    /// Appends, for each part, its text if it is free text, which some databases find in other spellings
    /// as well.
    fn write_texts(&self, texts: &mut Vec<Option<String>>) {
        let mut parts = Vec::new();
        self.write_parts(&mut parts);
        texts.extend(parts.iter().map(|_| None));
    }

    /// The inverse: takes the key's parts from the front.
    fn read_parts(parts: &mut dyn Iterator<Item = Option<String>>) -> Option<Self>;

    /// The key as canonical text: a JSON array of its parts.
    ///
    /// ```
    /// use cas_forms::KeyText;
    ///
    /// assert_eq!(7_i64.to_text(), r#"["7"]"#);
    /// let key = (7_i64, "a \"club\"".to_owned());
    /// assert_eq!(KeyText::of_text(&key.to_text()), Some(key));
    /// ```
    fn to_text(&self) -> String {
        let mut parts = Vec::new();
        self.write_parts(&mut parts);
        // An array of texts has no map whose key could be none.
        serde_json::to_string(&parts).unwrap_or_default()
    }

    /// The key that a text of [`to_text`](Self::to_text) stands for.
    fn of_text(text: &str) -> Option<Self> {
        let parts: Vec<Option<String>> = serde_json::from_str(text).ok()?;
        let mut parts = parts.into_iter();
        let key = Self::read_parts(&mut parts)?;
        parts.next().is_none().then_some(key)
    }
}

impl<T: FieldType> KeyText for T {
    fn write_parts(&self, parts: &mut Vec<Option<String>>) {
        parts.push(self.write(&mut String::new()).map(str::to_owned));
    }
    fn write_texts(&self, texts: &mut Vec<Option<String>>) {
        if T::KIND == Kind::Text { self.write_parts(texts) } else { texts.push(None) }
    }
    fn read_parts(parts: &mut dyn Iterator<Item = Option<String>>) -> Option<Self> {
        T::read(parts.next()?.as_deref())
    }
}

/// In hexadecimal digits.
impl KeyText for Vec<u8> {
    fn write_parts(&self, parts: &mut Vec<Option<String>>) {
        let mut text = String::with_capacity(2 * self.len());
        for byte in self {
            let _ = write!(text, "{byte:02x}");
        }
        parts.push(Some(text));
    }
    fn read_parts(parts: &mut dyn Iterator<Item = Option<String>>) -> Option<Self> {
        let text = parts.next()??;
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let byte = |pair: &[u8; 2]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
        rest.is_empty().then(|| pairs.iter().map(byte).collect())?
    }
}

/// The key of a form without a table.
impl KeyText for () {
    fn write_parts(&self, _: &mut Vec<Option<String>>) {}
    fn read_parts(_: &mut dyn Iterator<Item = Option<String>>) -> Option<Self> {
        Some(())
    }
}

macro_rules! tuples {
    ($($($part:ident)+;)*) => {$(
        impl<$($part: KeyText),+> KeyText for ($($part,)+) {
            fn write_parts(&self, parts: &mut Vec<Option<String>>) {
                #[expect(non_snake_case, reason = "named as their types")]
                let ($($part,)+) = self;
                $($part.write_parts(parts);)+
            }
            fn write_texts(&self, texts: &mut Vec<Option<String>>) {
                #[expect(non_snake_case, reason = "named as their types")]
                let ($($part,)+) = self;
                $($part.write_texts(texts);)+
            }
            fn read_parts(parts: &mut dyn Iterator<Item = Option<String>>) -> Option<Self> {
                Some(($($part::read_parts(parts)?,)+))
            }
        }
    )*};
}

tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; }

#[cfg(test)]
mod tests {
    use super::KeyText;
    use proptest::prelude::*;
    use std::fmt::Debug;

    fn comes_back<K: KeyText + PartialEq + Debug>(key: &K) {
        assert_eq!(K::of_text(&key.to_text()).as_ref(), Some(key));
    }

    #[test]
    fn a_text_with_parts_too_few_or_too_many_is_no_key() {
        assert_eq!(<(i32, i32)>::of_text(r#"["1"]"#), None);
        assert_eq!(i32::of_text(r#"["1","2"]"#), None);
        assert_eq!(i32::of_text(r#"["one"]"#), None);
        assert_eq!(i32::of_text(""), None);
    }

    proptest! {
        #[test]
        fn every_key_comes_back(number: i64, text: String, bytes: Vec<u8>, flag: Option<bool>) {
            comes_back(&number);
            comes_back(&text);
            comes_back(&bytes);
            comes_back(&(number, text, (bytes, flag)));
        }
    }
}
