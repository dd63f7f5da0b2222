//! Reading what the servers say. The texts are fixed in their sources; of PostgreSQL only those parts
//! are read that no language changes, where there are such.

use super::Fault;
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// A constraint that was broken, or a column that has no room.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(super) fault: Fault,
    /// Whose constraint it is.
    pub(super) table: Option<String>,
    /// Its name.
    pub(super) constraint: Option<String>,
    /// The columns that are named, and whatever else stands among them.
    pub(super) columns: Vec<String>,
}

/// What columns without room are told by: a part of the message.
const TOO_LARGE: &[&str] = &[
    // MariaDB
    "Data too long for column ",
    "Out of range value for column ",
    // PostgreSQL
    "value too long for type ",
    "numeric field overflow",
    "integer out of range",
    "smallint out of range",
    "bigint out of range",
    "is out of range for type ",
    "field value out of range",
    "timestamp out of range",
    "date out of range",
];

impl Violation {
    pub(crate) fn of(error: &Error) -> Option<Self> {
        let Error::DatabaseError(kind, information) = error else { return None };
        let message = information.message();
        let fault = match kind {
            DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ExclusionViolation => {
                Fault::Taken
            }
            DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => {
                Fault::Reference
            }
            DatabaseErrorKind::NotNullViolation => Fault::Missing,
            DatabaseErrorKind::CheckViolation => Fault::Rejected,
            // Diesel has no kind for these.
            DatabaseErrorKind::Unknown if is_check_of_mariadb(message) => Fault::Rejected,
            DatabaseErrorKind::Unknown if is_incorrect_in_mariadb(message) => Fault::Rejected,
            DatabaseErrorKind::Unknown if TOO_LARGE.iter().any(|text| message.contains(text)) => {
                Fault::TooLarge
            }
            _ => return None,
        };
        let mut violation = Violation { fault, table: None, constraint: None, columns: Vec::new() };
        if information.table_name().is_some() || information.constraint_name().is_some() {
            violation.read_fields(&**information);
        } else if let Some((_, rest)) = message.split_once(" constraint failed: ") {
            violation.read_sqlite(rest);
        } else {
            violation.read_mariadb(message);
        }
        Some(violation)
    }

    /// PostgreSQL has fields for all of it, apart from the columns of a key.
    fn read_fields(&mut self, information: &dyn DatabaseErrorInformation) {
        self.table = information.table_name().map(str::to_owned);
        self.constraint = information.constraint_name().map(str::to_owned);
        self.columns.extend(information.column_name().map(str::to_owned));
        // `Key (tenant, lower(name))=(7, ann) already exists.`, in any language.
        let key = information.details().and_then(|text| text.split_once(")=("));
        if let Some((_, columns)) = key.and_then(|(key, _)| key.split_once('(')) {
            self.columns.extend(words(columns));
        }
    }

    /// `table.a, table.b`, `index 'name'`, or the name or the expression of a check.
    fn read_sqlite(&mut self, said: &str) {
        if let Some(index) = said.strip_prefix("index '") {
            self.constraint = Some(index.trim_end_matches('\'').to_owned());
        } else if self.fault == Fault::Rejected {
            self.constraint = Some(said.to_owned());
            self.columns.extend(words(said));
        } else {
            for name in said.split(", ") {
                let (table, column) = name.rsplit_once('.').unwrap_or(("", name));
                self.table = Some(table.to_owned());
                self.columns.push(column.to_owned());
            }
        }
    }

    fn read_mariadb(&mut self, message: &str) {
        // Other rows' keys refer to this one.
        if message.starts_with("Cannot delete or update a parent row") {
            return;
        }
        if let Some((_, key)) = message.rsplit_once(" for key '") {
            let key = key.trim_end_matches('\'');
            // MySQL puts the table before it.
            self.constraint = Some(key.rsplit_once('.').map_or(key, |(_, key)| key).to_owned());
        } else if let Some((place, key)) = message.split_once(" FOREIGN KEY (") {
            // "... fails (`database`.`table`, CONSTRAINT `name`"
            let mut names = place.split('`').skip(1).step_by(2).skip(1);
            self.table = names.next().map(str::to_owned);
            self.constraint = names.next().map(str::to_owned);
            self.columns = words(key.split(')').next().unwrap_or_default());
        } else if is_check_of_mariadb(message) {
            // "CONSTRAINT `name` failed for `database`.`table`"
            let mut names = message.split('`').skip(1).step_by(2);
            self.constraint = names.next().map(str::to_owned);
            self.table = names.nth(1).map(str::to_owned);
        } else if is_incorrect_in_mariadb(message) {
            // "... for column `database`.`table`.`name` at row 1"
            let (_, place) = message.rsplit_once(" for column `").unwrap_or_default();
            let mut names = place.split('`').step_by(2).skip(1);
            self.table = names.next().map(str::to_owned);
            self.columns.extend(names.next().map(str::to_owned));
        } else if let Some((_, column)) =
            message.split_once("olumn '").or_else(|| message.split_once("Field '"))
        {
            // "Column 'name' cannot be null", "... for column 'name' at row 1"
            self.columns.extend(column.split('\'').next().map(str::to_owned));
        }
    }
}

fn is_check_of_mariadb(message: &str) -> bool {
    message.starts_with("CONSTRAINT `") && message.contains("` failed for `")
}

/// A text with letters that the column's character set lacks, a date that its type lacks.
fn is_incorrect_in_mariadb(message: &str) -> bool {
    message.starts_with("Incorrect ") && message.contains(" for column `")
}

/// The words of an expression: names of columns are among them, texts in quotes are not.
fn words(expression: &str) -> Vec<String> {
    let code = expression.split('\'').step_by(2);
    let words = code.flat_map(|code| code.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Diesel hands over of PostgreSQL's; of the others there is a message only.
    #[derive(Debug, Default)]
    struct Said {
        message: &'static str,
        details: Option<&'static str>,
        table: Option<&'static str>,
        constraint: Option<&'static str>,
    }

    impl DatabaseErrorInformation for Said {
        fn message(&self) -> &str {
            self.message
        }
        fn details(&self) -> Option<&str> {
            self.details
        }
        fn hint(&self) -> Option<&str> {
            None
        }
        fn table_name(&self) -> Option<&str> {
            self.table
        }
        fn column_name(&self) -> Option<&str> {
            None
        }
        fn constraint_name(&self) -> Option<&str> {
            self.constraint
        }
        fn statement_position(&self) -> Option<i32> {
            None
        }
    }

    fn read(kind: DatabaseErrorKind, said: Said) -> Option<Violation> {
        Violation::of(&Error::DatabaseError(kind, Box::new(said)))
    }

    fn of_message(kind: DatabaseErrorKind, message: &'static str) -> Violation {
        read(kind, Said { message, ..Said::default() }).expect("a violation")
    }

    #[test]
    fn columns_of_a_key_are_read_in_any_language_and_its_values_are_not() {
        for details in [
            "Key (tenant, lower(name))=(7, x)=(mail) already exists.",
            "Schlüssel »(tenant, lower(name))=(7, mail)« existiert bereits.",
        ] {
            let said = Said {
                message: "duplicate key value",
                details: Some(details),
                table: Some("people"),
                constraint: Some("one_each"),
            };
            let violation = read(DatabaseErrorKind::UniqueViolation, said).expect("a violation");
            assert_eq!(violation.columns, ["tenant", "lower", "name"]);
        }
    }

    #[test]
    fn a_value_that_looks_like_a_message_names_no_key() {
        let message = "Duplicate entry 'a' for key 'mail'' for key 'people.name'";
        let violation = of_message(DatabaseErrorKind::UniqueViolation, message);
        assert_eq!(violation.constraint.as_deref(), Some("name"));
    }

    #[test]
    fn texts_in_an_expression_name_no_column() {
        let message = "CHECK constraint failed: state <> 'name' OR \"credit\" > 0";
        let violation = of_message(DatabaseErrorKind::CheckViolation, message);
        assert_eq!(violation.columns, ["state", "OR", "credit", "0"]);
    }

    #[test]
    fn rows_that_refer_to_this_one_name_none_of_its_columns() {
        let message = "Cannot delete or update a parent row: a foreign key constraint fails \
                       (`shop`.`orders`, CONSTRAINT `of` FOREIGN KEY (`name`) REFERENCES `people` (`id`))";
        let violation = of_message(DatabaseErrorKind::ForeignKeyViolation, message);
        assert_eq!((violation.columns.len(), violation.constraint), (0, None));
    }

    #[test]
    fn what_is_no_violation_is_none() {
        let said = Said { message: "syntax error", ..Said::default() };
        assert_eq!(read(DatabaseErrorKind::Unknown, said), None);
        assert_eq!(Violation::of(&Error::NotFound), None);
    }
}
