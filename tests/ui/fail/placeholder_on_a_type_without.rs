use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(placeholder = "2024-01-01")]
    day: chrono::NaiveDate,
}

fn main() {}
