//! One kind of constraint each, inserting and saving.

use super::{Backend, NAMES_REFERENCES, Stage, TRIGGER};
use crate::support::page::Page;
use crate::{Good, TABLES, Wrong, page, wrong};
use cas_forms::{CasForm as _, ErrorCode, FormError};
use cas_forms_diesel::CasBackend as _;
use cas_forms_diesel::sync::{Insert as _, Open as _, Save as _};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

fn stage() -> Stage {
    Stage::with(&format!("{TABLES}{}", Backend::NONCE_TABLE))
}

/// What is wrong with these entries in something new and, the same, in a row that there is; there the
/// page keeps its originals and everything typed, and the correction is saved.
fn refused(entries: &[(&str, &str)]) -> Wrong {
    let stage = stage();
    let mut connection = stage.connect();
    let fill = |page: &mut Page| {
        for (name, value) in entries {
            page.set(name, value);
        }
    };
    let mut new = page();
    fill(&mut new);
    let create = Good::create();
    let refused = create.submit(&new.body()).insert(&mut connection).expect_err("refused");
    let inserting = wrong(&refused);

    let at = Good::at(2);
    let fresh = Page::new(at.open(&mut connection).expect("the row").as_form("Save"));
    let mut edited = fresh.clone();
    fill(&mut edited);
    let refused = at.submit(&edited.body()).save(&mut connection).expect_err("refused");
    assert_eq!(wrong(&refused), inserting);
    let mut kept = Page::new(refused.form().as_form("Save"));
    for (name, value) in entries {
        assert_eq!(kept.value(name), *value);
        assert_eq!(kept.original(name), fresh.original(name));
        kept.set(name, fresh.value(name));
    }
    at.submit(&kept.set("credit", "2").body()).save(&mut connection).expect("saved");
    inserting
}

#[test]
fn what_is_taken_is_said_at_its_field() {
    let wrong = refused(&[("address", "one@example.org")]);
    assert_eq!(wrong, (vec![("address", ErrorCode::Taken)], vec![]));
}

#[test]
fn what_is_taken_together_is_said_at_every_field_of_it() {
    let wrong = refused(&[("name", "hammer"), ("shelf", "1")]);
    assert_eq!(wrong.1, []);
    // MariaDB calls such a constraint after its first column.
    assert!(wrong.0.contains(&("name", ErrorCode::Taken)), "{wrong:?}");
    let shelf = wrong.0.contains(&("shelf", ErrorCode::Taken));
    assert_eq!(
        shelf,
        std::any::type_name::<Backend>() != std::any::type_name::<diesel::mysql::Mysql>()
    );
}

#[test]
fn a_check_of_a_column_is_said_at_its_field() {
    let wrong = refused(&[("credit", "1001")]);
    assert_eq!(wrong, (vec![("credit", ErrorCode::Rejected)], vec![]));
}

#[test]
fn a_constraint_is_said_at_the_field_that_names_it() {
    let wrong = refused(&[("notes", "gap")]);
    assert_eq!(wrong, (vec![("notes", ErrorCode::Rejected)], vec![]));
    let wrong = refused(&[("low", "5"), ("high", "4")]);
    assert_eq!(wrong, (vec![("high", ErrorCode::Rejected)], vec![]));
}

#[test]
fn a_missing_value_is_asked_for_at_its_field() {
    let wrong = refused(&[("nick", "")]);
    assert_eq!(wrong, (vec![("nick", ErrorCode::Required)], vec![]));
}

#[test]
fn a_reference_to_nothing_is_said_at_its_field_where_the_database_names_it() {
    let wrong = refused(&[("parent", "99")]);
    if NAMES_REFERENCES {
        assert_eq!(wrong, (vec![("parent", ErrorCode::Reference)], vec![]));
    } else {
        assert_eq!(wrong, (vec![], vec![FormError::Reference]));
    }
}

#[test]
fn a_constraint_of_another_table_that_a_trigger_breaks_is_said_at_the_form() {
    let stage = stage();
    let mut connection = stage.connect();
    connection.batch_execute(TRIGGER).expect("the trigger");
    connection.batch_execute("INSERT INTO notes VALUES ('once')").expect("a row");
    let at = Good::at(1);
    let mut page = Page::new(at.open(&mut connection).expect("the row").as_form("Save"));
    let body = page.set("name", "mallet").body();
    let refused = at.submit(&body).save(&mut connection).expect_err("refused");
    assert_eq!(wrong(&refused), (vec![], vec![FormError::Taken]));
}

#[test]
fn inside_a_transaction_a_refusal_takes_nothing_else_along() {
    let stage = stage();
    let mut connection = stage.connect();
    let at = Good::at(2);
    let mut page = Page::new(at.open(&mut connection).expect("the row").as_form("Save"));
    let body = page.set("address", "one@example.org").body();
    let end: QueryResult<()> = connection.transaction(|connection| {
        connection.batch_execute("UPDATE goods SET credit = 7 WHERE id = 1")?;
        let refused = at.submit(&body).save(connection).expect_err("refused");
        assert_eq!(wrong(&refused), (vec![("address", ErrorCode::Taken)], vec![]));
        connection.batch_execute("UPDATE goods SET shelf = 8 WHERE id = 1")
    });
    end.expect("the transaction is whole");
    let page = Page::new(Good::at(1).open(&mut connection).expect("the row").as_form("Save"));
    assert_eq!((page.value("credit"), page.value("shelf")), ("7", "8"));
}
