//! The catalogue in German.

use super::{Messages, Text, rounded};
use crate::error::{ErrorCode, FormError};
use crate::outcome::Reason;
use std::borrow::Cow;

/// Everything in German. What forms bring along themselves (labels, the messages of patterns,
/// checks and scripts) stays as it is written there.
#[derive(Clone, Copy, Debug, Default)]
pub struct German;

// No match below has a wildcard: a sentence that is missing does not compile.
impl Messages for German {
    fn error<'m>(&'m self, error: &'m ErrorCode) -> Cow<'m, str> {
        let text = match error {
            ErrorCode::Required => "Bitte füllen Sie dieses Feld aus.",
            ErrorCode::Invalid => "Bitte geben Sie einen gültigen Wert ein.",
            ErrorCode::Integer => "Bitte geben Sie eine ganze Zahl ein.",
            ErrorCode::Number => "Bitte geben Sie eine Zahl ein.",
            ErrorCode::Date => "Bitte geben Sie ein Datum ein.",
            ErrorCode::Time => "Bitte geben Sie eine Uhrzeit ein.",
            ErrorCode::DateTime => "Bitte geben Sie Datum und Uhrzeit ein.",
            ErrorCode::TimeTwice { zone, first, second } => {
                return format!(
                    "In {zone} werden die Uhren dann zurückgestellt, diese Zeit kommt zweimal: Bitte wählen Sie UTC{first} oder UTC{second}."
                )
                .into();
            }
            ErrorCode::TimeMissing { zone, from, to } => {
                return format!(
                    "In {zone} werden die Uhren dann von {from} auf {to} vorgestellt: Diese Zeit gibt es nicht."
                )
                .into();
            }
            ErrorCode::Month => "Bitte geben Sie einen Monat ein.",
            ErrorCode::Week => "Bitte geben Sie eine Kalenderwoche ein.",
            ErrorCode::Email => "Bitte geben Sie eine E-Mail-Adresse ein.",
            ErrorCode::Url => {
                "Bitte geben Sie eine ganze Adresse ein, zum Beispiel https://example.org."
            }
            ErrorCode::Uuid => {
                "Bitte geben Sie eine UUID ein, zum Beispiel 67e55044-10b1-426f-9247-bb680e5fe0c8."
            }
            ErrorCode::Json { line, column } => {
                return format!(
                    "Das ist kein JSON: Bitte sehen Sie in Zeile {line} beim Zeichen {column} nach."
                )
                .into();
            }
            ErrorCode::Digits => "Diese Zahl hat mehr Stellen, als gespeichert werden können.",
            ErrorCode::Min(min) => return format!("Der Wert muss mindestens {min} sein.").into(),
            ErrorCode::Max(max) => return format!("Der Wert darf höchstens {max} sein.").into(),
            ErrorCode::Step { step, base } => {
                return format!("Der Wert muss ein Vielfaches von {step} sein, gezählt ab {base}.")
                    .into();
            }
            ErrorCode::TooShort(min) => {
                return format!("Bitte geben Sie mindestens {min} Zeichen ein.").into();
            }
            ErrorCode::TooLong(max) => {
                return format!("Bitte geben Sie höchstens {max} Zeichen ein.").into();
            }
            ErrorCode::Pattern(message) => message,
            ErrorCode::Custom(message) => message,
            ErrorCode::Choice => "Bitte wählen Sie einen der angebotenen Werte.",
            ErrorCode::ChoiceGone => {
                "Das kann nicht mehr gewählt werden; bitte wählen Sie einen der übrigen Werte."
            }
            ErrorCode::Reenter => {
                "Zu Ihrer Sicherheit wird das nicht zurückgeschickt; bitte geben Sie es noch einmal ein."
            }
            ErrorCode::Readonly => "Dieses Feld kann hier nicht geändert werden.",
            ErrorCode::Duplicate => {
                "Dieses Feld kam doppelt an; bitte prüfen Sie es und speichern Sie noch einmal."
            }
            ErrorCode::NotUtf8 => {
                "Dieser Text ist kein gültiges UTF-8; bitte geben Sie ihn noch einmal ein."
            }
            ErrorCode::Nul => {
                "Dieser Text enthält ein unsichtbares NUL-Zeichen; bitte entfernen Sie es."
            }
            ErrorCode::Unanswered => "Bitte wählen Sie, welcher Wert gelten soll.",
            ErrorCode::OriginalMissing => {
                "Die Seite hat nicht gesagt, was in diesem Feld stand; bitte prüfen Sie es und speichern Sie noch einmal."
            }
            ErrorCode::OriginalMalformed => {
                "Was beim Öffnen der Seite in diesem Feld stand, ist unlesbar; bitte prüfen Sie es und speichern Sie noch einmal."
            }
            ErrorCode::TooOld => {
                "Die Seite ist zu alt, um zu sagen, was in diesem Feld stand; bitte prüfen Sie es und speichern Sie noch einmal."
            }
            ErrorCode::Taken => "Das ist schon vergeben.",
            ErrorCode::Reference => "Worauf sich das bezieht, gibt es nicht oder nicht mehr.",
            ErrorCode::Rejected => "Die Datenbank nimmt diesen Wert nicht an.",
            ErrorCode::TooLarge => "Das ist mehr, als hier gespeichert werden kann.",
            ErrorCode::Unreadable => {
                "Der gespeicherte Wert passt nicht in dieses Feld; er muss in der Datenbank berichtigt werden."
            }
        };
        text.into()
    }

    fn form_error<'m>(&'m self, error: &'m FormError) -> Cow<'m, str> {
        match error {
            FormError::TooManyBytes(limit) => {
                format!("Das Formular ist größer als {limit} Byte; mehr wird nicht angenommen.")
                    .into()
            }
            FormError::TooManyPairs(limit) => {
                format!("Das Formular hat mehr als {limit} Felder; mehr werden nicht angenommen.")
                    .into()
            }
            FormError::Rejected => {
                "Die Datenbank nimmt diese Werte nicht zusammen mit dem an, was sie schon enthält."
                    .into()
            }
            FormError::TooOld => {
                "Die Seite ist zu alt. Was sie gezeigt hat, wird nicht mehr verglichen: Bitte sehen Sie sich an, was jetzt dort steht."
                    .into()
            }
            FormError::FieldGone { field, text: Some(text) } => {
                format!("Das Feld „{field}“ gibt es nicht mehr. Sie hatten eingegeben: {text}").into()
            }
            FormError::FieldGone { field, text: None } => format!(
                "Das Feld „{field}“ gibt es nicht mehr; was Sie eingegeben haben, wird nicht gespeichert."
            )
            .into(),
            FormError::Version => "Inzwischen hat das jemand anders gespeichert.".into(),
            FormError::NotDeleted => {
                "Es wurde nichts gelöscht: Inzwischen hat das jemand anders geändert. Bitte sehen Sie sich an, was markiert ist, und löschen Sie noch einmal."
                    .into()
            }
            FormError::NonceMissing => {
                "Der Seite fehlt, was sie davor bewahrt, zweimal gespeichert zu werden; bitte speichern Sie noch einmal."
                    .into()
            }
            FormError::Taken => "Etwas mit diesen Werten gibt es schon.".into(),
            FormError::Reference => {
                "Etwas, worauf sich diese Werte beziehen, gibt es nicht, oder etwas bezieht sich noch auf das, was hier stand."
                    .into()
            }
            FormError::TooLarge => {
                "Einer dieser Werte ist mehr, als gespeichert werden kann.".into()
            }
            FormError::Custom(message) => message.as_ref().into(),
        }
    }

    fn reason(&self, reason: Reason) -> Cow<'_, str> {
        match reason {
            Reason::Invalid => {
                "Noch wurde nichts gespeichert: Bitte berichtigen Sie, was markiert ist."
            }
            Reason::Stale => {
                "Noch wurde nichts gespeichert: Inzwischen hat das jemand anders geändert. Bitte sehen Sie sich an, was markiert ist, und speichern Sie noch einmal."
            }
            Reason::Locked => {
                "Noch wurde nichts gespeichert: Das wird gerade von jemand anderem bearbeitet."
            }
            Reason::Gone => {
                "Das wurde inzwischen gelöscht. Was Sie eingegeben haben, steht noch hier und kann kopiert werden."
            }
            Reason::Originals => {
                "Noch wurde nichts gespeichert: Die Seite war unvollständig. Bitte sehen Sie sich an, was markiert ist, und speichern Sie noch einmal."
            }
            Reason::Unavailable => {
                "Die Datenbank hat nicht geantwortet; vielleicht wurde nichts gespeichert. Bitte speichern Sie in einem Augenblick noch einmal."
            }
            Reason::Retry => "Noch wurde nichts gespeichert: Bitte speichern Sie noch einmal.",
            Reason::Created => {
                "Diese Seite hat schon etwas angelegt; was Sie seither geändert haben, ist nicht darin. Wenn Sie noch einmal speichern, wird ein weiteres angelegt."
            }
            Reason::TooLarge => {
                "Es wurde nichts gespeichert: Das ist mehr, als das Formular annimmt."
            }
        }
        .into()
    }

    fn lasting(&self, seconds: u64) -> Cow<'_, str> {
        let (count, unit) = rounded(seconds);
        let one = if count == 1 { "" } else { "n" };
        format!("{count} {}{one}", ["Sekunde", "Minute", "Stunde"][unit]).into()
    }

    fn text(&self, text: Text) -> Cow<'_, str> {
        match text {
            Text::Yes => "Ja",
            Text::No => "Nein",
            Text::None => "Keine Angabe",
            Text::Nothing => "nichts",
            Text::AskTwice => "In {zone} kommt diese Zeit zweimal. Welche ist gemeint?",
            Text::First => "Die erste, UTC{offset}",
            Text::Second => "Die zweite, UTC{offset}",
            Text::KeptBreaksRule => {
                "Der gespeicherte Wert verletzt eine Regel dieses Feldes. Er bleibt, wie er ist, solange Sie ihn nicht ändern."
            }
            Text::KeptNotShown => {
                "Der gespeicherte Wert kann hier nicht gezeigt werden. Er bleibt, wie er ist, solange Sie keinen anderen eingeben."
            }
            Text::ChangedTo => "Das hat inzwischen jemand anders in {now} geändert.",
            Text::ChangedFromTo => "Das hat inzwischen jemand anders von {was} in {now} geändert.",
            Text::AskChanged => "Das hat inzwischen jemand anders geändert. Welcher Wert soll gelten?",
            Text::AskGroup => {
                "Was dazugehört, hat inzwischen jemand anders geändert. Welcher Wert soll gelten?"
            }
            Text::AskDiffers => "Das ist nicht, was jetzt gespeichert ist. Welcher Wert soll gelten?",
            Text::Was => "Als Sie die Seite geöffnet haben: {value}",
            Text::WasNotKept => {
                "Was hier stand, als Sie die Seite geöffnet haben, kann nicht gezeigt werden: Es war zu groß, um auf ihr zu bleiben."
            }
            Text::Theirs => "Behalten, was jetzt dort steht: {value}",
            Text::Mine => "Speichern, was ich eingegeben habe: {value}",
            Text::SummaryAsk => "Auch jemand anders hat das geändert; bitte wählen Sie.",
            Text::SummaryAskGroup => {
                "Jemand anders hat geändert, was dazugehört; bitte wählen Sie."
            }
            Text::SummaryChanged => "Jemand anders hat das geändert; der neue Wert wird gezeigt.",
            Text::Restored => {
                "Ihr Browser hat diese Eingabe von einem früheren Besuch zurückgeholt. Bitte prüfen Sie sie."
            }
            Text::Marked => "{count} Felder brauchen Ihre Aufmerksamkeit.",
            Text::LeaseMine => "Das ist für Sie reserviert, {time} lang.",
            Text::LeaseStill => "Das ist für Sie reserviert.",
            Text::LeaseTaken => {
                "{user} bearbeitet das gerade. Danach ist es spätestens in {time} frei."
            }
            Text::LeaseYours => {
                "Sie bearbeiten das in einem anderen Tab oder Fenster, oder taten es eben noch. Ist das geschlossen, ist es spätestens in {time} frei."
            }
            Text::LeaseFree => "Das bearbeitet niemand mehr. Speichern reserviert es wieder.",
            Text::LeaseUnfenced => {
                "Das kann gerade nicht reserviert werden; vielleicht bearbeiten es auch andere. Überschrieben wird davon nichts."
            }
            Text::LeaseEnded => {
                "Noch wurde nichts gespeichert: Das war nicht mehr für Sie reserviert. Bitte speichern Sie noch einmal."
            }
            Text::LeaseOpen => "Das ist für Sie reserviert, solange Sie es geöffnet haben.",
            Text::LeaseUnsure => {
                "Der Server antwortet nicht: Vielleicht ist das nicht mehr für Sie reserviert. Was Sie eingegeben haben, bleibt hier stehen."
            }
            Text::LeaseIdle => {
                "Hier ist eine Weile nichts geschehen. Bald ist das nicht mehr für Sie reserviert."
            }
            Text::LeaseKeep => "Weiter bearbeiten",
            Text::LeaseRested => {
                "Hier ist eine Weile nichts geschehen; das ist nicht mehr für Sie reserviert. Sobald Sie tippen, wird es wieder reserviert."
            }
            Text::Sending => "Wird gespeichert ...",
        }
        .into()
    }
}
