//! Where all stages put what is wrong, so that everything is reported at once.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::cell::RefCell;
use std::fmt::Display;

/// The errors found so far.
///
/// It has to be asked at the end: one that is dropped with nobody having looked is a bug of this
/// crate and says so, rather than letting a mistake pass for none.
pub(crate) struct Ctxt {
    /// `None` once they were taken.
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Ctxt {
    pub(crate) fn new() -> Self {
        Ctxt { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Underlines all the tokens.
    pub(crate) fn error_on(&self, tokens: impl ToTokens, message: impl Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn error_at(&self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    pub(crate) fn add(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// Keeps the value, or the error.
    pub(crate) fn ok<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// Takes what was found.
    ///
    /// # Errors
    ///
    /// All errors as `compile_error!` calls, in the order they were found.
    pub(crate) fn finish(self) -> Result<(), TokenStream> {
        let errors = self.errors.borrow_mut().take().unwrap_or_default();
        if errors.is_empty() {
            return Ok(());
        }
        Err(errors.iter().map(syn::Error::to_compile_error).collect())
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        let forgotten = self.errors.borrow().is_some() && !std::thread::panicking();
        assert!(!forgotten, "cas-forms-derive forgot to report its errors");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_found_is_no_error() {
        assert!(Ctxt::new().finish().is_ok());
    }

    #[test]
    fn all_errors_are_reported_in_order() {
        let ctxt = Ctxt::new();
        ctxt.error_at(Span::call_site(), "one");
        ctxt.error_at(Span::call_site(), "two");
        let errors = ctxt.finish().unwrap_err().to_string();
        assert!(errors.find("one") < errors.find("two"), "{errors}");
    }

    #[test]
    #[should_panic(expected = "forgot to report")]
    fn errors_that_nobody_asked_for_explode() {
        drop(Ctxt::new());
    }
}
