//! What is wrong on purpose is found: the properties are no empty words.

use super::protocol::{
    Design, EVENTUALLY_FREE, FENCES_GROW, Flaw, NO_FORMER_HOLDER_WRITES, NO_UPDATE_IS_LOST,
    ONE_HOLDER, Protocol,
};
use stateright::{Checker as _, HasDiscoveries, Model as _};

/// Looks until everything of this is found, or has been looked for in vain.
fn find(design: Design, flaw: Flaw, promises: &[&'static str]) {
    let protocol =
        Protocol { design, flaw, pages: 2, last: 2, has_job: true, has_take_over: true, fences: 3 };
    let wanted = HasDiscoveries::AllOf(promises.iter().copied().collect());
    let checker = protocol.checker().threads(2).finish_when(wanted).spawn_bfs().join();
    for promise in promises {
        let steps = checker.assert_any_discovery(promise).into_actions();
        println!("{flaw:?}: not {promise:?} after {} steps: {steps:?}", steps.len());
    }
}

macro_rules! planted {
    ($($name:ident: $design:ident, $flaw:ident => $($promise:ident)*;)*) => {
        $(#[test]
        fn $name() {
            find(Design::$design, Flaw::$flaw, &[$($promise),*]);
        })*
    };
}

planted! {
    without_any_comparison_updates_are_lost:
        Database, NothingCompared => NO_UPDATE_IS_LOST NO_FORMER_HOLDER_WRITES;
    without_the_token_former_holders_write:
        Database, NoToken => NO_FORMER_HOLDER_WRITES;
    without_the_original_what_was_written_since_is_overwritten:
        Database, NoOriginal => NO_UPDATE_IS_LOST;
    a_snapshot_of_the_lease_lets_a_former_holder_write:
        Database, Snapshot => NO_FORMER_HOLDER_WRITES;
    a_release_that_does_not_compare_ends_the_lease_of_somebody_else:
        Database, BlindRelease => ONE_HOLDER;
    a_row_that_is_deleted_starts_its_tokens_again:
        Database, DeletedRow => FENCES_GROW;
    clocks_of_applications_make_two_holders:
        Database, OwnClocks => ONE_HOLDER EVENTUALLY_FREE;
    a_lease_that_does_not_end_is_never_free:
        Database, Endless => EVENTUALLY_FREE;
    a_store_that_forgets_and_decides_alone_makes_two_holders:
        Fenced, StoreAlone => ONE_HOLDER;
}
