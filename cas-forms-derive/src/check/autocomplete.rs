//! What browsers can fill in (HTML section 4.10.18.7.1).

use crate::ast::Field;
use crate::ctxt::Ctxt;
use crate::symbol::did_you_mean;

/// The autofill fields that stand by themselves.
const FIELDS: &[&str] = &[
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "honorific-suffix",
    "nickname",
    "username",
    "new-password",
    "current-password",
    "one-time-code",
    "organization-title",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "address-level4",
    "address-level3",
    "address-level2",
    "address-level1",
    "country",
    "country-name",
    "postal-code",
    "cc-name",
    "cc-given-name",
    "cc-additional-name",
    "cc-family-name",
    "cc-number",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-csc",
    "cc-type",
    "transaction-currency",
    "transaction-amount",
    "language",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "sex",
    "url",
    "photo",
];

/// Those that may say of which device or place.
const CONTACTS: &[&str] = &[
    "tel",
    "tel-country-code",
    "tel-national",
    "tel-area-code",
    "tel-local",
    "tel-local-prefix",
    "tel-local-suffix",
    "tel-extension",
    "email",
    "impp",
];

const PLACES: &[&str] = &["home", "work", "mobile", "fax", "pager"];

/// A browser takes what it does not know for nothing at all.
pub(super) fn is_known(ctxt: &Ctxt, field: &Field) {
    let Some(autocomplete) = &field.autocomplete else { return };
    let text = autocomplete.value.value().to_ascii_lowercase();
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    if words.is_empty() || is_valid(&words) {
        return;
    }
    let all = || FIELDS.iter().chain(CONTACTS).chain(PLACES).copied();
    let stranger = words.iter().find(|word| !is_word(word));
    let message = match stranger.map(|word| (word, did_you_mean(word, all()))) {
        Some((word, Some(meant))) => format!("browsers do not know `{word}`; did you mean `{meant}`?"),
        Some((word, None)) => format!(
            "browsers do not know `{word}`: use one of the autofill fields of HTML, such as `email`, \
             `given-name` or `street-address`"
        ),
        None => "browsers do not know these words in this order: `section-NAME`, `shipping` or `billing`, \
                 then one field such as `email`, with `home`, `work` or `mobile` before it"
            .to_owned(),
    };
    ctxt.error_on(&autocomplete.value, message);
}

fn is_word(word: &str) -> bool {
    matches!(word, "on" | "off" | "shipping" | "billing" | "webauthn")
        || word.starts_with("section-")
        || [FIELDS, CONTACTS, PLACES].iter().any(|words| words.contains(&word))
}

fn is_valid(mut words: &[&str]) -> bool {
    if let ["on" | "off"] = words {
        return true;
    }
    if let [section, rest @ ..] = words
        && section.starts_with("section-")
    {
        words = rest;
    }
    if let ["shipping" | "billing", rest @ ..] = words {
        words = rest;
    }
    if let [rest @ .., "webauthn"] = words {
        words = rest;
    }
    match words {
        [field] => FIELDS.contains(field) || CONTACTS.contains(field),
        [place, contact] => PLACES.contains(place) && CONTACTS.contains(contact),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn autofill_fields_follow_the_order_of_the_standard() {
        for text in [
            "off",
            "email",
            "section-a shipping street-address",
            "work email",
            "billing home tel webauthn",
        ] {
            assert!(is_valid(&text.split(' ').collect::<Vec<_>>()), "{text}");
        }
        for text in
            ["", "on off", "email work", "home name", "shipping", "name section-a", "e-mail"]
        {
            assert!(!is_valid(&text.split(' ').collect::<Vec<_>>()), "{text}");
        }
    }
}
