use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(widget = date, placeholder = "2024-01-01")]
    day: chrono::NaiveDate,
    #[cas(choices("de" = "Germany"), placeholder = "Country")]
    country: String,
}

fn main() {}
