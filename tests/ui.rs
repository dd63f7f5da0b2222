//! Programs with one mistake each, and the messages they get; programs that have to compile.
//!
//! After a deliberate change: `TRYBUILD=overwrite cargo test -p cas-forms-tests --test ui`, and
//! read the difference.

#[test]
fn every_mistake_gets_its_message() {
    trybuild::TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn what_is_right_compiles() {
    trybuild::TestCases::new().pass("ui/pass/*.rs");
}
