//! The fixed texts beside controls.

macro_rules! texts {
    ($($(#[$about:meta])* $name:ident $key:literal $english:literal)*) => {
        /// A sentence or word that the library shows beside a control, or that its script needs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Text {
            $(
                $(#[$about])*
                #[doc = concat!("\n\n> ", $english)]
                $name,
            )*
        }

        impl Text {
            /// All of them.
            pub const ALL: &[Text] = &[$( Text::$name ),*];

            /// Its name in the `texts` of a form's script module.
            pub const fn key(self) -> &'static str {
                match self { $( Text::$name => $key, )* }
            }

            /// The English text, with holes in braces.
            pub const fn english(self) -> &'static str {
                match self { $( Text::$name => $english, )* }
            }
        }
    };
}

texts! {
    /// A checkbox that is checked, and the choice "true" of a bool.
    Yes "yes" "Yes"
    /// A checkbox that is not checked, and the choice "false" of a bool.
    No "no" "No"
    /// The choice of nothing among radio buttons.
    None "none" "None"
    /// What is said in place of an empty value.
    Nothing "nothing" "nothing"
    /// A time of day comes twice in its zone, since clocks go back.
    AskTwice "askTwice" "In {zone} this time comes twice. Which one is meant?"
    /// The choice of the first.
    First "first" "The first, UTC{offset}"
    /// The choice of the second.
    Second "second" "The second, UTC{offset}"
    /// The stored value breaks a rule.
    KeptBreaksRule "keptBreaksRule"
        "The stored value breaks a rule of this field. It stays as it is unless you change it."
    /// The control cannot show the stored value.
    KeptNotShown "keptNotShown"
        "The stored value cannot be shown here. It stays as it is unless you fill in another."
    /// Somebody else changed a field that was not touched here.
    ChangedTo "changedTo" "Somebody else changed this meanwhile to {now}."
    /// The same, where it is known what the page had shown.
    ChangedFromTo "changedFromTo" "Somebody else changed this meanwhile from {was} to {now}."
    /// Both changed the field.
    AskChanged "askChanged"
        "Somebody else changed this meanwhile. Which value shall be kept?"
    /// The field itself is as it was shown; somebody else changed another one of its group.
    AskGroup "askGroup"
        "Somebody else changed what goes with this meanwhile. Which value shall be kept?"
    /// What was submitted is not what is stored, and nobody knows what the page had shown.
    AskDiffers "askDiffers" "This is not what is stored now. Which value shall be kept?"
    /// Above the choice: what the page had shown.
    Was "was" "When you opened the page: {value}"
    /// The same, where the page had digests in place of it.
    WasNotKept "wasNotKept" "What it was when you opened the page cannot be shown: it was too large to be kept there."
    /// The choice of what is stored.
    Theirs "theirs" "Keep what is there now: {value}"
    /// The choice of what was entered.
    Mine "mine" "Save what I entered: {value}"
    /// In the summary, behind a field's label: both changed it.
    SummaryAsk "summaryAsk" "somebody else changed it too; please choose."
    /// The same, where somebody else changed another field of its group.
    SummaryAskGroup "summaryAskGroup" "somebody else changed what goes with it; please choose."
    /// In the summary, behind a field's label: somebody else changed it.
    SummaryChanged "summaryChanged" "somebody else changed it; the new value is shown."
    /// By script: the browser brought an earlier entry back into the control.
    Restored "restored"
        "Your browser brought this entry back from an earlier visit. Please check it."
    /// By script: announced where more than one control was marked at once.
    Marked "marked" "{count} fields need your attention."
    /// The page is locked for its user.
    LeaseMine "leaseMine" "This is locked for you for {time}."
    /// The same, where nobody knows for how long.
    LeaseStill "leaseStill" "This is locked for you."
    /// Somebody else has it locked.
    LeaseTaken "leaseTaken"
        "{user} is editing this. Once they have left, it is free in {time} at most."
    /// Its user has it locked in another page.
    LeaseYours "leaseYours"
        "You are editing this in another tab or window, or were a moment ago. Once that is closed, it is free in {time} at most."
    /// It was locked, for its user or somebody else.
    LeaseFree "leaseFree" "Nobody is editing this any more. Saving locks it again."
    /// Nothing can be locked.
    LeaseUnfenced "leaseUnfenced"
        "This cannot be locked just now, so others may be editing it too. Nothing of theirs will be overwritten."
    /// At the top of a page that was saved when it was not locked any more.
    LeaseEnded "leaseEnded"
        "Nothing was saved yet: this was not locked for you any more. Please save again."
    /// By script: it is locked, and kept so.
    LeaseOpen "leaseOpen" "This is locked for you while you have it open."
    /// By script: it could not be renewed in time.
    LeaseUnsure "leaseUnsure"
        "The server does not answer: this may not be locked for you any more. What you typed stays here."
    /// By script: soon it will have been idle for too long.
    LeaseIdle "leaseIdle"
        "Nothing has happened here for a while. Soon this will not be locked for you any more."
    /// By script: the button that keeps it.
    LeaseKeep "leaseKeep" "Keep it locked"
    /// By script: it was idle for too long.
    LeaseRested "leaseRested"
        "Nothing has happened here for a while, so this is not locked for you any more. Typing locks it again."
    /// By script: the form is on its way.
    Sending "sending" "Saving ..."
}
