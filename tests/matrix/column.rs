//! Columns as data.

use super::runner::Kind;

/// What a user does to the field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Edit {
    Type(&'static str),
    /// Checks what is not checked, and the reverse.
    Check,
    Pick(&'static [&'static str]),
}

/// A declared column under a form.
pub(crate) struct Column<S, A> {
    pub(crate) kind: Kind<S, A>,
    pub(crate) declared: &'static str,
    pub(crate) edit: Edit,
    /// Literals in SQL. Any two of them are told apart.
    pub(crate) values: Vec<String>,
    /// Those whose comparison in SQL misses, so that it takes a lock to write.
    pub(crate) slow: Vec<String>,
    /// Stored otherwise, loaded as the same.
    pub(crate) same: Vec<[String; 2]>,
    /// Loaded with loss by the field's type: taken for changed, always.
    pub(crate) stuck: Vec<String>,
    /// What cannot be shown without loss.
    pub(crate) unreadable: Vec<String>,
}

impl<S, A> Column<S, A> {
    pub(crate) fn new(kind: Kind<S, A>, declared: &'static str, edit: Edit) -> Self {
        let (values, slow, same, stuck, unreadable) = Default::default();
        Column { kind, declared, edit, values, slow, same, stuck, unreadable }
    }
    /// Some literal that the column takes.
    pub(crate) fn any(&self) -> &str {
        self.values.first().or(self.unreadable.first()).expect("a literal")
    }
    pub(crate) fn values<T: ToString>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.values.extend(values.into_iter().map(|value| value.to_string()));
        self
    }
    pub(crate) fn slow(mut self, values: &[&str]) -> Self {
        self.slow.extend(values.iter().map(ToString::to_string));
        self.values(values)
    }
    pub(crate) fn same(mut self, one: &str, other: &str) -> Self {
        self.same.push([one.to_owned(), other.to_owned()]);
        self
    }
    pub(crate) fn stuck(mut self, value: &str) -> Self {
        self.stuck.push(value.to_owned());
        self
    }
    pub(crate) fn unreadable(mut self, values: &[&str]) -> Self {
        self.unreadable.extend(values.iter().map(ToString::to_string));
        self
    }
}

/// Texts that many a collation calls equal, and some that are hard on quoting and length.
pub(crate) fn texts() -> Vec<String> {
    let short = [
        "",
        "a",
        "A",
        "a ",
        " a",
        "a  ",
        "á",
        "a\u{301}",
        "ß",
        "ss",
        "a\n",
        "a\r\n",
        "a\u{200b}",
        "\u{feff}a",
        "😀",
        "\\x41",
        "'\"{},NULL",
        "NULL",
    ];
    let short = short.into_iter().map(ToOwned::to_owned);
    short.chain(["x".repeat(40), "x".repeat(39) + "X"]).collect()
}

/// A megabyte, and the same but for its last letter.
pub(crate) fn long_texts() -> [String; 2] {
    ["x".repeat(1_000_000), "x".repeat(999_999) + "X"]
}

/// Texts as literals in SQL.
pub(crate) fn quote(texts: impl IntoIterator<Item = String>) -> impl Iterator<Item = String> {
    texts.into_iter().map(|text| format!("'{}'", text.replace('\'', "''")))
}
