//! Each control edits values of some types only.

use cas_forms::CasForm;

macro_rules! forms {
    ($($form:ident $widget:ident $type:ty;)*) => {$(
        #[derive(CasForm)]
        struct $form {
            #[cas(widget = $widget)]
            field: $type,
        }
    )*};
}

forms! {
    TextOfABool text bool;
    SearchOfABool search bool;
    TextareaOfANumber textarea i32;
    TelOfANumber tel i64;
    UrlOfADate url chrono::NaiveDate;
    NumberOfAText number String;
    CheckboxOfAText checkbox String;
    DateOfATime date chrono::NaiveTime;
    MonthOfADate month chrono::NaiveDate;
    WeekOfADate week chrono::NaiveDate;
    TimeOfADate time chrono::NaiveDate;
    DateTimeOfADate datetime_local chrono::NaiveDate;
    ColorOfANumber color u32;
    TextOfJson text serde_json::Value;
}

#[derive(CasForm)]
struct RangeOfAText {
    #[cas(widget = range, min = 0, max = 1)]
    field: String,
}

fn main() {}
