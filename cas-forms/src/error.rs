//! What can be wrong with a field, as data. The sentence is made from it at the end.

use std::borrow::Cow;
use std::fmt;

/// What is wrong with one field of a submission.
///
/// `Display` gives the English sentence that stands beside the control.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorCode {
    /// Nothing was given where something is needed.
    Required,
    /// No value of the field's type.
    Invalid,
    /// Not a whole number.
    Integer,
    /// Not a number.
    Number,
    /// Not a date.
    Date,
    /// Not a time of day.
    Time,
    /// Not a date and time.
    DateTime,
    /// A wall time that comes twice in its zone, since clocks go back.
    TimeTwice {
        /// The zone.
        zone: &'static str,
        /// The offset from UTC when it comes first.
        first: String,
        /// The offset when it comes again.
        second: String,
    },
    /// A wall time that does not come in its zone, since clocks go forward.
    TimeMissing {
        /// The zone.
        zone: &'static str,
        /// The wall time at which clocks leave off,
        from: String,
        /// and the one at which they go on.
        to: String,
    },
    /// Not a month.
    Month,
    /// Not a week.
    Week,
    /// Not an e-mail address as HTML defines it.
    Email,
    /// Not an absolute URL.
    Url,
    /// Not a UUID.
    Uuid,
    /// Not JSON; holds where it ceases to be.
    Json {
        /// The line, the first being 1.
        line: usize,
        /// The character in the line, the first being 1.
        column: usize,
    },
    /// A number of more digits than can be stored.
    Digits,
    /// Less than this least value.
    Min(&'static str),
    /// Greater than this greatest value.
    Max(&'static str),
    /// Not on a step of this size, counted from the base.
    Step {
        /// The size of a step.
        step: &'static str,
        /// Where the steps begin.
        base: &'static str,
    },
    /// Fewer UTF-16 units than this.
    TooShort(u32),
    /// More UTF-16 units than this.
    TooLong(u32),
    /// The pattern does not match; the text is the pattern's own message.
    Pattern(&'static str),
    /// What a check of the form's own says.
    Custom(Cow<'static, str>),
    /// Not one of the choices.
    Choice,
    /// Not one of the choices any more.
    ChoiceGone,
    /// A secret is not sent back to the page, so it has to be entered again.
    Reenter,
    /// The field may not be changed here.
    Readonly,
    /// The control arrived more than once.
    Duplicate,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The text holds the character NUL, which databases cannot store.
    Nul,
    /// The page asked which value to keep, and no answer came.
    Unanswered,
    /// The hidden original did not arrive.
    OriginalMissing,
    /// The hidden original arrived, but is not one that was rendered for this field.
    OriginalMalformed,
    /// The form is sealed, and what arrived as the original is not one that this user was sent for this
    /// field of this row, or is too old.
    TooOld,
    /// Nothing else may have this value, and something has it.
    Taken,
    /// It refers to something that is not there, or no longer.
    Reference,
    /// The database has a constraint that this value breaks.
    Rejected,
    /// Too long or too large for its column.
    TooLarge,
    /// The database holds a value that does not fit the field's type, so it can be neither
    /// shown nor compared.
    Unreadable,
}

impl ErrorCode {
    /// Whether the database said it.
    pub(crate) fn is_of_database(&self) -> bool {
        use ErrorCode::{Reference, Rejected, Taken, TooLarge};
        matches!(self, Rejected | Taken | Reference | TooLarge)
    }

    /// Whether it asks which value to keep.
    pub(crate) fn is_question(&self) -> bool {
        matches!(
            self,
            ErrorCode::Unanswered
                | ErrorCode::OriginalMissing
                | ErrorCode::OriginalMalformed
                | ErrorCode::TooOld
        )
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ErrorCode::Required => "Please fill in this field.",
            ErrorCode::Invalid => "Please enter a valid value.",
            ErrorCode::Integer => "Please enter a whole number.",
            ErrorCode::Number => "Please enter a number.",
            ErrorCode::Date => "Please enter a date.",
            ErrorCode::Time => "Please enter a time.",
            ErrorCode::DateTime => "Please enter a date and a time.",
            ErrorCode::TimeTwice { zone, first, second } => {
                return write!(
                    f,
                    "In {zone} clocks go back then, so that this time comes twice: please choose UTC{first} or UTC{second}."
                );
            }
            ErrorCode::TimeMissing { zone, from, to } => {
                return write!(
                    f,
                    "In {zone} clocks go forward then, from {from} to {to}: this time does not exist."
                );
            }
            ErrorCode::Month => "Please enter a month.",
            ErrorCode::Week => "Please enter a week.",
            ErrorCode::Email => "Please enter an e-mail address.",
            ErrorCode::Url => "Please enter a whole address, such as https://example.org.",
            ErrorCode::Uuid => {
                "Please enter a UUID, such as 67e55044-10b1-426f-9247-bb680e5fe0c8."
            }
            ErrorCode::Json { line, column } => {
                return write!(
                    f,
                    "This is not JSON: please look at line {line}, character {column}."
                );
            }
            ErrorCode::Digits => "This number has more digits than can be stored.",
            ErrorCode::Min(min) => return write!(f, "The value must be {min} or more."),
            ErrorCode::Max(max) => return write!(f, "The value must be {max} or less."),
            ErrorCode::Step { step, base } => {
                return write!(f, "The value must be a multiple of {step}, counted from {base}.");
            }
            ErrorCode::TooShort(min) => {
                return write!(f, "Please use at least {min} characters.");
            }
            ErrorCode::TooLong(max) => return write!(f, "Please use at most {max} characters."),
            ErrorCode::Pattern(message) => message,
            ErrorCode::Custom(message) => message,
            ErrorCode::Choice => "Please choose one of the given values.",
            ErrorCode::ChoiceGone => {
                "This can no longer be chosen; please choose one of the values that are left."
            }
            ErrorCode::Reenter => {
                "For your safety this is not sent back to you; please enter it again."
            }
            ErrorCode::Readonly => "This field cannot be changed here.",
            ErrorCode::Duplicate => "This field arrived twice; please check it and save again.",
            ErrorCode::NotUtf8 => "This text is not valid UTF-8; please enter it again.",
            ErrorCode::Nul => "This text holds an invisible NUL character; please remove it.",
            ErrorCode::Unanswered => "Please choose which value to keep.",
            ErrorCode::OriginalMissing => {
                "The page did not say what this field held; please check it and save again."
            }
            ErrorCode::OriginalMalformed => {
                "What this field held when the page was made is unreadable; please check it and save again."
            }
            ErrorCode::TooOld => {
                "The page is too old to say what this field held; please check it and save again."
            }
            ErrorCode::Taken => "This is already taken.",
            ErrorCode::Reference => "What this refers to does not exist, or no longer.",
            ErrorCode::Rejected => "The database does not accept this value.",
            ErrorCode::TooLarge => "This is more than can be stored here.",
            ErrorCode::Unreadable => {
                "The stored value does not fit this field; it must be corrected in the database."
            }
        })
    }
}

/// What a check says may be any text, or a code for which there is a sentence already.
macro_rules! from_texts {
    ($($error:ty)*) => {$(
        impl From<&'static str> for $error {
            fn from(message: &'static str) -> Self {
                Self::Custom(message.into())
            }
        }

        impl From<String> for $error {
            fn from(message: String) -> Self {
                Self::Custom(message.into())
            }
        }

        impl From<Cow<'static, str>> for $error {
            fn from(message: Cow<'static, str>) -> Self {
                Self::Custom(message)
            }
        }
    )*};
}

from_texts! { ErrorCode FormError }

/// What is wrong with a submission as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormError {
    /// More bytes than [`Limits::bytes`](crate::Limits::bytes); holds the limit.
    TooManyBytes(usize),
    /// More name/value pairs than [`Limits::pairs`](crate::Limits::pairs); holds the limit.
    TooManyPairs(usize),
    /// The page for something new does not say which one it is, so that nobody could tell whether it
    /// comes twice.
    NonceMissing,
    /// The form is sealed, and the page is not one that this user was sent for this row, or is too old:
    /// what it says of stored values does not count.
    TooOld,
    /// The page is of another version of the program, and something was entered into a field that is
    /// not there any more.
    FieldGone {
        /// The name of the field.
        field: String,
        /// What was entered; none where it may be a secret.
        text: Option<String>,
    },
    /// The database has a constraint that these values break.
    Rejected,
    /// The version of the row is another one, whatever its fields hold.
    Version,
    /// It was to be deleted, and was not, since it changed.
    NotDeleted,
    /// Nothing else may have these values, and something has them.
    Taken,
    /// Something that these values refer to is not there, or something refers to what would change.
    Reference,
    /// A value is too long or too large for its column.
    TooLarge,
    /// What a check of the form's own says.
    Custom(Cow<'static, str>),
}

impl FormError {
    /// Whether it says what the database refused.
    pub(crate) fn is_of_database(&self) -> bool {
        use FormError::{Reference, Rejected, Taken, TooLarge};
        matches!(self, Rejected | Taken | Reference | TooLarge)
    }

    /// Whether the page is not of today's program, or not of today.
    pub(crate) fn is_of_age(&self) -> bool {
        matches!(self, FormError::TooOld | FormError::FieldGone { .. })
    }

    /// Whether more arrived than is looked at.
    pub(crate) fn is_of_size(&self) -> bool {
        matches!(self, FormError::TooManyBytes(_) | FormError::TooManyPairs(_))
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormError::TooManyBytes(limit) => {
                write!(f, "The form is larger than {limit} bytes, the most that is accepted.")
            }
            FormError::Rejected => f.write_str(
                "The database does not accept these values together with what it already holds.",
            ),
            FormError::TooOld => f.write_str(
                "The page is too old. What it showed is compared no more: please look at what is there now.",
            ),
            FormError::FieldGone { field, text: Some(text) } => {
                write!(f, "There is no field “{field}” any more. You had entered: {text}")
            }
            FormError::FieldGone { field, text: None } => {
                write!(f, "There is no field “{field}” any more, so what you entered is not saved.")
            }
            FormError::Version => f.write_str("Somebody else has saved this meanwhile."),
            FormError::NotDeleted => f.write_str(
                "Nothing was deleted: somebody else changed this meanwhile. Please look at what is marked and delete again.",
            ),
            FormError::NonceMissing => f.write_str(
                "The page lacks what keeps it from being saved twice; please save again.",
            ),
            FormError::Taken => f.write_str("Something with these values exists already."),
            FormError::Reference => f.write_str(
                "Something that these values refer to does not exist, or something still refers to what was here.",
            ),
            FormError::TooLarge => f.write_str("One of these values is more than can be stored."),
            FormError::Custom(message) => f.write_str(message),
            FormError::TooManyPairs(limit) => {
                write!(f, "The form has more than {limit} fields, the most that is accepted.")
            }
        }
    }
}
