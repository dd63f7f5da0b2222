//! Whatever becomes of the sealed parts of a body: either it changes nothing that matters, or it is
//! refused and nothing is written.

use crate::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// What is done to the text of one pair, encoded as it is sent.
#[derive(Clone, Debug)]
enum Mutation {
    Replace(Index, u8),
    Insert(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    /// The other case.
    Turn(Index),
    /// Encoded, though it need not be.
    Encode(Index),
    Drop,
    Double,
    /// As another page has it.
    Exchange(Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let byte = || prop_oneof![b' '..=b'~', any::<u8>()];
    let at = any::<Index>;
    prop_oneof![
        (at(), byte()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        (at(), byte()).prop_map(|(at, byte)| Mutation::Insert(at, byte)),
        (at(), 1..9_usize).prop_map(|(at, count)| Mutation::Remove(at, count)),
        (at(), 1..9_usize).prop_map(|(at, count)| Mutation::Repeat(at, count)),
        at().prop_map(Mutation::Turn),
        at().prop_map(Mutation::Encode),
        Just(Mutation::Drop),
        Just(Mutation::Double),
        at().prop_map(Mutation::Exchange),
    ]
}

impl Mutation {
    fn apply(&self, pair: &mut Vec<u8>, others: &[Vec<u8>]) {
        match self {
            Mutation::Drop => pair.clear(),
            Mutation::Double => *pair = [&**pair, b"&", pair].concat(),
            Mutation::Exchange(other) => other.get(others).clone_into(pair),
            _ if pair.is_empty() => {}
            Mutation::Replace(at, byte) => *at.get_mut(pair) = *byte,
            Mutation::Insert(at, byte) => pair.insert(at.index(pair.len()), *byte),
            Mutation::Remove(at, count) => {
                let at = at.index(pair.len());
                pair.drain(at..(at + count).min(pair.len()));
            }
            Mutation::Repeat(at, count) => {
                let at = at.index(pair.len());
                let part = pair[at..(at + count).min(pair.len())].to_vec();
                pair.splice(at..at, part);
            }
            Mutation::Turn(at) => *at.get_mut(pair) ^= 0x20,
            Mutation::Encode(at) => {
                let at = at.index(pair.len());
                let code = format!("%{:02X}", pair[at]);
                pair.splice(at..=at, code.into_bytes());
            }
        }
    }
}

fn is_sealed(pair: &[u8]) -> bool {
    pair.starts_with(b"original-") || pair.starts_with(b"cas-fields")
}

fn pairs(body: &str) -> Vec<Vec<u8>> {
    body.split('&').map(|pair| pair.as_bytes().to_vec()).collect()
}

/// The sealed pairs of pages that are not this one.
fn strangers(desk: &mut Desk) -> Vec<Vec<u8>> {
    let at = Person::at(1).seal(&desk.keys, "ben");
    let of_ben = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
    let at = desk.at::<elsewhere::Person>(1);
    let elsewhere = Page::new(at.open(&mut desk.connection).expect("the row").as_p());
    let unsealed = Page::new(Open::at(1).open(&mut desk.connection).expect("the row").as_p());
    let pages = [desk.page(2), of_ben, elsewhere, unsealed, desk.page(1)];
    pages.iter().flat_map(|page| pairs(&page.body())).filter(|pair| is_sealed(pair)).collect()
}

proptest! {
    #[test]
    fn a_mutation_changes_nothing_that_matters_or_is_refused(
        mutations in vec((any::<Index>(), mutation()), 1..4),
    ) {
        let mut desk = Desk::new();
        let before = desk.row(1);
        let others = strangers(&mut desk);
        let mut pairs = pairs(&desk.page(1).body());
        let sealed: Vec<usize> = (0..pairs.len()).filter(|&at| is_sealed(&pairs[at])).collect();
        prop_assert_eq!(sealed.len(), 6);
        for (at, mutation) in &mutations {
            mutation.apply(&mut pairs[*at.get(&sealed)], &others);
        }
        let body = pairs.join(&b'&');
        let at = desk.at::<Person>(1);
        match at.submit(&body).save(&mut desk.connection) {
            Ok(_) => prop_assert_eq!(desk.row(1), "'Typed' 'An' 'Typed too' 10 1"),
            Err(refused) => {
                prop_assert_eq!(desk.row(1), before);
                let page = Page::new(refused.form().as_p());
                prop_assert_eq!((page.value("name"), page.value("notes")), ("Typed", "Typed too"));
            }
        }
    }

    #[test]
    fn no_body_makes_it_panic(body in vec(any::<u8>(), 0..200), name in "[a-z]{4}", seal in "[1.a-z0-9_-]{0,60}") {
        let mut desk = Desk::new();
        let before = desk.row(1);
        let crowded = format!("cas-fields={seal}name&original-name={seal}%22x%22&name={name}&original-{name}=.");
        for body in [body, crowded.into_bytes()] {
            let at = desk.at::<Person>(1);
            let refused = at.submit(&body).save(&mut desk.connection).expect_err("refused");
            prop_assert_eq!(refused.reason(), Reason::Originals);
            prop_assert_eq!(desk.row(1), before.clone());
        }
    }
}
