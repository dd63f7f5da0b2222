//! Keys that a collation calls equal.

use super::{WORD, database};
use crate::lease::rows::mine;
use cas_forms::{CasForm, Holder, LeaseError};
use cas_forms_diesel::Database;
use cas_forms_diesel::sync::Lock as _;
use diesel::connection::SimpleConnection as _;

diesel::table! {
    words (word) {
        word -> Text,
        meaning -> Text,
    }
}

#[derive(CasForm)]
#[diesel(table_name = words)]
#[lockable]
struct Word {
    meaning: String,
}

#[test]
fn a_row_is_locked_by_the_spelling_of_its_key_that_is_stored_and_by_no_other() {
    let (mut db, _) = database();
    db.batch_execute(&format!(
        "CREATE TABLE words (word {WORD} NOT NULL PRIMARY KEY, meaning VARCHAR(20) NOT NULL); \
         INSERT INTO words VALUES ('abc', 'letters')"
    ))
    .expect("a table of words");
    let ann = Holder::new("Ann");
    for spelling in ["ABC", "abc "] {
        let answer = Word::at(spelling.to_owned()).lock(&Database, &ann, &mut db);
        assert!(matches!(answer, Err(LeaseError::NotFound)), "{spelling}: {answer:?}");
    }
    mine(Word::at("abc".to_owned()).lock(&Database, &ann, &mut db).expect("an answer"));
}
