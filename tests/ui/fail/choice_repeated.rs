use cas_forms::CasForm;

#[derive(CasForm)]
struct Form {
    #[cas(choices("de" = "Germany", "de" = "Denmark"))]
    country: String,
    #[cas(choices(1 = "One", 1 = "Uno"))]
    count: i32,
}

fn main() {}
