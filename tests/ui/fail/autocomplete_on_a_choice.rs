use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(choices("de" = "Germany"), autocomplete = "country")]
    country: String,
}

fn main() {}
