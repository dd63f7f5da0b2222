//! The protocol as it is.

use super::protocol::{Design, Flaw, Protocol};
use stateright::{Checker as _, Model as _};

fn check(protocol: Protocol) {
    let Protocol { design, pages, last, has_job, has_take_over, fences, .. } = protocol;
    let checker = protocol.checker().threads(2).spawn_bfs().join();
    let (states, steps) = (checker.unique_state_count(), checker.state_count());
    println!(
        "{design:?}: {pages} pages, job: {has_job}, take-over: {has_take_over}, times 0 to {last}, fencing tokens up to {fences}: \
         {states} states, {steps} steps, up to {} after each other",
        checker.max_depth()
    );
    assert!(checker.is_done(), "not all of it was looked at");
    checker.assert_properties();
}

const DATABASE: Protocol = Protocol {
    design: Design::Database,
    flaw: Flaw::None,
    pages: 2,
    last: 3,
    has_job: true,
    has_take_over: true,
    fences: 4,
};

#[test]
fn in_the_database_two_pages_and_a_job_have_what_is_promised() {
    check(DATABASE);
}

#[test]
fn in_the_database_three_pages_have_what_is_promised() {
    check(Protocol { pages: 3, last: 2, has_job: false, fences: 3, ..DATABASE });
}

const FENCED: Protocol = Protocol { design: Design::Fenced, last: 2, has_job: false, ..DATABASE };

#[test]
fn with_a_store_that_forgets_those_who_take_over_have_what_is_promised() {
    check(Protocol { fences: 2, ..FENCED });
}

#[test]
fn with_a_store_that_forgets_those_who_come_again_have_what_is_promised() {
    check(Protocol { has_take_over: false, fences: 3, ..FENCED });
}
